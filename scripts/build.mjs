// Builds everything that runs: the two renderers (Vite) and the Node programs (esbuild, dependencies stay in node_modules).
// `node scripts/build.mjs` builds when a source is newer than the last build; `--force` always builds.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
const stampFile = join(dist, 'build-stamp')
const SOURCES = [
  'shared',
  'server',
  'electron',
  'renderer',
  'resources',
  'scripts/build.mjs',
  'vite.config.ts',
  'package-lock.json',
]

function* filesBelow(path) {
  if (!existsSync(path)) return
  if (statSync(path).isFile()) yield path
  else for (const name of readdirSync(path).sort()) yield* filesBelow(join(path, name))
}

/** Content, not times: a fresh clone and a touched file must not fool it. */
function sourceStamp() {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    for (const file of filesBelow(join(root, source)))
      hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

async function buildRenderers() {
  const { build } = await import('vite')
  for (const name of ['console', 'portal']) {
    process.env.VESTIBULE_RENDERER = name
    await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn', mode: 'production' })
  }
}

async function buildPrograms() {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: {
      server: 'server/app/serverMain.ts',
      cli: 'server/cli/main.ts',
      host: 'electron/host/main.ts',
    },
    outdir: join(dist, 'node'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
    chunkNames: 'chunk-[hash]',
  })
}

/** T2: a route or procedure without its description fails the build. */
async function writeProcedures() {
  const { main } = await import(pathToFileURL(join(dist, 'node/cli.mjs')).href)
  const code = await main(['procedures', '--out', join(dist, 'procedures.json')])
  if (code !== 0) throw new Error('procedures.json could not be written')
}

export async function buildIfNeeded({ force = false } = {}) {
  const stamp = sourceStamp()
  if (!force && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false
  rmSync(stampFile, { force: true })
  rmSync(join(dist, 'node'), { recursive: true, force: true })
  mkdirSync(dist, { recursive: true })
  await buildRenderers()
  await buildPrograms()
  await writeProcedures()
  writeFileSync(stampFile, stamp)
  return true
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = await buildIfNeeded({ force: process.argv.includes('--force') })
  console.log(built ? 'Built into dist/.' : 'dist/ is up to date.')
}
