import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMessage } from '../../server/platform/mail/outbox'
import type { TeamMember } from '../../shared/team/teamSchemas'
import { codeOf, staffCall, wireOf } from '../security/support/calls'
import {
  addClinic,
  addDesk,
  addParticipant,
  type Desk,
  type Desks,
  PASSWORD,
  proofHeaders,
} from '../security/support/people'
import { openSite, type Site } from '../security/support/servers'
import type { RawAnswer } from '../support/httpApp'
import { slowness } from '../support/slowness'

let site: Site
let desks: Desks
let ports: readonly number[]

beforeAll(async () => {
  site = await openSite({ servers: 2 })
  desks = await addClinic(site.database)
  ports = site.servers.map(({ port }) => port)
})
afterAll(() => site.stop())

const NOBODY = { programIds: [], participantIds: [] }
const dataOf = <T>(answer: RawAnswer): T => JSON.parse(answer.body).result.data as T
const ask = async (procedure: string, input: unknown, desk = desks.admin, port = site.port) =>
  await staffCall(port, desk, `team.${procedure}`, 'mutation', input)
const list = async () => dataOf<TeamMember[]>(await staffCall(site.port, desks.admin, 'team.list', 'query'))
const memberOf = async (id: string) => (await list()).find((member) => member.id === id)
const fieldOf = (answer: RawAnswer) =>
  (wireOf(answer).detail as { fields?: { path: string; message: string }[] } | undefined)?.fields?.[0]
const events = async (staffId: string) =>
  await site.database.db
    .selectFrom('audit_log')
    .select(['action', 'detail', 'actor_id'])
    .where('target_id', '=', staffId)
    .where('action', 'like', 'team.%')
    .orderBy('seq')
    .execute()
const newDesk = async (role: 'admin' | 'manager' | 'staff') =>
  await addDesk(site.database, role, `${role}.${randomUUID().slice(0, 8)}@alder.example`)
const mailsTo = async (email: string) => {
  const { db, secrets } = site.database
  const rows = await db.selectFrom('outbox_message').selectAll().execute()
  return rows.map((row) => openMessage(secrets, row)).filter(({ to }) => to === email)
}
/** Whether the console gets an answer, on each process. */
const reaches = async (desk: Desk) =>
  await Promise.all(ports.map(async (port) => codeOf(await staffCall(port, desk, 'auth.me', 'query'))))

/** Opens the live stream; resolves to how long it stays open after `work`. */
async function streamEndsAfter(desk: Desk, port: number, work: () => Promise<unknown>): Promise<number> {
  const headers = proofHeaders(desk, 'GET', '/api/live', '', desk.session)
  return await new Promise((done, fail) => {
    const call = request({ host: '127.0.0.1', port, path: '/api/live', headers, agent: false })
    call.once('error', fail)
    call.once('response', (answer) => {
      answer.resume()
      const begun = performance.now()
      answer.once('close', () => done(performance.now() - begun))
      work().catch(fail)
    })
    call.end()
  })
}

test('D2 FIRST_PASSWORD: a new colleague is listed with a first password, and until they choose their own nothing else answers', async () => {
  const person = { email: 'Kim.New@alder.example', displayName: 'Kim New', role: 'staff', caseload: NOBODY }
  const created = dataOf<{ id: string; password: string }>(await ask('create', person))
  expect(Object.keys(created).sort()).toEqual(['id', 'password'])
  expect(created.password).toMatch(/^([a-z]+-){5}[a-z]+$/)
  expect(await memberOf(created.id)).toEqual({
    ...{ id: created.id, displayName: 'Kim New', email: 'kim.new@alder.example', role: 'staff', mfa: 'none' },
    ...{ suspendedAt: null, lockedUntil: null, lastSignInAt: null, firstPassword: true, isYou: false, caseload: 0 },
  })
  const desk = await newDesk('staff')
  await site.database.db
    .updateTable('staff')
    .set({ password_changed_at: null })
    .where('id', '=', desk.staffId)
    .execute()
  expect(codeOf(await staffCall(site.port, desk, 'auth.me', 'query'))).toBe('ok')
  const pull = { checkpoint: null, limit: 10, witnessCount: 0 }
  expect(codeOf(await staffCall(site.port, desk, 'sync.pull', 'query', pull))).toBe('FIRST_PASSWORD')
  expect(codeOf(await staffCall(site.port, desk, 'devices.list', 'query'))).toBe('FIRST_PASSWORD')
  const change = { current: PASSWORD, password: 'seven quiet harbours at dawn' }
  const changed = await staffCall(site.port, desk, 'auth.changePassword', 'mutation', change)
  const session = String(changed.headers['x-vestibule-session'])
  expect(codeOf(await staffCall(site.port, desk, 'sync.pull', 'query', pull))).toBe('NOT_SIGNED_IN')
  expect(codeOf(await staffCall(ports[1] ?? 0, { ...desk, session }, 'sync.pull', 'query', pull))).toBe('ok')
})

