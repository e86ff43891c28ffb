import type { UnlockRefusal } from '../../../shared/ipc/desktopTypes'
import { admission, askDoor, turnAway } from './admission'
import { admissionOf, type Notice, presentIn } from './consoleState'
import type { ConsoleController, ControllerWorld } from './controllerTypes'
import { enter } from './enterRecords'
import { removed } from './removed'

type WaysIn = Pick<
  ConsoleController,
  'signedIn' | 'unlock' | 'goTo' | 'checkApproval' | 'checkResumed' | 'retry' | 'startOver'
>

/** Not a matter of what was typed: the console looks around again, and deletes what is to be deleted. */
const ELSEWHERE: ReadonlySet<UnlockRefusal> = new Set(['PASSPHRASE_NEEDED', 'SUSPENDED', 'WIPED'])

/** What a person does at the door. */
export function waysIn(world: ControllerWorld): WaysIn {
  const { ports, stage, look } = world
  return {
    signedIn: async (me) => {
      const state = stage.state()
      if (state.at === 'open' && state.session.staffId === me.staff.id && admissionOf(me) === 'enter') {
        stage.become({ ...state, signedIn: true })
        await state.session.sync.syncNow()
      } else await enter(world, me.staff.id, me)
    },
    unlock: async (staffId, typed) => {
      // Asked while the password is checked: an order or a suspension that waits at the server stands above a right one (D3).
      const asked = askDoor(ports)
      const answer = await ports.desktop.unlock(staffId, typed)
      const door = answer.ok ? await asked : null
      if (door === 'removed') await removed(world)
      else if (door === 'suspended') stage.leave({ at: 'suspended' })
      else if (answer.ok) await enter(world, staffId, null)
      else if (answer.reason === 'SIGN_IN_NEEDED') await toSignIn(world, 'sign_in_needed')
      else if (answer.reason === 'LEASE_OVER') await toSignIn(world, 'lease_over')
      else if (ELSEWHERE.has(answer.reason)) await look()
      return answer
    },
    goTo: async (door) => {
      if (door === 'signIn') return await toSignIn(world, null)
      const { people, staffId } = await ports.desktop.lockStatus()
      stage.become({ at: 'unlock', people, staffId: staffId ?? people[0]?.staffId ?? null, notice: null })
    },
    checkApproval: async () => await checkApproval(world),
    checkResumed: async () => await checkResumed(world),
    retry: async () => {
      const present = presentIn(stage.state())
      if (present === null) await look()
      else {
        // The disk may have refused what was typed: it goes along to the records that open in place of these.
        const state = stage.state()
        const begun = state.at === 'open' ? state.session.replica.drafts.all() : []
        await enter(world, present, null, begun)
      }
    },
    startOver: async () => await startOver(world),
  }
}

async function toSignIn({ ports, stage }: ControllerWorld, notice: Notice | null): Promise<void> {
  const { people } = await ports.desktop.lockStatus()
  stage.leave({ at: 'signIn', people, notice })
}

async function checkApproval(world: ControllerWorld): Promise<void> {
  const { ports, stage } = world
  const mine = stage.turn()
  if (stage.state().at !== 'waiting') return
  const next = await admission(ports, null)
  const state = stage.state()
  if (!stage.isCurrent(mine) || state.at !== 'waiting') return
  if (next !== null) return await turnAway(world, next)
  // `admission` lets an unreachable server pass, which is right for a known copy and wrong for a console that waits.
  const me = await ports.server.me().catch(() => null)
  if (me !== null && stage.isCurrent(mine)) await enter(world, state.me.staff.id, me)
}

/** The desktop forgets the suspension when the server says so; asking "who am I" is enough to hear it. */
async function checkResumed({ ports, stage, look }: ControllerWorld): Promise<void> {
  const mine = stage.turn()
  const answer = await askDoor(ports)
  const { suspended } = await ports.desktop.lockStatus()
  const stays = answer !== 'removed' && suspended
  if (stage.isCurrent(mine) && stage.state().at === 'suspended' && !stays) await look()
}

async function startOver(world: ControllerWorld): Promise<void> {
  const { ports, stage } = world
  const present = presentIn(stage.state())
  if (present === null) return
  stage.leave({ at: 'opening', staffId: present })
  await stage.closed()
  await ports.replicas.destroy(present)
  await ports.desktop.forgetReplicaKey(present)
  await enter(world, present, null)
}
