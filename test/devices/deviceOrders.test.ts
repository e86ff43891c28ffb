import { randomUUID, sign } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wipedText } from '../../shared/devices/deviceProof'
import { signedBy, type TestConsole } from '../staff/staffWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Clinic, createClinic, edit } from '../sync/support/clinic'
import {
  type Asked,
  ask,
  FIRST_PULL,
  openStream,
  provenHeaders,
  pullRequest,
  pushRequest,
  type ServerUnderTest,
  type Session,
  serve,
  signIn,
} from '../sync/support/http'

let database: TestDatabase
let clinic: Clinic
let admin: Session
/** Two servers on one database, each with its own connections. */
let servers: readonly ServerUnderTest[]
beforeAll(async () => {
  database = await createTestDatabase()
  clinic = await createClinic(database, 30)
  servers = [await serve(database), await serve(database)]
  admin = await signIn(clinic.db, 'admin')
})
afterAll(async () => {
  for (const server of servers) await server.stop()
  clinic.close()
  await database.drop()
})

const origin = (turn: number) => servers[turn % 2]?.origin ?? ''
const posted = (procedure: string, input: unknown): Asked => ({
  method: 'POST',
  path: `/api/staff/${procedure}`,
  body: JSON.stringify(input),
})
const call = async (session: Session, procedure: string, input: unknown, turn = 0) => {
  const asked = posted(procedure, input)
  return await ask(origin(turn), asked, provenHeaders(session, asked))
}
const decide = (decision: 'suspend' | 'resume' | 'wipe', { console }: Session, by: Session = admin, turn = 0) =>
  call(
    by,
    `devices.${decision}`,
    { deviceId: console.device.id, ...(decision === 'resume' ? {} : { reason: 'lost' }) },
    turn,
  )
const pulls = async (session: Session, turn = 1) => {
  const asked = pullRequest(FIRST_PULL)
  return await ask(origin(turn), asked, provenHeaders(session, asked))
}
const rowOf = ({ console }: Session) =>
  clinic.db.selectFrom('device').selectAll().where('id', '=', console.device.id).executeTakeFirstOrThrow()
const actionsOn = async ({ console }: Session) => {
  const rows = await clinic.db
    .selectFrom('audit_log')
    .select('action')
    .where('target_id', '=', console.device.id)
    .execute()
  return rows.map(({ action }) => action)
}

/** What a wiped console sends, without a session. `by` may sign for another one. */
async function confirm(
  from: TestConsole,
  orderId: string,
  change: { by?: TestConsole; unsent?: number; turn?: number } = {},
) {
  const { by = from, unsent = 2, turn = 0 } = change
  const text = wipedText(from.device.id, orderId)
  const signature = sign(null, Buffer.from(text), by.privateKey).toString('base64url')
  const asked = posted('devices.wiped', { orderId, unsent, signature })
  const { proof, deviceKey } = signedBy(from, { ...asked, token: null })
  const headers = {
    'x-vestibule-device-key': deviceKey,
    'x-vestibule-proof': proof,
    'content-type': 'application/json',
  }
  return await ask(origin(turn), asked, headers)
}

test('D3, W4: suspended by one server, refused by the other at the next request with its own code; resumed it may sign in again', async () => {
  const desk = await signIn(clinic.db, 'staff')
  expect((await pulls(desk)).status).toBe(200)
  expect((await decide('suspend', desk)).status).toBe(200)
  const refused = await pulls(desk)
  expect([refused.status, refused.code]).toEqual([401, 'DEVICE_SUSPENDED'])
  expect([refused.headers.get('x-vestibule-suspended'), refused.headers.get('x-vestibule-wipe')]).toEqual(['1', null])
  const signingIn = await call(desk, 'auth.signIn', { email: 'staff@alder.example', password: 'x' })
  expect([signingIn.status, signingIn.code]).toEqual([401, 'DEVICE_SUSPENDED'])
  expect((await decide('resume', desk)).status).toBe(200)
  const after = await pulls(desk)
  expect([after.code, after.headers.get('x-vestibule-suspended')]).toEqual(['NOT_SIGNED_IN', '0'])
  expect(await actionsOn(desk)).toEqual(['device.suspended', 'device.resumed'])
  expect(await rowOf(desk)).toMatchObject({ state: 'active', reason: null })
})

