import { createContext, useContext, useSyncExternalStore } from 'react'
import type { DesktopClient } from '../../api/desktopClient'
import type { StaffClient } from '../../api/staffClient'
import type { SeenStore } from '../audit/seenHead'
import type { ConsoleState } from './consoleState'
import type { ConsoleController } from './controllerTypes'
import type { QuietLocation } from './quietLocation'

/** Made once in `main.tsx`; everything on the screen reaches the outside through these. */
export interface ConsoleParts {
  readonly controller: ConsoleController
  readonly desktop: DesktopClient
  readonly client: StaffClient
  readonly place: QuietLocation
  /** What this console remembers of the server's audit log (U3). */
  readonly seenLog: SeenStore
}

export const ConsoleContext = createContext<ConsoleParts | null>(null)

export function useConsole(): ConsoleParts {
  const parts = useContext(ConsoleContext)
  if (!parts) throw new Error('the console has no parts here')
  return parts
}

export function useConsoleState(controller: ConsoleController): ConsoleState {
  return useSyncExternalStore(controller.subscribe, controller.state)
}
