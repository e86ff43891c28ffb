import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeProcedures } from '../../server/app/describeProcedures'
import { codeOf, portalCall } from './support/calls'
import { addClinic, type Desks } from './support/people'
import { addRich, allowEveryWay, callAs, type Rich, seenOf } from './support/rich'
import { samples } from './support/samples'
import { openSite, type Site } from './support/servers'
import { snapshot } from './support/snapshot'

/** G1 over the whole server: every field of every portal procedure that could name something of somebody else. */
const { portal } = describeProcedures()
const NOBODY = { participantId: randomUUID(), deviceId: '', inviteId: randomUUID(), token: 'A'.repeat(43) }
const inputs = samples(NOBODY)
const procedures = portal.map((entry) => ({ ...entry, input: inputs[`portal.${entry.path}`] }))

let site: Site
let desks: Desks
let robin: Rich
let wanda: Rich

beforeAll(async () => {
  site = await openSite()
  desks = await addClinic(site.database)
  await allowEveryWay(site)
  robin = await addRich(site, desks, 'robin', '0110')
  wanda = await addRich(site, desks, 'wanda', '0120')
})
beforeEach(() => site.forgetRates())
afterAll(() => site.stop())

/** What each field of an input is. A new one must be named here, or the first test fails. */
const FIELDS = {
  id: ['factorId', 'sessionId', 'id', 'before', 'messageId', 'fileIds'],
  /** Proved by knowing it; a wrong one is anybody's. */
  credential: ['token', 'code', 'password', 'hash'],
  word: [
    ...['email', 'phone', 'displayName', 'language', 'documentId', 'version', 'shared', 'confirmed', 'name'],
    ...['kind', 'minutes', 'body', 'preferredName', 'pronouns', 'address', 'description', 'statement'],
    ...['changes', 'persons'],
  ],
} as const

const fieldsOf = (input: unknown): string[] => (typeof input === 'object' && input !== null ? Object.keys(input) : [])

test('G1: every field of every portal procedure is known: an id, a credential or a word', () => {
  const known: readonly string[] = Object.values(FIELDS).flat()
  const found = procedures.flatMap(({ path, input }) => fieldsOf(input).map((field) => `${path} ${field}`))
  expect(found.filter((name) => !known.includes(name.split(' ')[1] ?? ''))).toEqual([])
})

/** Everything that the database holds as an id of Wanda's, by the name of its column. */
async function idsOfWanda(): Promise<string[]> {
  const { db } = site.database
  const of = wanda.participantId
  const ids = await Promise.all([
    db.selectFrom('portal_session').select('id').where('participant_id', '=', of).execute(),
    db.selectFrom('totp_factor').select('id').where('participant_id', '=', of).execute(),
    db.selectFrom('message').select('id').where('participant_id', '=', of).execute(),
    db.selectFrom('correction').select('id').where('participant_id', '=', of).execute(),
    db.selectFrom('file').select('id').where('participant_id', '=', of).execute(),
    db.selectFrom('consent').select('id').where('participant_id', '=', of).execute(),
    db.selectFrom('invite').select('id').where('participant_id', '=', of).execute(),
    db.selectFrom('one_time_secret').select('id').where('participant_id', '=', of).execute(),
  ])
  return [of, ...ids.flat().map(({ id }) => String(id))]
}

// A message's id is a name of the sender's own; it has a test of its own.
const crossed = procedures.filter(({ path }) => path !== 'messages.send')
const crossing = crossed.flatMap((entry) =>
  fieldsOf(entry.input)
    .filter((field) => (FIELDS.id as readonly string[]).includes(field) && field !== 'before')
    .map((field) => ({ ...entry, field })),
)

test.each(crossing)('G1: $path answers every id of somebody else in $field exactly as one that nobody has', async ({
  path,
  kind,
  field,
  input,
}) => {
  const foreign = await idsOfWanda()
  expect(foreign.length).toBeGreaterThan(10)
  const before = await snapshot(site.database, ['sign_in_attempt'])
  const ask = async (id: string) => {
    await site.forgetRates()
    return seenOf(
      await callAs(site, robin, path, kind, { ...(input as object), [field]: field === 'fileIds' ? [id] : id }),
    )
  }
  // The id of something new is the sender's to choose: one that is taken is refused alike, whoever has it.
  const isNew = path === 'corrections.submit' && field === 'id'
  const reference = await ask(isNew ? robin.correctionId : randomUUID())
  const meant = isNew ? [wanda.correctionId] : foreign
  for (const id of meant) expect([id, await ask(id)]).toEqual([id, reference])
  expect(reference).toMatch(path === 'corrections.submit' ? /INVALID_INPUT/ : /NOT_FOUND/)
  expect(await snapshot(site.database, ['sign_in_attempt'])).toEqual(before)
})

