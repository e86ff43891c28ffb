import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDeviceService } from '../../server/devices/deviceService'
import { createHoldingNotes, type HoldingNotes } from '../../server/devices/holdingNotes'
import { endDeviceSessions } from '../../server/staff/sessionStore'
import { pull } from '../../server/sync/pullService'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { auditRows, type Clinic, createClinic, creation, NOW, setScope, staffId } from '../sync/support/clinic'
import { signIn } from '../sync/support/http'

let database: TestDatabase
let clinic: Clinic
beforeAll(async () => {
  database = await createTestDatabase()
  clinic = await createClinic(database, 20)
})
afterAll(async () => {
  clinic.close()
  await database.drop()
})

const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)

/** A console of one person that pulls as the server serves it. `notes`: of one server process. */
async function console_(
  role: Parameters<typeof clinic.caller>[0],
  notes: HoldingNotes = createHoldingNotes(clinic.db),
) {
  const deviceId = (await signIn(clinic.db, role)).console.device.id
  const copy = { ...clinic.caller(role), deviceId }
  let checkpoint: Parameters<typeof pull>[2]['checkpoint'] = null
  const deps = { ...clinic.pullDeps, held: notes.pulled }
  return {
    deviceId,
    notes,
    sync: async (now: Date = NOW, limit = 5000) => {
      const answer = await pull(deps, copy, { checkpoint, limit, witnessCount: 0 }, now)
      checkpoint = answer.checkpoint
      return answer
    },
  }
}

const devices = () => createDeviceService({ db: clinic.db, endSessions: endDeviceSessions })
const info = async (deviceId: string) =>
  (await devices().list('', NOW)).find(({ id }) => id === deviceId) ?? { holders: [], participants: 0 }
const actor = { kind: 'system', id: null, role: null, deviceId: null, address: null } as const
const reader = { staffId: null, actor, now: NOW }
const numbers = async (deviceId: string) => {
  const { participants } = await devices().holding(deviceId, reader)
  return participants.map(({ fileNumber }) => fileNumber).sort()
}

test('D4: a console holds the scope of whoever synced on it, and nothing before the first sync', async () => {
  const desk = await console_('staff')
  expect(await info(desk.deviceId)).toMatchObject({ holders: [], participants: 0 })
  await desk.sync()
  const { holders, participants } = await info(desk.deviceId)
  expect(participants).toBe(10)
  expect(holders).toMatchObject([{ staffId: staffId('staff'), role: 'staff', wholeClinic: false, participants: 10 }])
  const { holders: named } = await devices().holding(desk.deviceId, reader)
  expect(named[0]?.programs.reduce((sum, program) => sum + program.participants, 0)).toBe(10)
})

test('D4: what a lost console held is counted as of its last sync: who left later stays, who came later is not on it', async () => {
  const desk = await console_('front_desk')
  await desk.sync()
  const held = await numbers(desk.deviceId)
  const [leaving = '', , other = ''] = clinic.participants
  const outside = clinic.participants[1] ?? ''
  await setScope(clinic, 'front_desk', leaving, false)
  await setScope(clinic, 'front_desk', outside, true)
  // Taken away and given back after the last sync: it was there all the time.
  await setScope(clinic, 'front_desk', other, false)
  await setScope(clinic, 'front_desk', other, true)
  expect(await numbers(desk.deviceId)).toEqual(held)
})

test('D4: after the next sync the list follows the scope, whatever was noted within the same minute', async () => {
  const desk = await console_('manager')
  await desk.sync()
  const before = (await info(desk.deviceId)).participants
  const [leaving = ''] = clinic.participants
  await setScope(clinic, 'manager', leaving, false)
  const { gone } = await desk.sync()
  expect(gone).toEqual([{ collection: 'participants', id: leaving }])
  expect((await info(desk.deviceId)).participants).toBe(before - 1)
})

test('D4: a copy counts as held from its first page on, before the sync is complete', async () => {
  const desk = await console_('staff')
  expect((await desk.sync(NOW, 3)).remaining).toBeGreaterThan(0)
  expect((await info(desk.deviceId)).participants).toBe(10)
})

test('D3, D4: a console stolen between two pages is listed with what it had and with all that was coming; after the last page with that alone', async () => {
  const desk = await console_('staff2')
  await desk.sync()
  const old = await numbers(desk.deviceId)
  const [leaving = '', coming = '', other = ''] = [1, 0, 2].map((at) => clinic.participants[at] ?? '')
  for (const id of [coming, other]) await setScope(clinic, 'staff2', id, true)
  await setScope(clinic, 'staff2', leaving, false)
  expect((await desk.sync(later(2), 1)).remaining).toBeGreaterThan(0)
  const between = await numbers(desk.deviceId)
  expect([between.length, old.every((number) => between.includes(number))]).toEqual([old.length + 2, true])
  expect((await desk.sync(later(3), 1)).remaining).toBeGreaterThan(0)
  expect(await numbers(desk.deviceId)).toEqual(between)
  await desk.sync(later(4))
  expect(await numbers(desk.deviceId)).toHaveLength(old.length + 1)
})

