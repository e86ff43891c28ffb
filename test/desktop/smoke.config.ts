import { defineConfig } from 'vitest/config'

/** For `scripts/test-electron.mjs` only: the real Electron, without a database. */
export default defineConfig({
  test: { include: ['test/desktop/electron.smoke.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
})
