import type { LockStatus } from '../../../shared/ipc/desktopTypes'
import { askDoor } from './admission'
import { presentIn } from './consoleState'
import type { ConsoleController, ControllerWorld } from './controllerTypes'
import { removed } from './removed'

/** How long a lock may wait for changes that only memory holds. */
const LAST_SEND_MS = 3_000

type WaysOut = Pick<ConsoleController, 'lockChanged' | 'lock' | 'signOut'>

/** How records leave the screen: on purpose, or because somebody else ended it. */
export function waysOut(world: ControllerWorld): WaysOut {
  const { ports, stage, look } = world
  let leavingOnPurpose = false
  const onPurpose = async (action: () => Promise<void>): Promise<void> => {
    leavingOnPurpose = true
    try {
      await action()
    } catch {
      stage.leave({ at: 'unreachable' })
    } finally {
      leavingOnPurpose = false
    }
  }
  return {
    lockChanged: (lock) => {
      const state = stage.state()
      if (leavingOnPurpose) return
      if (state.at === 'unlock' || state.at === 'signIn') {
        // Behind the lock the desktop asks the server by itself: what it heard there is carried out here as well (D3).
        const left = new Set(lock.people.map(({ staffId }) => staffId))
        if (lock.suspended || state.people.some(({ staffId }) => !left.has(staffId))) void takenAway(world, lock)
        return
      }
      const present = presentIn(state)
      if (present === null) return
      if (lock.state !== 'unlocked' || lock.staffId !== present) void takenAway(world, lock)
      else if (state.at === 'open' && state.signedIn !== lock.session)
        stage.become({ ...state, signedIn: lock.session })
    },
    lock: async () =>
      await onPurpose(async () => {
        await sendWhatMemoryHolds(world)
        stage.leave({ at: 'starting' })
        await ports.desktop.lock()
        await look()
      }),
    signOut: async () => await onPurpose(async () => await signOut(world)),
  }
}

async function signOut(world: ControllerWorld): Promise<void> {
  const { ports, stage, look } = world
  await sendWhatMemoryHolds(world)
  const told = await ports.server.signOut().then(
    () => true,
    () => false,
  )
  stage.leave({ at: 'starting' })
  if (!told) await ports.desktop.lock()
  await look(told ? null : 'signed_out_offline')
}

/** Memory is all there is: what is queued gets one last chance to reach the server. */
async function sendWhatMemoryHolds({ ports, stage }: ControllerWorld): Promise<void> {
  const state = stage.state()
  if (state.at !== 'open' || state.session.storage !== 'memory') return
  await Promise.race([state.session.sync.syncNow(), ports.wait(LAST_SEND_MS)])
}

/** Somebody else ended it: the lease, the screen lock of the computer, or the server. */
async function takenAway(world: ControllerWorld, lock: LockStatus): Promise<void> {
  const { ports, stage, look } = world
  const before = presentIn(stage.state())
  if (lock.suspended) return await look()
  if (lock.state === 'signedOut' && (await askDoor(ports)) === 'removed') return await removed(world)
  if (presentIn(stage.state()) !== before) return
  await look(before !== null && lock.state === 'signedOut' ? 'signed_out' : null)
}
