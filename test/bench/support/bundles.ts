import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'esbuild'
import { build as viteBuild } from 'vite'
import { PROJECT } from '../../e2e/support/processes'

export const SERVER = join(PROJECT, 'dist/bench/node/server.mjs')
export const PAGE_DIR = join(PROJECT, 'dist/bench/page')

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
      rolldownOptions: { input: { replica: join(root, 'replica.html'), search: join(root, 'search.html') } },
    },
  })
}
