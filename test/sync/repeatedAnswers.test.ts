import { afterAll, beforeAll, expect, test } from 'vitest'
import { push } from '../../server/sync/pushService'
import type { Role } from '../../shared/access/roles'
import type { PushResult } from '../../shared/sync/syncSchemas'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { auditRows, type Clinic, createClinic, edit, inviteFor, setScope } from './support/clinic'

let database: TestDatabase
let clinic: Clinic

beforeAll(async () => {
  database = await createTestDatabase()
  clinic = await createClinic(database, 8)
})
afterAll(async () => {
  clinic.close()
  await database.drop()
})

const short = ({ writeId, outcome, reason }: PushResult) => ({ writeId, outcome, ...(reason ? { reason } : {}) })
const pushAs = async (role: Role, items: readonly { readonly writeId: string; readonly kind: string }[]) =>
  (await push(clinic.pushDeps, { ...clinic.caller('staff'), role }, items)).results

test('D4, Y2: who lost somebody from their scope gets no document of theirs by a repeated write id, only what became of it', async () => {
  const [lost = '', kept = ''] = [clinic.participants[0], clinic.participants[2]]
  const items = [edit(lost, { pronouns: ['', 'she/her'] }), inviteFor(lost), edit(lost, { pronouns: ['', 'Canary'] })]
  const own = edit(kept, { pronouns: ['', 'they/them'] })
  const first = await clinic.push('staff', [...items, own])
  expect(first.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'conflict', 'applied'])
  await clinic.push('manager', [edit(lost, { address: ['', 'Canary Lane 9'] })])
  await setScope(clinic, 'staff', lost, false)
  const audit = await auditRows(clinic)
  const again = await clinic.push('staff', [...items, own])
  expect(again).toEqual([...first.slice(0, 3).map(short), first[3]])
  expect(await auditRows(clinic)).toBe(audit)
  await setScope(clinic, 'staff', lost, true)
  expect(await clinic.push('staff', items)).toEqual(first.slice(0, 3))
})

test('D4, Y2: who has another role now gets no document by a repeated write id; with the former role they come again', async () => {
  const id = clinic.participants[4] ?? ''
  const items = [edit(id, { address: ['', 'Canary Lane 1'] }), inviteFor(id)]
  const first = await clinic.push('staff', items)
  expect(JSON.stringify(first)).toContain('Canary')
  for (const role of ['front_desk', 'manager'] as const) expect(await pushAs(role, items)).toEqual(first.map(short))
  expect(await pushAs('staff', items)).toEqual(first)
})

test('D4: an answer from before the role was noted is given without documents', async () => {
  const item = edit(clinic.participants[6] ?? '', { address: ['', 'Lane 2'] })
  const first = await clinic.push('staff', [item])
  await clinic.db.updateTable('sync_write').set({ role: null }).where('write_id', '=', item.writeId).execute()
  expect(await clinic.push('staff', [item])).toEqual(first.map(short))
})
