import type { ReplicaKeyAnswer } from '../../../shared/ipc/desktopTypes'
import type { StaffMe } from '../../../shared/staff/staffSchemas'
import type { Drafts } from '../replica/drafts'
import { admission, turnAway } from './admission'
import type { ControllerWorld } from './controllerTypes'
import { removed } from './removed'
import { troubleOf } from './replicaTrouble'

/** Forms that were begun in the same records before they were closed. */
type Begun = ReturnType<Drafts['all']>

type KeyRefusal = Extract<ReplicaKeyAnswer, { ok: false }>['reason']

/** From "this person may go in" to their records on the screen, or to the screen that says why not. */
export async function enter(
  world: ControllerWorld,
  staffId: string,
  known: StaffMe | null,
  begun: Begun = [],
): Promise<void> {
  const { ports, stage } = world
  const mine = stage.leave({ at: 'opening', staffId })
  await stage.closed()
  try {
    const memory = (await ports.desktop.status()).keychain === 'none'
    const exists = !memory && (await ports.replicas.exists(staffId))
    // A copy that is here was approved once; without one the server has to say that there may be one.
    const turnedAway = exists && known === null ? null : await admission(ports, known)
    if (!stage.isCurrent(mine)) return
    if (turnedAway !== null) return await turnAway(world, turnedAway)
    // The server could not be asked, and this person had no records here last time: none are begun now (product.md, Roles).
    if (!exists && known === null && (await ports.auditors.isKnown(staffId))) {
      if (stage.isCurrent(mine)) stage.become({ at: 'auditLog', staffId, me: null })
      return
    }
    const answer = memory ? null : await ports.desktop.replicaKey(staffId, !exists)
    if (!stage.isCurrent(mine)) return
    if (answer?.ok === false) return await keyRefused(world, answer.reason, { staffId, exists })
    await open(world, mine, { staffId, key: answer?.key ?? null, begun })
  } catch (error) {
    if (stage.isCurrent(mine)) stage.become({ at: 'trouble', staffId, trouble: troubleOf(error) })
  }
}

async function keyRefused(
  { ports, stage, look }: ControllerWorld,
  reason: KeyRefusal,
  { staffId, exists }: { readonly staffId: string; readonly exists: boolean },
): Promise<void> {
  if (reason === 'WIPED') return await look()
  if (reason === 'KEY_MISSING' && exists) return stage.become({ at: 'keyGone', staffId })
  if (reason === 'KEYCHAIN_UNAVAILABLE') return stage.become({ at: 'keychainFailed', staffId })
  // LOCKED: the lease ran out, or somebody locked in this very moment. Never in a circle: the door asks for the server's word.
  const { people } = await ports.desktop.lockStatus()
  stage.become({ at: 'signIn', people, notice: 'key_refused' })
}

async function open(
  world: ControllerWorld,
  mine: number,
  { staffId, key, begun }: { readonly staffId: string; readonly key: string | null; readonly begun: Begun },
): Promise<void> {
  const { ports, stage } = world
  const session = await ports.replicas.open(staffId, key, (error) => {
    const state = stage.state()
    if (stage.isCurrent(mine) && state.at === 'open') stage.become({ ...state, failure: troubleOf(error) })
  })
  if (!stage.isCurrent(mine)) return stage.close(session)
  const { session: signedIn } = await ports.desktop.lockStatus()
  if (!stage.isCurrent(mine)) return stage.close(session)
  const leaveIfRevoked = () => {
    if (session.sync.state().link === 'revoked') void removed(world)
  }
  stage.untilLeft(session.sync.subscribe(leaveIfRevoked))
  if (begun.length > 0) session.replica.drafts.adopt(begun)
  stage.become({ at: 'open', session, signedIn, failure: null })
  leaveIfRevoked()
}
