// Type-checks each project on its own, so that `shared` cannot lean on the DOM and `server` cannot lean on React.
import { spawn } from 'node:child_process'

const projects = process.argv.slice(2).length
  ? process.argv.slice(2)
  : ['shared', 'server', 'electron', 'renderer', 'test']
const check = (project) =>
  new Promise((resolve) => {
    spawn(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project], { stdio: 'inherit' }).on(
      'close',
      resolve,
    )
  })
let failed = 0
for (const project of projects) if ((await check(project)) !== 0) failed++
process.exit(failed ? 1 : 0)
