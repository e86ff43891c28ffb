// Starts the built app in the real Electron and looks at it from outside. Without Electron's binary there is nothing to
// start: then this says so in one line and counts as done.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

const binary = 'node_modules/electron/dist/electron'
if (!existsSync(binary)) {
  console.log(
    `Electron smoke test not run: ${binary} is not on this machine (Electron downloads it at its first start).`,
  )
  process.exit(0)
}
const child = spawn(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--dir', 'test/desktop', '--config', 'test/desktop/smoke.config.ts'],
  {
    stdio: 'inherit',
  },
)
child.on('close', (code) => process.exit(code ?? 1))
