import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { inviteMailGivenUp } from '../../server/invites/inviteMail'
import type { Message } from '../../server/platform/mail/message'
import { openMessage } from '../../server/platform/mail/outbox'
import { startOutboxWorker } from '../../server/platform/mail/outboxWorker'
import { resetMailGivenUp } from '../../server/resets/sendingFailed'
import { inviteState } from '../../shared/invites/inviteRules'
import type { InviteDoc } from '../../shared/invites/inviteSchemas'
import { push, said } from '../accounts/accountHttp'
import { codeOf, cookieFrom, join, portalCall, pushInvite, staffCall } from '../security/support/calls'
import { addClinic, addParticipant, type Desks, PASSWORD } from '../security/support/people'
import { ASK_COOKIE, allowEveryWay } from '../security/support/rich'
import { openSite, type Site } from '../security/support/servers'
import { captureLog } from '../support/httpApp'
import { contacts } from './waysInWorld'

/** Two servers that look who is meant and have no way out: everything waits in the queue, as when the mail server is away. */
let site: Site
let desks: Desks

beforeAll(async () => {
  site = await openSite({ servers: 2 })
  desks = await addClinic(site.database)
  await allowEveryWay(site, { resendCooldownMinutes: 1 })
})
afterEach(async () => {
  await site.forgetRates()
  await site.database.db.deleteFrom('send_budget').execute()
  await site.database.db.deleteFrom('outbox_message').execute()
})
afterAll(() => site.stop())

const other = () => site.servers[1]?.port ?? 0
let people = 0
async function person() {
  const name = `waiting${++people}`
  const [email, phone] = [`${name}@example.org`, `604 555 01${20 + people}`]
  const id = await addParticipant(site.database, desks, contacts({ emails: [email], phones: [phone] }))
  return { id, email, phone, cookie: await join(site.port, desks.admin, id, email) }
}

const post = (procedure: string, input?: unknown, cookie = '') =>
  portalCall(site.port, procedure, 'mutation', input, cookie)
const ask = {
  link: (email: string) => post('auth.requestLink', { email, shared: false, language: 'en' }),
  code: (phone: string) => post('auth.requestCode', { phone, shared: false, language: 'en' }),
  reset: (email: string) => post('auth.requestReset', { email, language: 'en' }),
}
const rows = async () => await site.database.db.selectFrom('outbox_message').selectAll().orderBy('created_at').execute()
const waiting = async (): Promise<Message[]> =>
  (await rows()).filter(({ status }) => status === 'queued').map((row) => openMessage(site.database.secrets, row))
/** Requests are looked at after their answers. */
const untilQueued = (count: number) =>
  expect.poll(async () => (await rows()).length, { timeout: 60_000, interval: 50 }).toBe(count)
const opensSomething = ({ links, code }: Message) => code !== undefined || links.some((link) => link.includes('#'))

/** The mail server comes back: what a worker hands over now. */
async function sendAll(): Promise<readonly Message[]> {
  const { db, secrets } = site.database
  const left: Message[] = []
  const deliver = async (_id: string, message: Message) => void left.push(message)
  const sender = { deliver, idempotent: false, longestMs: 1_000 }
  const parts = { db, sealing: secrets, clock: { now: () => new Date() }, log: captureLog().log, outboxDir: null }
  const worker = startOutboxWorker({ ...parts, senders: { email: sender, sms: sender } })
  await worker.runOnce()
  await worker.stop()
  return left
}

test('W4 S0.19: after a revocation nothing that opens anything leaves, not even what already waits in the queue', async () => {
  const { id, email, phone, cookie } = await person()
  await ask.link(email)
  await ask.code(phone)
  await ask.reset(email)
  await untilQueued(3)
  expect(await said(site.port, desks.admin, { kind: 'account.send_reset', participantId: id })).toBe('applied')
  expect(codeOf(await post('security.changePhone', { phone: '604 555 0199' }, cookie))).toBe('ok')
  expect((await waiting()).filter(opensSomething)).toHaveLength(4)
  const due = (await rows())
    .filter(({ status }) => status === 'queued')
    .map(({ opens, expires_at }) => [opens, expires_at])
  expect(due.flat()).not.toContain(null)

  expect(await said(other(), desks.staff, { kind: 'account.revoke', participantId: id })).toBe('applied')
  expect((await waiting()).filter(opensSomething)).toEqual([])
  expect((await rows()).filter(({ body_sealed, to_sealed }) => body_sealed ?? to_sealed)).toEqual([])
  expect(await sendAll()).toEqual([])
})

