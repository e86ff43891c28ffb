// `npm test`: types, lint, build, then every test: pure rules, services on a real PostgreSQL, the story in Chromium. Nothing is skipped silently.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ensureDebianPackages } from './debianPackages.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = ['most', 'stories', 'times'].map((part) => `artifacts/test-results-${part}.json`)

function run(label, env, script, ...args) {
  const started = Date.now()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
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
for (const report of reports) rmSync(`${root}/${report}`, { force: true })

const vitest = (report) => [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
]
const steps = [
  ['Types', {}, 'scripts/types.mjs'],
  ['Lint', {}, 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  ['Build', {}, 'scripts/build.mjs'],
  ['Portal size', {}, 'scripts/portal-size.mjs'],
  ['Tests', { PART: 'most' }, ...vitest(reports[0])],
  // Each brings a server, a database and browsers, or consoles in processes of their own.
  ['Stories and chaos', { PART: 'stories' }, ...vitest(reports[1])],
  // Alone on the machine: these compare the times of answers (P4).
  ['Times of answers', { PART: 'times' }, ...vitest(reports[2])],
  ['Electron', {}, 'scripts/test-electron.mjs'],
]
let green = true
for (const [label, env, script, ...args] of steps) green = (await run(label, env, script, ...args)) && green

const results = reports.map((report) => JSON.parse(readFileSync(`${root}/${report}`, 'utf8')))
const sum = (of) => results.reduce((total, result) => total + of(result), 0)
const skipped = sum((result) => result.numPendingTests + result.numTodoTests)
console.log(
  `${sum((result) => result.numPassedTests)} passed, ${sum((result) => result.numFailedTests)} failed, ${skipped} skipped`,
)
process.exit(green && results.every((result) => result.success) ? 0 : 1)
