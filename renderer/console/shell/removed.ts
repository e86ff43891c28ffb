import { presentIn } from './consoleState'
import type { ControllerWorld } from './controllerTypes'

/** An administrator removed this console: every person's copy and key go, one that fails does not keep the others (D3). */
export async function removed({ ports, stage }: Pick<ControllerWorld, 'ports' | 'stage'>): Promise<void> {
  const state = stage.state()
  if (state.at === 'removed') return
  const present = presentIn(state)
  const known = 'people' in state ? state.people.map(({ staffId }) => staffId) : []
  stage.leave({ at: 'removed' })
  await stage.closed()
  const people = await ports.desktop.lockStatus().then(
    (lock) => lock.people.map(({ staffId }) => staffId),
    () => [],
  )
  for (const staffId of new Set([...people, ...known, ...(present === null ? [] : [present])])) {
    await ports.replicas.destroy(staffId).catch(() => undefined)
    await ports.desktop.forgetReplicaKey(staffId).catch(() => undefined)
  }
}
