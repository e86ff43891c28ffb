import { readFileSync } from 'node:fs'
import { defineConfig } from 'electron-vite'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }

/** Only the main process: the console is built by the common build into dist/console, and there is no preload script. */
export default defineConfig({
  main: {
    define: { __APP_VERSION__: JSON.stringify(version) },
    build: {
      outDir: 'dist/electron',
      // All JavaScript goes into the bundle; the native modules stay outside and are packed beside it.
      externalizeDeps: false,
      lib: { entry: 'electron/main/main.ts', formats: ['es'], fileName: () => 'main.js' },
      rollupOptions: { external: ['electron', '@napi-rs/keyring', '@node-rs/argon2'] },
    },
  },
})
