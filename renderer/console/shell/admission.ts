import type { StaffMe } from '../../../shared/staff/staffSchemas'
import { isOffline, problemOf } from '../../api/apiError'
import { admissionOf, type ConsoleState } from './consoleState'
import type { ConsolePorts, ControllerWorld } from './controllerTypes'
import { removed } from './removed'

/** How long an answer may take before the console counts as offline at the door. */
const DOOR_PATIENCE_MS = 2_500

/** Whether the server is there, and still knows this console. */
export async function askDoor({ server, wait }: ConsolePorts): Promise<boolean | 'removed' | 'suspended'> {
  const asked = server.me().then(
    () => true,
    (error) => barredBy(error) ?? !isOffline(problemOf(error)),
  )
  return await Promise.race([asked, wait(DOOR_PATIENCE_MS).then(() => false)])
}

/** Whether the refusal is about the console itself (D3). */
function barredBy(error: unknown): 'removed' | 'suspended' | null {
  const { code } = problemOf(error)
  if (code === 'DEVICE_REVOKED') return 'removed'
  return code === 'DEVICE_SUSPENDED' ? 'suspended' : null
}

/** Null = come in; else the screen to show instead. A server that does not answer lets a known copy pass. */
export async function admission(
  { server, auditors }: ConsolePorts,
  known: StaffMe | null,
): Promise<ConsoleState | null> {
  try {
    const me = known ?? (await server.me())
    const answer = admissionOf(me)
    if (answer === 'removed' || answer === 'suspended') return { at: answer }
    await auditors.remember(me.staff.id, answer === 'auditLog')
    if (answer === 'enter') return null
    return answer === 'auditLog' ? { at: answer, staffId: me.staff.id, me } : { at: answer, me }
  } catch (error) {
    const barred = barredBy(error)
    if (barred !== null) return { at: barred }
    if (problemOf(error).code === 'NOT_SIGNED_IN') return { at: 'signIn', people: [], notice: 'session_over' }
    return null
  }
}

export async function turnAway(world: ControllerWorld, to: ConsoleState): Promise<void> {
  if (to.at === 'removed') return await removed(world)
  if (to.at === 'auditLog' && (await world.ports.replicas.exists(to.staffId))) {
    // A role that may read none: what an earlier role left on this computer goes (D4).
    await world.ports.replicas.destroy(to.staffId)
    await world.ports.desktop.forgetReplicaKey(to.staffId)
  }
  if (to.at !== 'signIn') return world.stage.become(to)
  const { people } = await world.ports.desktop.lockStatus()
  world.stage.become({ ...to, people })
}
