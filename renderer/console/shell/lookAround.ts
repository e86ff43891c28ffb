import type { WipedCopy } from '../../../shared/ipc/desktopTypes'
import { askDoor } from './admission'
import { type Notice, placeOf } from './consoleState'
import type { ControllerWorld } from './controllerTypes'
import { enter } from './enterRecords'
import { removed } from './removed'

/** How the controller finds out where to be. `world.look` is the `look` that is made here. */
export function createLook(world: ControllerWorld): Pick<ControllerWorld, 'look'> & { chooseMemory(): Promise<void> } {
  const { ports, stage } = world
  let memoryChosen = false
  /** Said on the page after the passphrase, where there is one in between. */
  let heldNotice: Notice | null = null

  const look = async (notice: Notice | null = null): Promise<void> => {
    const mine = stage.leave({ at: 'starting' })
    try {
      const [status, before] = [await ports.desktop.status(), await ports.desktop.lockStatus()]
      const atTheDoor = before.suspended || (before.state === 'signedOut' && before.people.length > 0)
      const answer = status.wipe === null && atTheDoor ? await askDoor(ports) : null
      // Asking is how the desktop hears that a suspension is over.
      const lock = before.suspended ? await ports.desktop.lockStatus() : before
      if (!stage.isCurrent(mine)) return
      if (answer === 'removed' || status.wipe === 'erasing') return await removed(world)
      if (answer === 'suspended') return stage.become({ at: 'suspended' })
      const said = (await deleteWiped(world, lock)) ?? notice ?? heldNotice
      if (!stage.isCurrent(mine)) return
      const place = placeOf({ desktop: status, lock, memoryChosen, online: answer, notice: said })
      heldNotice = place.at === 'vault' ? said : null
      if (place.at === 'enter') return await enter(world, place.staffId, null)
      stage.become(place)
    } catch {
      if (stage.isCurrent(mine)) stage.become({ at: 'unreachable' })
    }
  }
  return {
    look,
    chooseMemory: async () => {
      memoryChosen = true
      await look()
    },
  }
}

/**
 * D3: the sealed copies of people whose key was deleted after too long without the server. Says so when one was here, and as long as nobody else is
 * known on this console: whoever comes then is the one to be told.
 */
async function deleteWiped(
  { ports, stage }: ControllerWorld,
  { wiped, people }: { readonly wiped: readonly WipedCopy[]; readonly people: readonly unknown[] },
): Promise<Notice | null> {
  if (wiped.length === 0) return null
  await stage.closed()
  let told = people.length === 0
  for (const { staffId } of wiped) {
    if (!(await ports.replicas.exists(staffId))) continue
    told = true
    // One that cannot be deleted now (another window holds it) has no key any more, and is tried again at the next look.
    await ports.replicas.destroy(staffId).catch(() => undefined)
  }
  if (!told) return null
  return wiped.some(({ unsent }) => unsent > 0) ? 'wiped_unsent' : 'wiped'
}
