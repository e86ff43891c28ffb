// `npm test`: types, lint, build, then every test: pure rules, services on a real PostgreSQL, the story in Chromium. Nothing is skipped silently.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ensureDebianPackages } from './debianPackages.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const report = 'artifacts/test-results.json'

function run(label, script, ...args) {
  const started = Date.now()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('close', (code) => {
      console.log(`${label}: ${code === 0 ? 'ok' : 'failed'} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
      resolve(code === 0)
    })
  })
}

const problem = ensureDebianPackages()
if (problem) {
  console.error(problem)
  process.exit(1)
}
mkdirSync(`${root}/artifacts`, { recursive: true })
rmSync(`${root}/${report}`, { force: true })

const steps = [
  ['Types', 'scripts/types.mjs'],
  ['Lint', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  ['Build', 'scripts/build.mjs'],
  ['Portal size', 'scripts/portal-size.mjs'],
  [
    'Tests',
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ],
  ['Electron', 'scripts/test-electron.mjs'],
]
let green = true
for (const [label, script, ...args] of steps) green = (await run(label, script, ...args)) && green

const results = JSON.parse(readFileSync(`${root}/${report}`, 'utf8'))
const skipped = results.numPendingTests + results.numTodoTests
console.log(`${results.numPassedTests} passed, ${results.numFailedTests} failed, ${skipped} skipped`)
process.exit(green && results.success ? 0 : 1)
