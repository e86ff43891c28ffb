import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** Every test in the repository. One real PostgreSQL is started for the run (globalSetup) and each file takes databases from it. */
export default defineConfig({
  plugins: [react()],
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/globalSetup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    teardownTimeout: 20_000,
  },
})
