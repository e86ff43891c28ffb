import { useQuery } from '@tanstack/react-query'
import { useSession, useSyncState } from '../shell/SessionContext'

const REFRESH_MS = 10_000
/** On other pages the side bar only needs to know that somebody waits. */
const GLANCE_MS = 60_000

/** Every console of the clinic, fresh from the server: nothing here is decided from a copy. */
export function useConsoles(everyMs = REFRESH_MS) {
  const { client } = useSession()
  const { link } = useSyncState()
  return useQuery({
    queryKey: ['consoles'],
    queryFn: () => client.devices.list.query(),
    refetchInterval: everyMs,
    refetchOnWindowFocus: 'always',
    networkMode: 'always',
    enabled: link === 'online' || link === 'connecting',
  })
}

/** How many consoles wait for an administrator. */
export function useWaitingConsoles(): number {
  const { data } = useConsoles(GLANCE_MS)
  return data?.filter(({ state }) => state === 'requested').length ?? 0
}
