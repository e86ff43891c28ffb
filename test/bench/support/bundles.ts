import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, type Plugin } from 'esbuild'
import { build as viteBuild } from 'vite'
import { PROJECT } from '../../e2e/support/processes'

export const SERVER = join(PROJECT, 'dist/bench/node/server.mjs')
export const PAGE_DIR = join(PROJECT, 'dist/bench/page')
export const PORTAL_DIR = join(PROJECT, 'dist/bench/portal')
const PATHS = join(PROJECT, 'test/bench/support/serverPaths.ts')

/** The program itself is the product's; only where it looks for the portal is the bench's. */
const ownPaths: Plugin = {
  name: 'bench-paths',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/paths$/ }, ({ importer }) =>
      importer === join(PROJECT, 'server/app/serverMain.ts') ? { path: PATHS } : null,
    ),
}

/** The server as `npm run build` makes it, in a folder of its own: a bench never depends on what lies in dist from another day. */
export async function buildServer(): Promise<void> {
  await build({
    absWorkingDir: PROJECT,
    entryPoints: { server: 'server/app/serverMain.ts' },
    outdir: join(PROJECT, 'dist/bench/node'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
    plugins: [ownPaths],
  })
}

/** The portal as `npm run build` makes it. The server of every bench serves it, and does not start without. */
export async function buildPortal(): Promise<void> {
  process.env.VESTIBULE_RENDERER = 'portal'
  const configFile = join(PROJECT, 'vite.config.ts')
  await viteBuild({
    configFile,
    logLevel: 'error',
    mode: 'production',
    build: { outDir: PORTAL_DIR, emptyOutDir: true },
  })
}

/** The pages that Chromium opens, minified like the console's own build. Peers are chunks that only their bench loads. */
export async function buildPages(): Promise<void> {
  const root = join(PROJECT, 'test/bench/page')
  await viteBuild({
    configFile: false,
    root,
    logLevel: 'error',
    mode: 'production',
    plugins: [react()],
    define: { global: 'globalThis' },
    resolve: { alias: { events: join(root, 'events.ts') } },
    build: {
      outDir: PAGE_DIR,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      // For a profile that a person can read.
      minify: process.env.BENCH_READABLE !== '1',
      rolldownOptions: {
        input: Object.fromEntries(
          ['replica', 'search', 'conflicts', 'floor'].map((name) => [name, join(root, `${name}.html`)]),
        ),
      },
    },
  })
}
