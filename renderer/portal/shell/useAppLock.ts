import { useEffect } from 'react'
import { useClient } from './ClientContext'
import { usePulse } from './PulseContext'
import { useSession } from './SessionContext'

/** So often at most the server hears that somebody is reading or typing, where an app lock would close over it. */
const ACTIVE_EVERY_MS = 30_000

/**
 * Clears the screen when the app lock of this device closes. The lock itself is the server's; somebody who types without sending anything is
 * active all the same, so that is told to it.
 */
export function useAppLock(minutes: number | null): void {
  const pulse = usePulse()
  const client = useClient()
  const { follow } = useSession()
  useEffect(() => {
    if (minutes === null) return
    const quietFor = () => pulse.now() - pulse.lastActiveAt()
    const look = () => {
      if (quietFor() >= minutes * 60_000) follow({ code: 'SESSION_LOCKED' })
    }
    let telling = false
    const active = () => {
      if (telling || quietFor() < ACTIVE_EVERY_MS || quietFor() >= minutes * 60_000) return
      telling = true
      const told = () => {
        telling = false
      }
      client.auth.stay.mutate().then(told, told)
    }
    const timer = setInterval(look, 1000)
    addEventListener('focus', look)
    addEventListener('keydown', active)
    addEventListener('pointerdown', active)
    return () => {
      clearInterval(timer)
      removeEventListener('focus', look)
      removeEventListener('keydown', active)
      removeEventListener('pointerdown', active)
    }
  }, [client, follow, minutes, pulse])
}
