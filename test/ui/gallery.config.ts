import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Builds the gallery of shared parts, never shipped: `npx vite build -c test/ui/gallery.config.ts`. */
export default defineConfig({
  root: at('../../renderer/ui/gallery'),
  plugins: [react()],
  build: {
    outDir: at('../../artifacts/ui/gallery'),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        console: at('../../renderer/ui/gallery/console.html'),
        portal: at('../../renderer/ui/gallery/portal.html'),
      },
    },
  },
})
