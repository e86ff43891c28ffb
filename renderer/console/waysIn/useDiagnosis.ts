import { useQuery } from '@tanstack/react-query'
import { useSession, useSyncState } from '../shell/SessionContext'

const REFRESH_MS = 15_000

/** Why somebody cannot sign in, fresh from the server: it is about this moment, so there is no copy of it. */
export function useDiagnosis(participantId: string) {
  const { client } = useSession()
  const { link } = useSyncState()
  return useQuery({
    queryKey: ['diagnosis', participantId],
    queryFn: () => client.signIns.diagnose.query({ participantId }),
    refetchInterval: REFRESH_MS,
    refetchOnWindowFocus: 'always',
    networkMode: 'always',
    enabled: link === 'online' || link === 'connecting',
  })
}
