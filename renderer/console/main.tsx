import '../ui/consoleStyles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createDesktopClient } from '../api/desktopClient'
import { createStaffClient } from '../api/staffClient'
import { ConsoleUi } from '../ui/ConsoleUi'
import { createColorSchemeManager } from '../ui/colorScheme'
import { createSeenStore } from './audit/seenHead'
import { ConsoleApp } from './shell/ConsoleApp'
import { createConsoleController } from './shell/consoleController'
import { consolePorts, watchLock } from './shell/consolePorts'
import { createQuietLocation } from './shell/quietLocation'

const desktop = createDesktopClient()
const client = createStaffClient()
const seenLog = createSeenStore(localStorage)
const controller = createConsoleController(consolePorts(desktop, client, seenLog))
const place = createQuietLocation(window)
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ConsoleUi colorSchemes={createColorSchemeManager(localStorage)}>
        <ConsoleApp parts={{ controller, desktop, client, place, seenLog }} />
      </ConsoleUi>
    </StrictMode>,
  )
  void controller.look()
  watchLock(controller.lockChanged)
}
