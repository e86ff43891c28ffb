import { createStage } from './consoleStage'
import type { ConsoleController, ConsolePorts, ControllerWorld } from './controllerTypes'
import { createLook } from './lookAround'
import { removed } from './removed'
import { waysIn } from './waysIn'
import { waysOut } from './waysOut'

/** Who may see what, and when it is taken away again. */
export function createConsoleController(ports: ConsolePorts): ConsoleController {
  const stage = createStage()
  const world: ControllerWorld = { ports, stage, look: (notice) => looking.look(notice) }
  const looking = createLook(world)
  return {
    state: stage.state,
    subscribe: stage.subscribe,
    ...looking,
    ...waysIn(world),
    ...waysOut(world),
    removed: async () => await removed(world),
  }
}