test('an email that is used, wherever it is asked for at the same moment, is taken once', async () => {
  const person = { email: 'once@alder.example', displayName: 'One', role: 'staff', caseload: NOBODY }
  const answers = await Promise.all(
    ports.flatMap((port) => [1, 2, 3].map(() => ask('create', person, desks.admin, port))),
  )
  expect(answers.map(codeOf).sort()).toEqual([...Array(5).fill('INVALID_INPUT'), 'ok'])
  expect(fieldOf(answers.find((answer) => codeOf(answer) !== 'ok') ?? answers[0] ?? ({} as RawAnswer))?.path).toBe(
    'email',
  )
})

test('D3 W4: a suspended colleague gets 401 at the next request of every process, streams end, and their console is told to wipe', async () => {
  const desk = await newDesk('staff')
  const ms = await streamEndsAfter(desk, ports[1] ?? 0, () => ask('suspend', { staffId: desk.staffId }))
  expect(ms / slowness()).toBeLessThan(5_000)
  expect(await reaches(desk)).toEqual(['NOT_SIGNED_IN', 'NOT_SIGNED_IN'])
  const told = await staffCall(site.port, desk, 'auth.me', 'query')
  expect([told.status, told.headers['x-vestibule-wipe']]).toEqual([401, '1'])
  expect((await memberOf(desk.staffId))?.suspendedAt).not.toBeNull()
  expect(codeOf(await ask('suspend', { staffId: desk.staffId }))).toBe('ok')
  expect(codeOf(await ask('reinstate', { staffId: desk.staffId }))).toBe('ok')
  // Reinstated is not signed in: what was open before stays closed.
  expect(await reaches(desk)).toEqual(['NOT_SIGNED_IN', 'NOT_SIGNED_IN'])
  expect((await staffCall(site.port, desk, 'auth.me', 'query')).headers['x-vestibule-wipe']).toBeUndefined()
  expect((await events(desk.staffId)).map(({ action, actor_id }) => [action, actor_id])).toEqual([
    ['team.suspended', desks.admin.staffId],
    ['team.reinstated', desks.admin.staffId],
  ])
})

test('nobody suspends, demotes or resets themselves; the last active administrator stays one', async () => {
  const { staffId } = desks.admin
  const change = { staffId, displayName: 'Person admin', role: 'staff' }
  const reset = { staffId, reason: 'lost_phone', identityCheck: 'in_person' }
  for (const [procedure, input] of [
    ['suspend', { staffId }],
    ['change', change],
    ['resetMfa', reset],
    ['resetPassword', { staffId }],
  ] as const) {
    const answer = await ask(procedure, input)
    expect([procedure, codeOf(answer), fieldOf(answer)?.message]).toEqual([
      procedure,
      'INVALID_INPUT',
      'is you: another administrator has to do this',
    ])
  }
  expect(codeOf(await ask('change', { ...change, displayName: 'A New Name', role: 'admin' }))).toBe('ok')
  expect((await memberOf(staffId))?.displayName).toBe('A New Name')
  expect(await events(staffId)).toMatchObject([{ action: 'team.changed', detail: { fields: ['displayName'] } }])
})

test('D1: of two administrators who suspend or demote each other on two processes, one always stays', async () => {
  for (const procedure of ['suspend', 'change'] as const) {
    const [one, two] = [await newDesk('admin'), await newDesk('admin')]
    const input = (desk: Desk) =>
      procedure === 'suspend' ? { staffId: desk.staffId } : { staffId: desk.staffId, displayName: 'X', role: 'staff' }
    const answers = await Promise.all([
      ask(procedure, input(two), one, ports[0]),
      ask(procedure, input(one), two, ports[1]),
    ])
    expect(answers.map(codeOf).filter((code) => code === 'ok')).toHaveLength(1)
    const left = (await list()).filter(
      ({ id, role, suspendedAt }) => [one, two].some((desk) => desk.staffId === id) && role === 'admin' && !suspendedAt,
    )
    expect(left).toHaveLength(1)
    await ask('suspend', { staffId: left[0]?.id })
  }
})