test('D3: what is decided twice is one event; a suspended console can be wiped, a wiped one neither resumed nor approved', async () => {
  const desk = await signIn(clinic.db, 'staff')
  for (const decision of ['suspend', 'suspend', 'wipe', 'wipe'] as const) await decide(decision, desk, admin, 1)
  expect(await actionsOn(desk)).toEqual(['device.suspended', 'device.wipe_ordered'])
  expect((await decide('resume', desk)).code).toBe('NOT_FOUND')
  expect((await call(admin, 'devices.approve', { deviceId: desk.console.device.id })).code).toBe('NOT_FOUND')
  const waiting = await signIn(clinic.db, 'staff', 'requested')
  expect((await decide('suspend', waiting)).code).toBe('SETTINGS_CHANGED')
})

test('D1: nobody but an administrator suspends, resumes, wipes, or reads whose records a console held', async () => {
  const desk = await signIn(clinic.db, 'staff')
  for (const who of ['manager', 'staff', 'front_desk', 'auditor'] as const) {
    const by = await signIn(clinic.db, who)
    for (const decision of ['suspend', 'resume', 'wipe'] as const)
      expect((await decide(decision, desk, by)).code).toBe('FORBIDDEN')
    expect((await call(by, 'devices.holding', { deviceId: desk.console.device.id })).code).toBe('FORBIDDEN')
  }
  expect((await rowOf(desk)).state).toBe('active')
})

test('D3: a console shows as wiped only after its own signature for its own order; a replay changes nothing', async () => {
  const desk = await signIn(clinic.db, 'staff')
  const stranger = await signIn(clinic.db, 'staff')
  await decide('wipe', desk)
  const refused = await pulls(desk)
  const order = refused.headers.get('x-vestibule-wipe-order') ?? ''
  expect([refused.code, refused.headers.get('x-vestibule-wipe'), order]).toEqual([
    'DEVICE_REVOKED',
    '1',
    (await rowOf(desk)).wipe_order,
  ])
  const wrong = [
    confirm(desk.console, randomUUID()),
    confirm(desk.console, order, { by: stranger.console }),
    confirm(stranger.console, order),
    confirm(stranger.console, order, { by: desk.console }),
  ]
  for (const answer of await Promise.all(wrong)) expect([answer.status, answer.code]).toEqual([404, 'NOT_FOUND'])
  expect((await rowOf(desk)).state).toBe('wipe_ordered')
  expect((await confirm(desk.console, order, { unsent: -1 })).code).toBe('INVALID_INPUT')
  expect((await confirm(desk.console, order, { unsent: 5 })).status).toBe(200)
  const wiped = await rowOf(desk)
  expect(wiped).toMatchObject({ state: 'wiped', wiped_unsent: 5 })
  expect((await confirm(desk.console, order, { unsent: 9 })).code).toBe('NOT_FOUND')
  expect(await rowOf(desk)).toEqual(wiped)
  expect(await actionsOn(desk)).toEqual(['device.wipe_ordered', 'device.wiped'])
})

test('T5, D3: of ten confirmations at once over two servers one is taken, with one audit row', async () => {
  const desk = await signIn(clinic.db, 'staff')
  await decide('wipe', desk)
  const order = (await rowOf(desk)).wipe_order ?? ''
  const answers = await Promise.all(Array.from({ length: 10 }, (_, turn) => confirm(desk.console, order, { turn })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 404)])
  expect((await actionsOn(desk)).filter((action) => action === 'device.wiped')).toHaveLength(1)
})

test('T5, D3: an order that races a suspension and a resumption ends as an order, once', async () => {
  for (let round = 0; round < 4; round++) {
    const desk = await signIn(clinic.db, 'staff')
    const orders = (['suspend', 'wipe', 'resume', 'wipe'] as const).map((decision, turn) =>
      decide(decision, desk, admin, turn),
    )
    await Promise.all(orders)
    expect((await rowOf(desk)).state).toBe('wipe_ordered')
    expect((await actionsOn(desk)).filter((action) => action === 'device.wipe_ordered')).toHaveLength(1)
    const sessions = await clinic.db
      .selectFrom('staff_session')
      .select('hash')
      .where('device_id', '=', desk.console.device.id)
      .execute()
    expect(sessions).toEqual([])
  }
})

