import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { filterFrom, NO_DRAFT } from '../../renderer/console/audit/auditFilter'
import { appendAudit, readChainEnd } from '../../server/audit/auditStore'
import { inTransaction } from '../../server/platform/database/transaction'
import { openSite, type Site } from '../security/support/servers'
import { rawRequest } from '../support/httpApp'
import { slowness } from '../support/slowness'
import { type Clinic, createClinic } from '../sync/support/clinic'
import { eventually, provenHeaders, signIn } from '../sync/support/http'
import { entry } from './auditFixtures'

let site: Site
let clinic: Clinic

beforeAll(async () => {
  site = await openSite()
  clinic = await createClinic(site.database, 1)
}, 120_000)
afterAll(async () => {
  clinic?.close()
  await site?.stop()
})

function storedCount(): number {
  const file = join(site.database.secretsDir, 'audit-head.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { count: number }).count : 0
}
const signedWithinASecond = async () => {
  const { count } = await readChainEnd(site.database.db)
  return await eventually(() => storedCount() === count, 1_000 * slowness())
}

test('U3: a row that somebody leaves by only reading is under a signed head within a second', async () => {
  const filter = filterFrom(NO_DRAFT)
  const asked = {
    method: 'GET' as const,
    path: `/api/staff/audit.list?input=${encodeURIComponent(JSON.stringify({ filter, cursor: null, limit: 10 }))}`,
    body: '',
  }
  const before = await readChainEnd(site.database.db)
  const { method, path } = asked
  const answer = await rawRequest(site.port, path, {
    method,
    headers: provenHeaders(await signIn(site.database.db, 'admin'), asked),
  })
  expect(answer.status).toBe(200)
  expect((await readChainEnd(site.database.db)).count).toBe(before.count + 1)
  expect(await signedWithinASecond()).toBe(true)
})

test('U3: so is a row that another process wrote, such as the command line', async () => {
  await inTransaction(site.database.db, async (tx) => await appendAudit(tx, [entry(1), entry(2)], new Date()))
  expect(await signedWithinASecond()).toBe(true)
})
