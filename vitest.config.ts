import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** Times of answers are compared alone on the machine: these files run after all others (scripts/test.mjs). */
const TIMING = 'test/**/*.timing.test.ts'

/** Every test in the repository. One real PostgreSQL is started for the run (globalSetup) and each file takes databases from it. */
export default defineConfig({
  plugins: [react()],
  test: {
    include: process.env.TIMING === '1' ? [TIMING] : ['test/**/*.test.{ts,tsx}'],
    exclude: process.env.TIMING === '1' ? [] : [TIMING, '**/node_modules/**'],
    globalSetup: ['test/support/globalSetup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    teardownTimeout: 20_000,
  },
})