test('Y1: suspended while pushes are under way, every write is either acknowledged and kept, or refused and sent again later, once', async () => {
  const desk = await signIn(clinic.db, 'admin')
  const items = clinic.participants.map((id) => edit(id, { address: ['', `Lane ${id.slice(0, 8)}`] }))
  const push = async (session: Session, item: (typeof items)[number], turn: number) => {
    const asked = pushRequest([item])
    const answer = await ask(origin(turn), asked, provenHeaders(session, asked))
    return { item, acknowledged: answer.status === 200, code: answer.code }
  }
  const under = items.map((item, turn) => push(desk, item, turn))
  const [answers] = await Promise.all([Promise.all(under), decide('suspend', desk, admin, 1)])
  const left = answers.filter(({ acknowledged }) => !acknowledged)
  expect(left.every(({ code }) => code === 'DEVICE_SUSPENDED')).toBe(true)
  const kept = async () => {
    const rows = await clinic.db.selectFrom('participant').select(['id', 'fields']).execute()
    return rows.filter(({ fields }) => fields.address.startsWith('Lane')).length
  }
  expect(await kept()).toBe(items.length - left.length)
  const before = await clinic.db.selectFrom('sync_write').select('write_id').execute()
  expect(before).toHaveLength(items.length - left.length)
  await decide('resume', desk)
  const again = await signIn(clinic.db, 'admin')
  // All of them, as a console does whose answers were lost with the suspension.
  const second = await Promise.all(items.map((item, turn) => push(again, item, turn)))
  expect(second.every(({ acknowledged }) => acknowledged)).toBe(true)
  expect(await kept()).toBe(items.length)
  expect(await clinic.db.selectFrom('conflict').select('id').execute()).toEqual([])
})

test('D3: rows from before there were orders stay readable, and their console is told to wipe without one', async () => {
  const desk = await signIn(clinic.db, 'staff', 'revoked')
  const refused = await pulls(desk)
  expect([
    refused.code,
    refused.headers.get('x-vestibule-wipe'),
    refused.headers.get('x-vestibule-wipe-order'),
  ]).toEqual(['DEVICE_REVOKED', '1', null])
  const asked: Asked = { method: 'GET', path: '/api/staff/devices.list', body: '' }
  const list = await ask(origin(0), asked, provenHeaders(admin, asked))
  expect(list.text).toContain(`"id":"${desk.console.device.id}","name":"Desk","state":"revoked"`)
})

test("D3: every answer to a signed-in call names the clinic's lease, from the next request on after it was changed", async () => {
  const desk = await signIn(clinic.db, 'staff')
  expect((await pulls(desk)).headers.get('x-vestibule-lease')).toBe('7')
  await clinic.db
    .updateTable('clinic')
    .set({ settings: JSON.stringify({ offlineLeaseDays: 3 }) as never })
    .execute()
  expect((await pulls(desk)).headers.get('x-vestibule-lease')).toBe('3')
  expect((await call(desk, 'auth.signIn', { email: 'x', password: 'y' })).headers.get('x-vestibule-session')).toBe(null)
})

test('W4: a live stream goes on while its session is checked again and again, and ends when its console is suspended', async () => {
  const desk = await signIn(clinic.db, 'staff')
  const stream = await openStream(origin(0), desk)
  let ended = false
  void stream.ended.then(() => {
    ended = true
  })
  // One beat of the check is 3 s.
  await new Promise((resolve) => setTimeout(resolve, 3_500))
  expect(ended).toBe(false)
  await decide('suspend', desk, admin, 1)
  await stream.ended
})

test('G2: a report holds counts only: anything else, and numbers out of bounds, are refused', async () => {
  const desk = await signIn(clinic.db, 'staff')
  const report = { unsent: 1, oldestUnsentSeconds: 5, documents: 9, bytes: 100 }
  expect((await call(desk, 'sync.report', report)).status).toBe(200)
  for (const change of [
    { name: 'Robin' },
    { unsent: -1 },
    { bytes: 1.5 },
    { documents: 1e12 },
    { oldestUnsentSeconds: 'x' },
  ])
    expect((await call(desk, 'sync.report', { ...report, ...change })).code).toBe('INVALID_INPUT')
})
