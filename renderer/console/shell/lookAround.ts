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
      const said = notice ?? heldNotice
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
