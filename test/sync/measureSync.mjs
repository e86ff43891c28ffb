// Runs measureSync.ts, which prints numbers and is not a test: node test/sync/measureSync.mjs
import { join } from 'node:path'
import { runnerImport } from 'vite'

await runnerImport(join(import.meta.dirname, 'measureSync.ts'), { configFile: false, logLevel: 'error' })
