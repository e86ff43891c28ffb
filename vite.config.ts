import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** One renderer a build: `VESTIBULE_RENDERER=console|portal`. No inlined assets or scripts: both pages run under a strict CSP (H1, E2). */
const name = process.env.VESTIBULE_RENDERER === 'console' ? 'console' : 'portal'
const path = (folder: string) => fileURLToPath(new URL(folder, import.meta.url))

export default defineConfig({
  root: path(`./renderer/${name}`),
  base: '/',
  plugins: [react()],
  publicDir: path('./resources/brand'),
  build: {
    outDir: path(`./dist/${name}`),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
