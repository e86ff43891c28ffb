// Measures the gzipped JavaScript that a visitor loads before the invite or sign-in page stands: the page's script, everything it imports
// statically, and the larger of the two fetched dictionaries. Exits 1 above the budget, or when something lazy has crept into the first load.
// `node scripts/portal-size.mjs [folder]`, after the portal's build.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const BUDGET_KB = 170
const LAZY = /^(HomePage|ConsentPage|english|french|spanish)-/
const DICTIONARY = /^(fr|es)-/
const FORBIDDEN = ['ZodError', 'better-auth', 'argon2']

const folder = process.argv[2] ?? fileURLToPath(new URL('../dist/portal', import.meta.url))
const assets = join(folder, 'assets')
const html = readFileSync(join(folder, 'index.html'), 'utf8')
const read = (file) => readFileSync(join(assets, file), 'utf8')
const zipped = (file) => gzipSync(readFileSync(join(assets, file)), { level: 9 }).length

/** Static imports of a built module; `import("…")` is lazy and not among them. */
const importsOf = (file) =>
  [...read(file).matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g)].map((match) => match[1])

function withImports(first) {
  const seen = new Set()
  const open = [...first]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    open.push(...importsOf(file))
  }
  return [...seen].sort()
}

const entries = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map((match) => match[1])
const all = readdirSync(assets).filter((file) => file.endsWith('.js'))
const dictionary = all
  .filter((file) => DICTIONARY.test(file))
  .sort((a, b) => zipped(b) - zipped(a))
  .slice(0, 1)
const firstLoad = [...withImports(entries), ...dictionary]
const total = firstLoad.reduce((sum, file) => sum + zipped(file), 0)
const kb = (bytes) => (bytes / 1024).toFixed(1)

for (const file of firstLoad) console.log(`${kb(zipped(file)).padStart(7)} KB  ${basename(file)}`)
console.log(`${kb(total).padStart(7)} KB  first load of the invite and sign-in pages, gzipped (budget ${BUDGET_KB} KB)`)
const faults = [
  ...(entries.length === 0 ? ['index.html loads no script'] : []),
  ...(total > BUDGET_KB * 1024 ? [`${kb(total)} KB is above the budget of ${BUDGET_KB} KB`] : []),
  ...firstLoad.filter((file) => LAZY.test(file)).map((file) => `${file} must not be in the first load`),
  ...all.flatMap((file) =>
    FORBIDDEN.filter((word) => read(file).includes(word)).map((word) => `${file} holds ${word}`),
  ),
]
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0