test('D3, D4: of somebody who became administrator everybody counts from the first page on', async () => {
  const notes = createHoldingNotes(clinic.db)
  const desk = await console_('staff')
  await desk.sync()
  expect((await info(desk.deviceId)).participants).toBeLessThan(15)
  const copy = { deviceId: desk.deviceId, staffId: staffId('staff'), role: 'admin' } as const
  const { checkpoint } = await clinic.pull('admin')
  await notes.pulled(copy, { rev: checkpoint.rev, scopeRev: 0, complete: false }, later(1))
  const everybody = await clinic.db.selectFrom('participant').select('id').execute()
  expect(await info(desk.deviceId)).toMatchObject({ participants: everybody.length, holders: [{ wholeClinic: true }] })
})

test('D4: an administrator holds everybody known at their last sync, and nobody who was added long after', async () => {
  const desk = await console_('admin')
  await desk.sync()
  const item = creation(clinic)
  await clinic.push('admin', [item])
  const { participantId } = item as { readonly participantId: string }
  await clinic.db
    .updateTable('participant')
    .set({ created_at: later(60) })
    .where('id', '=', participantId)
    .execute()
  expect(await info(desk.deviceId)).toMatchObject({ participants: 20, holders: [{ wholeClinic: true }] })
  await desk.sync(later(61))
  expect((await info(desk.deviceId)).participants).toBe(21)
})

test('D4: two people on one console: each copy is counted, a record in both is one', async () => {
  const desk = await console_('staff')
  await desk.sync()
  const second = { ...clinic.caller('manager'), deviceId: desk.deviceId }
  await pull(
    { ...clinic.pullDeps, held: desk.notes.pulled },
    second,
    { checkpoint: null, limit: 5000, witnessCount: 0 },
    NOW,
  )
  const { holders, participants } = await info(desk.deviceId)
  expect(holders.map(({ name }) => name)).toEqual(['Ms manager', 'Ms staff'])
  const most = holders.reduce((sum, holder) => sum + holder.participants, 0)
  expect(participants).toBeLessThan(most)
  const { participants: list } = await devices().holding(desk.deviceId, reader)
  expect(list).toHaveLength(participants)
  expect(list.filter(({ heldBy }) => heldBy.length === 2)).toHaveLength(most - participants)
})

test('U1: each look at the list of names is one audit row with the number, and no name', async () => {
  const desk = await console_('staff')
  await desk.sync()
  const before = await auditRows(clinic, 'device.holding_viewed')
  const { participants } = await devices().holding(desk.deviceId, reader)
  expect(await auditRows(clinic, 'device.holding_viewed')).toBe(before + 1)
  const { detail } = await clinic.db
    .selectFrom('audit_log')
    .select('detail')
    .where('action', '=', 'device.holding_viewed')
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow()
  expect(detail).toEqual({ participants: participants.length })
})

test('Y5: a report is kept as counts, with an age and not a time; one for a copy that never synced leaves nothing', async () => {
  const desk = await console_('staff')
  const report = { unsent: 4, oldestUnsentSeconds: 3600, documents: 120, bytes: 40_000 }
  const copy = { deviceId: desk.deviceId, staffId: staffId('staff') }
  await desk.notes.reported(copy, report, NOW)
  expect((await info(desk.deviceId)).holders).toEqual([])
  await desk.sync()
  await desk.notes.reported(copy, report, NOW)
  const { holders } = await info(desk.deviceId)
  expect(holders).toMatchObject([{ unsent: 4, oldestUnsentAt: later(-60).toISOString(), bytes: 40_000 }])
  await desk.sync(later(2))
  expect((await info(desk.deviceId)).holders).toMatchObject([{ unsent: 4 }])
})

test('the note of a pull costs one write a minute while the scope stands still', async () => {
  const desk = await console_('staff')
  await desk.sync()
  const row = () =>
    clinic.db.selectFrom('device_holder').selectAll().where('device_id', '=', desk.deviceId).executeTakeFirstOrThrow()
  const first = await row()
  await clinic.push('admin', [{ writeId: randomUUID(), kind: 'participant.view' } as never])
  await desk.sync(later(0.5))
  expect((await row()).synced_at).toEqual(first.synced_at)
  await desk.sync(later(1))
  expect((await row()).synced_at).toEqual(later(1))
})
