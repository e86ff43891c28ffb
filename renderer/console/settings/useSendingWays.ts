import { useQuery } from '@tanstack/react-query'
import type { SendingWays } from '../../../shared/settings/settingsSchemas'
import { useSession, useSyncState } from '../shell/SessionContext'

/** Which ways of sending the server was started with; null while not known. */
export function useSendingWays(): SendingWays | null {
  const { client } = useSession()
  const { link } = useSyncState()
  const { data } = useQuery({
    queryKey: ['sendingWays'],
    queryFn: () => client.settings.sendingWays.query(),
    networkMode: 'always',
    enabled: link === 'online' || link === 'connecting',
  })
  return data ?? null
}