test('M8 M3: a reset second factor and a reset password sign out everywhere, lift the pauses, say who did it and why, and the first is told by mail', async () => {
  const desk = await newDesk('manager')
  const { db } = site.database
  const secret = { totp_secret: Buffer.from('sealed'), totp_last_step: 77 }
  await db.updateTable('staff').set(secret).where('id', '=', desk.staffId).execute()
  const locked = { failures: 100, window_start: new Date(), locked_until: new Date('9999-01-01T00:00:00Z') }
  await db
    .insertInto('attempt')
    .values({ key: `staff-codes-row/${desk.staffId}`, ...locked })
    .execute()
  const reset = { staffId: desk.staffId, reason: 'lost_phone', identityCheck: 'photo_id' }
  expect(codeOf(await ask('resetMfa', { ...reset, reason: 'felt like it' }))).toBe('INVALID_INPUT')
  expect(codeOf(await ask('resetMfa', reset))).toBe('ok')
  expect(await reaches(desk)).toEqual(['NOT_SIGNED_IN', 'NOT_SIGNED_IN'])
  const row = await db.selectFrom('staff').selectAll().where('id', '=', desk.staffId).executeTakeFirstOrThrow()
  expect([row.totp_secret, row.totp_last_step]).toEqual([null, 77])
  expect(await db.selectFrom('attempt').selectAll().where('key', 'like', `%${desk.staffId}`).execute()).toEqual([])
  const mails = await mailsTo(desk.email)
  expect(mails.map(({ subject, links, code }) => [subject, links, code])).toEqual([
    ['Your second step was reset', [], undefined],
  ])
  expect(mails[0]?.text).toContain('If you did not expect this')
  const { password } = dataOf<{ password: string }>(await ask('resetPassword', { staffId: desk.staffId }))
  const wrong = await staffCall(
    site.port,
    desk,
    'auth.signIn',
    'mutation',
    { email: desk.email, password: PASSWORD },
    null,
  )
  const right = await staffCall(site.port, desk, 'auth.signIn', 'mutation', { email: desk.email, password }, null)
  expect([codeOf(wrong), codeOf(right)]).toEqual(['SIGN_IN_FAILED', 'ok'])
  expect((await memberOf(desk.staffId))?.firstPassword).toBe(true)
  const rows = await events(desk.staffId)
  expect(rows.map(({ action, detail }) => [action, detail])).toEqual([
    ['team.mfa_reset', { check: 'photo_id', reason: 'lost_phone' }],
    ['team.password_reset', {}],
  ])
  expect(JSON.stringify(rows)).not.toContain(password)
})

test('D4: a caseload of programs and names gives exactly these, takes away the rest, and refuses what does not exist', async () => {
  const people = [await addParticipant(site.database, desks), await addParticipant(site.database, desks)]
  const { id: program } = await site.database.db.selectFrom('program').select('id').executeTakeFirstOrThrow()
  const desk = await newDesk('staff')
  const set = async (caseload: object, staffId = desk.staffId) =>
    await ask('setCaseload', { staffId, caseload: { ...NOBODY, ...caseload } })
  const seen = async () =>
    dataOf<{ participantIds: string[] }>(
      await staffCall(site.port, desks.admin, 'team.caseload', 'query', { staffId: desk.staffId }),
    ).participantIds
  expect(codeOf(await set({ participantIds: [people[0]] }))).toBe('ok')
  expect(await seen()).toEqual([people[0]])
  expect(codeOf(await set({ programIds: [program] }))).toBe('ok')
  expect((await seen()).length).toBeGreaterThanOrEqual(2)
  expect(codeOf(await set({ participantIds: [people[1]] }))).toBe('ok')
  expect([await seen(), (await memberOf(desk.staffId))?.caseload]).toEqual([[people[1]], 1])
  expect(fieldOf(await set({ participantIds: [randomUUID()] }))?.path).toBe('caseload.participantIds')
  expect(fieldOf(await set({ programIds: [randomUUID()] }))?.path).toBe('caseload.programIds')
  expect(fieldOf(await set({ programIds: [program] }, desks.auditor.staffId))?.path).toBe('caseload')
  expect(codeOf(await set({}, randomUUID()))).toBe('NOT_FOUND')
  expect((await events(desk.staffId)).map(({ detail }) => detail)[0]).toEqual({ added: 1, removed: 0 })
})
