import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PROJECT, startProgram, temporaryFolder } from '../e2e/support/processes'

test('T1: the production server refuses a data folder without keys, and makes nothing there', {
  timeout: 180_000,
}, async () => {
  const folder = temporaryFolder('production')
  const dataDir = join(folder.path, 'mistyped')
  const env = { NODE_ENV: 'production', DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' }
  const started = startProgram({ args: [join(PROJECT, 'dist/node/server.mjs')], env, ready: /^Server: / })
  await expect(started).rejects.toThrow('First set up the clinic: vestibule clinic create.')
  expect(existsSync(dataDir)).toBe(false)
  folder.remove()
})