test('G1: a message may be named by any id of somebody else, and the answer is that of an id that nobody has', async () => {
  const before = await idsOfWanda()
  const ask = async (id: string) => {
    await site.forgetRates()
    const answer = await callAs(site, robin, 'messages.send', 'mutation', { id, body: 'Hello' })
    const { id: given, sentAt, ...rest } = JSON.parse(answer.body).result.data
    return [answer.status, rest, given === id, typeof sentAt]
  }
  const reference = await ask(randomUUID())
  expect(reference[0]).toBe(200)
  for (const id of before) expect([id, await ask(id)]).toEqual([id, reference])
  expect(await idsOfWanda()).toEqual(before)
})

test('G1: the page of the access log takes any number and shows only what is one’s own', async () => {
  const last = await site.database.db.selectFrom('audit_log').select('seq').orderBy('seq', 'desc').executeTakeFirst()
  for (const before of [null, 1, Number(last?.seq), Number(last?.seq) + 10_000]) {
    const answer = await callAs(site, robin, 'accessLog.list', 'query', { before })
    expect([codeOf(answer), /wanda/i.test(answer.body)]).toEqual(['ok', false])
  }
})

test('G1: a typed code, a recovery code and a code of the app belong to their account and to nobody else', async () => {
  const foreign = wanda.recoveryCodes[1]
  const removed = await callAs(site, robin, 'security.removeFactor', 'mutation', {
    factorId: robin.factorId,
    code: foreign,
  })
  expect(codeOf(removed)).toBe('CODE_WRONG')
  const left = await site.database.db
    .selectFrom('recovery_code')
    .select('hash')
    .where('participant_id', '=', wanda.participantId)
    .where('used_at', 'is', null)
    .execute()
  expect(left).toHaveLength(9)
})

/** Field names that only the inside of the server knows, and anything that looks like a hash or a sealed secret. */
const INTERNAL =
  /"(participantId|participant_id|authorId|staffId|createdById|rev|hash|tokenHash|shortHash|secret|passwordHash|contactHash|meta|scope|sealed|deviceId|notes?|readByName)":|"password":"/
/** Shown once to the person who sets up a factor, and the hash of a text that is agreed to: by design. */
const SHOWN_ONCE: Readonly<Record<string, RegExp>> = {
  'security.beginFactor': /"secret"/,
  'consent.current': /"hash"/,
  'consent.agree': /"hash"/,
}

test('G1 G2: no answer of any portal procedure holds anything of another person, a secret, a hash or a field of the inside', async () => {
  const { db } = site.database
  const wandas = [...wanda.own, ...(await idsOfWanda()), wanda.email, wanda.phone]
  const staff = await db.selectFrom('staff').select(['id', 'email']).execute()
  const devices = await db.selectFrom('device').select('id').execute()
  const inside = [...staff.flatMap(({ id, email }) => [id, email]), ...devices.map(({ id }) => id), robin.participantId]
  const canaries = [...wandas, ...inside, ...robin.hidden, ...wanda.hidden]
  let answered = 0
  // What ends sessions or changes the password comes last, so that the rest is answered in full.
  const ends = /signOut|endOther|changePassword|auth\.signIn|invite\.accept/
  for (const { path, kind, input } of [...procedures].sort(
    (a, b) => Number(ends.test(a.path)) - Number(ends.test(b.path)),
  )) {
    await site.forgetRates()
    const answer = await callAs(site, robin, path, kind, input)
    const text = answer.body + JSON.stringify({ ...answer.headers, 'set-cookie': '' })
    for (const canary of canaries)
      expect([path, text.toLowerCase().includes(canary.toLowerCase()), canary]).toEqual([path, false, canary])
    if (!SHOWN_ONCE[path]) expect([path, INTERNAL.exec(text)?.[0]]).toEqual([path, undefined])
    if (codeOf(answer) === 'ok') answered++
  }
  expect(answered).toBeGreaterThan(20)
})

test('D2 G1: a cookie of one person with the ask or the second step of another signs in as nobody else', async () => {
  const challenge = await challengeOf(wanda)
  const mixed = `${robin.cookie}; ${challenge}`
  const me = await portalCall(site.port, 'auth.me', 'query', undefined, mixed)
  expect(me.body).not.toContain('wanda')
  const code = robin.recoveryCodes[2]
  expect(codeOf(await portalCall(site.port, 'auth.verifySecond', 'mutation', { code }, mixed))).toBe('CODE_WRONG')
})

/** A second step of Wanda's that is under way, as its cookie. */
async function challengeOf(person: Rich): Promise<string> {
  const input = { email: person.email, password: person.hidden[0] }
  const answer = await portalCall(site.port, 'auth.signIn', 'mutation', input)
  return [answer.headers['set-cookie'] ?? []].flat()[0]?.split(';')[0] ?? ''
}
