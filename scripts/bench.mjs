// `npm run bench`: measures what docs/performance.md names, against a floor and peers. Never part of npm test.
//   NAME [NAME ...]      only these rows; `identity` for those of signing in and the portal (--only NAME[,NAME] says the same)
//   --markdown           the table again, as docs/performance.md has it
//   --quick              small sizes, few rounds: to try the bench, not to quote its numbers
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'
import { ensureDebianPackages } from './debianPackages.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
const problem = ensureDebianPackages()
if (problem) {
  console.error(problem)
  process.exit(1)
}
// Vite would set 'development' here, and then build the pages with React's slow development code.
process.env.NODE_ENV = 'production'
const { module } = await runnerImport(join(root, 'test/bench/main.ts'), { configFile: false, root, logLevel: 'error' })
process.exit(await module.main(process.argv.slice(2)))