test('W4 S0.18: the mail of an invite that is revoked, replaced or accepted stays behind, and staff read that it was not sent', async () => {
  const email = async ({ inviteId, token }: { inviteId: string; token: string }) =>
    expect(codeOf(await staffCall(site.port, desks.admin, 'invites.email', 'mutation', { inviteId, token }))).toBe('ok')
  const held = contacts({ emails: ['invited@example.org'] })
  const add = () => addParticipant(site.database, desks, held)

  const [one, two, three] = [await add(), await add(), await add()]
  const revoked = await pushInvite(site.port, desks.admin, one)
  const access = await pushInvite(site.port, desks.admin, two)
  const replaced = await pushInvite(site.port, desks.admin, three)
  for (const link of [revoked, access, replaced]) await email(link)
  expect(await waiting()).toHaveLength(3)
  const answers = [
    await push(other(), desks.staff, { kind: 'invite.revoke', inviteId: revoked.inviteId }),
    await push(other(), desks.staff, { kind: 'account.revoke', participantId: two }),
  ]
  const next = await pushInvite(other(), desks.staff, three)
  const docs = answers.flatMap((answer) => (typeof answer === 'string' ? [] : (answer.invites ?? [])))
  const said = docs.map((doc) => [inviteState(doc as InviteDoc, new Date()), doc.emailFailedAt !== null])
  expect(said).toEqual([
    ['revoked', true],
    ['revoked', true],
  ])
  const stored = await site.database.db
    .selectFrom('invite')
    .select(['superseded_at', 'email_failed_at'])
    .where('id', '=', replaced.inviteId)
    .executeTakeFirstOrThrow()
  expect(stored.email_failed_at).toEqual(stored.superseded_at)
  expect(await waiting()).toEqual([])

  await email(next)
  const [mail] = await waiting()
  expect(mail?.links[0]).toContain(next.token)
  expect(await sendAll()).toHaveLength(1)
})

test('L1 P5 S3.10: a newer link, code or reset stops the older one that still waits, and only the newest leaves', async () => {
  const { id, email, phone } = await person()
  const cookie = cookieFrom(await ask.code(phone), ASK_COOKIE)
  await ask.reset(email)
  await ask.link(email)
  await untilQueued(3)
  await site.forgetRates()
  await site.database.db.deleteFrom('send_budget').execute()
  expect(codeOf(await post('auth.resend', undefined, cookie))).toBe('ok')
  await ask.link(email)
  await untilQueued(5)
  expect(await said(other(), desks.admin, { kind: 'account.send_reset', participantId: id })).toBe('applied')
  const kinds = (await waiting()).map(({ channel, subject }) => `${channel} ${subject}`.trim()).sort()
  expect(kinds).toEqual(['email Choose a new password', 'email Your sign-in link', 'sms'])
  const left = await sendAll()
  expect(left).toHaveLength(3)
  const { token } =
    /#(?<token>.+)$/.exec(left.find(({ subject }) => subject.includes('password'))?.links[0] ?? '')?.groups ?? {}
  expect(codeOf(await post('auth.openReset', { token }))).toBe('ok')
})

test('I6 S4.26 L1: what died in the queue reads as not sent: beside the invite, the reset link and in the diagnostics', async () => {
  const { db, secrets } = site.database
  const { id, email } = await person()
  await ask.link(email)
  await untilQueued(1)
  expect(await said(site.port, desks.admin, { kind: 'account.send_reset', participantId: id })).toBe('applied')
  const invited = await addParticipant(site.database, desks, contacts({ emails: ['late@example.org'] }))
  const { inviteId, token } = await pushInvite(site.port, desks.admin, invited)
  await staffCall(site.port, desks.admin, 'invites.email', 'mutation', { inviteId, token })
  const later = new Date(Date.now() + 8 * 86_400_000)
  const { announce } = site.servers[0]?.composition ?? {}
  if (!announce) throw new Error('no server')
  const hooks = [inviteMailGivenUp({ announce }), resetMailGivenUp({ announce })]
  const worker = startOutboxWorker({
    ...{ db, sealing: secrets, clock: { now: () => later }, log: captureLog().log, outboxDir: null },
    senders: { email: null, sms: null },
    onGivenUp: async (tx, outcome) => {
      for (const hook of hooks) await hook(tx, outcome)
    },
  })
  await worker.runOnce()
  await worker.stop()
  expect(new Set((await rows()).map(({ status, last_error }) => `${status} ${last_error}`))).toEqual(
    new Set(['void expired']),
  )
  const invite = await db.selectFrom('invite').select('email_failed_at').where('id', '=', inviteId).executeTakeFirst()
  const account = await db.selectFrom('account').selectAll().where('participant_id', '=', id).executeTakeFirst()
  expect([invite?.email_failed_at, account?.reset_failed_at]).toEqual([later, later])
  const lines = await db.selectFrom('sign_in_attempt').selectAll().where('reason', '=', 'send_failed').execute()
  expect(lines.map(({ way, participant_id }) => [way, participant_id]).sort()).toEqual([
    ['email_link', id],
    ['reset', id],
  ])
})

test('P5 W4: choosing a new password stops the other links that wait, and the notice of it leaves', async () => {
  const { email } = await person()
  await ask.reset(email)
  await untilQueued(1)
  const token = (await waiting())[0]?.links[0]?.split('#')[1]
  await ask.link(email)
  await untilQueued(2)
  expect(codeOf(await post('auth.reset', { token, password: `${PASSWORD} anew` }))).toBe('ok')
  // Only the used link's own mail still stands there, which in life had left before anybody could use it.
  expect((await waiting()).filter(opensSomething).map(({ subject }) => subject)).toEqual(['Choose a new password'])
})
