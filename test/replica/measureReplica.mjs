// Runs measureReplica.ts, which prints numbers and is not a test: node test/replica/measureReplica.mjs
import { join } from 'node:path'
import { runnerImport } from 'vite'

await runnerImport(join(import.meta.dirname, 'measureReplica.ts'))
