import { useQuery } from '@tanstack/react-query'
import { useSession, useSyncState } from '../shell/SessionContext'

const REFRESH_MS = 30_000

/** Every colleague, fresh from the server: nothing here is decided from a copy. */
export function useTeam() {
  const { client } = useSession()
  const { link } = useSyncState()
  return useQuery({
    queryKey: ['team'],
    queryFn: () => client.team.list.query(),
    refetchInterval: REFRESH_MS,
    refetchOnWindowFocus: 'always',
    networkMode: 'always',
    enabled: link === 'online' || link === 'connecting',
  })
}
