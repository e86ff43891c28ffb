import { presentIn } from './consoleState'
import type { ControllerWorld } from './controllerTypes'
import { countUnsent } from './unsentWords'

/**
 * An administrator removed this console: every person's copy and key go, one that fails does not keep the others (D3). The desktop is told when all
 * databases are gone, with what was lost of the open one; only then it confirms an order to the server.
 */
export async function removed({ ports, stage }: Pick<ControllerWorld, 'ports' | 'stage'>): Promise<void> {
  const state = stage.state()
  if (state.at === 'removed') return
  const present = presentIn(state)
  const known = 'people' in state ? state.people.map(({ staffId }) => staffId) : []
  const unsent = state.at === 'open' ? countUnsent(state.session.replica.stores.outbox.all()) : null
  stage.leave({ at: 'removed' })
  await stage.closed()
  const people = await ports.desktop.lockStatus().then(
    (lock) => lock.people.map(({ staffId }) => staffId),
    () => [],
  )
  // All keys first, then all at once: a database that another window, perhaps a frozen one, still holds is deleted only when that one lets go.
  const everybody = [...new Set([...people, ...known, ...(present === null ? [] : [present])])]
  await Promise.all(everybody.map((staffId) => ports.desktop.forgetReplicaKey(staffId).catch(() => undefined)))
  const deleted = everybody.map((staffId) => ports.replicas.destroy(staffId).catch(() => undefined))
  // Also copies of people whom nothing remembers any more. What cannot be deleted now is tried again at the next look.
  await Promise.all([...deleted, ports.replicas.destroyAll()]).then(
    () => ports.desktop.pagesGone(unsent),
    () => undefined,
  )
}
