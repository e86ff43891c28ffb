import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appendAudit } from '../../server/audit/auditStore'
import { recordView } from '../../server/participants/participantCommands'
import { inTransaction, nextRev } from '../../server/platform/database/transaction'
import type { AccessPage } from '../../shared/accessLog/accessLogSchemas'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import {
  addClinic,
  addParticipant,
  type Clinic,
  DAY,
  HOUR,
  joined,
  MINUTE,
  openWorld,
  START,
  staffCaller,
  type World,
} from '../invites/portalWorld'
import { staffReads, staffWrites } from '../messages/messageWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

let database: TestDatabase
let world: World
let clinic: Clinic
beforeAll(async () => {
  database = await createTestDatabase()
  world = openWorld(database)
  clinic = await addClinic(world)
  const device = { id: 'console-1', public_key: Buffer.from('1'), name: 'Front office', app_version: '1' }
  const request = { requested_by: clinic.staffId, requested_at: START, state: 'active' } as const
  await world.db
    .insertInto('device')
    .values({ ...device, ...request })
    .execute()
})
afterAll(async () => {
  await database.drop()
})

async function view(participantId: string, at: Date) {
  const caller = { ...staffCaller(world, clinic), now: at }
  await inTransaction(world.db, async (tx) => {
    await tx
      .insertInto('scope')
      .values({ staff_id: clinic.staffId, participant_id: participantId, rev: await nextRev(tx), active: true })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await recordView(tx, caller, { kind: 'participant.view', writeId: randomUUID(), participantId })
  })
}
async function log(browser: Awaited<ReturnType<typeof joined>>['browser'], before: number | null = null) {
  return await (await browser.api()).accessLog.list({ before })
}
const kinds = ({ events }: AccessPage) => events.map(({ what, who }) => `${who} ${what}`)

test('product.md 8: the participant reads who opened their record, in which role and from where, and their own steps as "you"', async () => {
  const { participantId, browser } = await joined(world, clinic, 'reader@example.org')
  await view(participantId, new Date(START.getTime() + MINUTE))
  await view(participantId, new Date(START.getTime() + 2 * MINUTE))
  await staffWrites(world, clinic, participantId, 'SECRETBODY')
  const { id } = await (await browser.api()).messages.send({ id: randomUUID(), body: 'SECRETBODY' })
  await staffReads(world, clinic, participantId, id)
  await (await browser.api()).record.own()
  const page = await log(browser)
  expect(kinds(page)).toEqual([
    'you own_view',
    'staff message_read',
    'you message_sent',
    'staff message_sent',
    'staff viewed',
    'you own_consent',
    'you own_consent',
    'you own_consent',
    'you own_joined',
    'staff invite_made',
  ])
  const [seen] = page.events.filter(({ what }) => what === 'viewed')
  expect(seen).toEqual({
    at: new Date(START.getTime() + 2 * MINUTE).toISOString(),
    who: 'staff',
    name: 'Sam Reed',
    role: 'staff',
    place: 'Front office',
    what: 'viewed',
  })
  expect(page.next).toBeNull()
})

test('G1 G2: nothing of another person, no id and no address stands in it', async () => {
  const other = await joined(world, clinic, 'other@example.org')
  const { browser } = await joined(world, clinic, 'mine@example.org')
  await view(other.participantId, new Date(START.getTime() + MINUTE))
  const page = await log(browser)
  expect(kinds(page)).not.toContain('staff viewed')
  expect(JSON.stringify(page)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|203\.0\.113|127\.0\.0\.1|console-1|Marsh|@/)
  for (const event of page.events)
    expect(Object.keys(event).sort()).toEqual(['at', 'name', 'place', 'role', 'what', 'who'])
})

test('product.md 8: refused tries are left out, and an event about an old invite is found by its participant', async () => {
  const { participantId, browser } = await joined(world, clinic, 'tries@example.org')
  const actor = { kind: 'staff', id: clinic.staffId, role: 'staff', deviceId: null, address: null } as const
  const about = { actor, target: { kind: 'participant', id: participantId } } as const
  const entries: AuditEntry[] = [
    { ...about, action: 'participant.edited', outcome: 'refused' },
    { ...about, action: 'write.refused', outcome: 'refused' },
  ]
  await inTransaction(world.db, (tx) => appendAudit(tx, entries, world.now))
  expect(kinds(await log(browser)).filter((kind) => kind.startsWith('staff'))).toEqual(['staff invite_made'])
})

test('product.md 8: older events come page by page, each once, and nothing is left out', async () => {
  const { participantId, browser } = await joined(world, clinic, 'pages@example.org')
  const actor = { kind: 'staff', id: clinic.staffId, role: 'staff', deviceId: null, address: null } as const
  const target = { kind: 'participant', id: participantId } as const
  await inTransaction(world.db, async (tx) => {
    for (let hour = 0; hour < 250; hour++) {
      const entry = { actor, action: 'participant.viewed', target, outcome: 'ok' } as const
      await appendAudit(tx, [entry], new Date(START.getTime() + hour * HOUR))
    }
  })
  const times: string[] = []
  let before: number | null = null
  for (let pages = 1; ; pages++) {
    const page: AccessPage = await log(browser, before)
    times.push(...page.events.filter(({ what }) => what === 'viewed').map(({ at }) => at))
    before = page.next
    if (before === null) {
      expect(pages).toBe(3)
      break
    }
  }
  expect(new Set(times).size).toBe(250)
  expect(times).toEqual([...times].sort().reverse())
})

test('U1: reading the log is audited once a session and day, and a participant without events reads an empty one', async () => {
  const { participantId, browser } = await joined(world, clinic, 'audited@example.org')
  await addParticipant(world, clinic)
  const rows = async () =>
    (
      await world.db
        .selectFrom('audit_log')
        .select('seq')
        .where('action', '=', 'portal.access_log_viewed')
        .where('target_id', '=', participantId)
        .execute()
    ).length
  await log(browser)
  await log(browser)
  expect(await rows()).toBe(1)
  for (let hours = 0; hours < 25; hours += 12) {
    world.now = new Date(START.getTime() + hours * HOUR)
    await log(browser)
  }
  world.now = new Date(START.getTime() + DAY + HOUR)
  await log(browser)
  expect(await rows()).toBe(2)
  world.now = START
})
