import { afterAll, beforeEach, expect, test } from 'vitest'
import { inTransaction } from '../../server/platform/database/transaction'
import { issueReset } from '../../server/resets/resetIssue'
import { resetMailGivenUp } from '../../server/resets/sendingFailed'
import {
  after,
  auditLines,
  Browser,
  HOUR,
  MINUTE,
  outcome,
  PASSWORD,
  refusal,
  SECOND,
  tally,
} from '../invites/portalWorld'
import {
  accountRow,
  addFactor,
  askReset,
  changeSettings,
  EMAIL,
  METHODS,
  me,
  openScene,
  person,
  reset,
  type Scene,
  sentLink,
  sentReset,
  setAccount,
  story,
  tokenOf,
} from '../waysIn/waysInWorld'

const NEW = 'nine slow rivers in one valley'
let scene: Scene
let participantId: string
let browser: Browser

beforeEach(async () => {
  await scene?.database.drop()
  scene = await openScene()
  ;({ participantId, browser } = await person(scene))
})
afterAll(async () => await scene?.database.drop())

const fresh = () => new Browser(scene.world)
const openReset = async (token: string) => (await fresh().api()).auth.openReset({ token })

/** As the staff command does it. */
async function sentByStaff(hours = 24): Promise<string> {
  const { world } = scene
  const account = await accountRow(world, participantId)
  const issue = { account, to: EMAIL, language: 'en', sentBy: 'staff', minutes: hours * 60, now: world.now } as const
  await inTransaction(world.db, (tx) => issueReset(world.deps, tx, issue))
  return tokenOf(world.sent.at(-1))
}

test('S4.25 S4.27 P5: the participant asks alone, gets a mail with a link, and signs in with the new password', async () => {
  const asked = fresh()
  expect(await askReset(asked)).toEqual({ done: true })
  const [message] = await scene.world.deliver()
  expect([message?.to, message?.links[0]?.split('#')[0]]).toEqual([EMAIL, 'https://portal.example.org/reset'])
  const token = tokenOf(message)
  expect(await openReset(token)).toEqual({ minPasswordLength: 15 })
  expect(await reset(asked, token, NEW)).toEqual({ done: true })
  expect([asked.session, asked.challenge]).toEqual([null, null])
  expect(await outcome(fresh().signIn(EMAIL, PASSWORD))).toBe('SIGN_IN_FAILED')
  expect(await outcome(fresh().signIn(EMAIL, NEW))).toBe('ok')
  expect(await story(scene.world, participantId)).toEqual(
    expect.arrayContaining(['reset reset_sent', 'reset reset_done']),
  )
})

test('P5: the link works once, and opening it any number of times uses nothing up', async () => {
  const token = await sentReset(fresh())
  for (let n = 0; n < 5; n++) expect(await openReset(token)).toEqual({ minPasswordLength: 15 })
  await reset(fresh(), token, NEW)
  expect(await outcome(openReset(token))).toBe('LINK_NOT_WORKING')
  expect(await outcome(reset(fresh(), token, 'one more quiet harbour town'))).toBe('LINK_NOT_WORKING')
  expect(await outcome(fresh().signIn(EMAIL, NEW))).toBe('ok')
})

test('P5: success ends every session, link and second step, starts none, and tells the owner', async () => {
  const halfway = fresh()
  const code = await addFactor(scene.world, participantId)
  await halfway.signIn(EMAIL)
  const link = await sentLink(fresh())
  const token = await sentReset(fresh())
  const before = scene.world.sent.length
  await reset(fresh(), token, NEW)
  expect(await outcome(me(browser))).toBe('NOT_SIGNED_IN')
  expect(await outcome((await halfway.api()).auth.verifySecond({ code: code() }))).toBe('CHALLENGE_OVER')
  expect(await outcome((await fresh().api()).auth.openLink({ token: link, confirmed: true }))).toBe('LINK_NOT_WORKING')
  expect(await scene.world.db.selectFrom('portal_session').selectAll().execute()).toEqual([])
  const told = scene.world.sent.slice(before)
  expect(told.map(({ to, subject }) => [to, subject])).toEqual([[EMAIL, 'Your password was changed']])
  expect(JSON.stringify(told)).not.toContain(NEW)
})

test('P5 M5: a reset does not skip the second factor', async () => {
  const code = await addFactor(scene.world, participantId)
  await reset(fresh(), await sentReset(fresh()), NEW)
  const later = fresh()
  expect(await later.signIn(EMAIL, NEW)).toEqual({ next: 'second' })
  expect(later.session).toBeNull()
  await (await later.api()).auth.verifySecond({ code: code() })
  expect(await outcome(me(later))).toBe('ok')
})

test('P5: 60 minutes when the participant asked, to the second', async () => {
  const token = await sentReset(fresh())
  scene.world.now = after(HOUR - SECOND)
  expect(await outcome(openReset(token))).toBe('ok')
  scene.world.now = after(HOUR)
  expect(await outcome(openReset(token))).toBe('LINK_NOT_WORKING')
  expect(await outcome(reset(fresh(), token, NEW))).toBe('LINK_NOT_WORKING')
})

test.each([24, 48])('S4.25 S4.26 P5: %s hours when staff sent it, and the mail says so', async (hours) => {
  const token = await sentByStaff(hours)
  expect(scene.world.sent.at(-1)?.text).toContain(`for ${hours} hours`)
  scene.world.now = after(hours * HOUR - SECOND)
  expect(await outcome(openReset(token))).toBe('ok')
  scene.world.now = after(hours * HOUR)
  expect(await outcome(reset(fresh(), token, NEW))).toBe('LINK_NOT_WORKING')
})

test('P5: the newest link ends the older ones, whoever asked for them', async () => {
  const first = await sentReset(fresh())
  const second = await sentByStaff()
  expect(await outcome(openReset(first))).toBe('LINK_NOT_WORKING')
  scene.world.now = after(MINUTE)
  const third = await sentReset(fresh())
  expect(await outcome(openReset(second))).toBe('LINK_NOT_WORKING')
  expect(await outcome(reset(fresh(), third, NEW))).toBe('ok')
})

test('P1 P2: a weak new password is refused with the reason, and the link stays good', async () => {
  const token = await sentReset(fresh())
  const tries = [
    ['short', 'too_short'],
    ['marsh marsh marsh marsh', 'name'],
    ['passwordpassword', 'common'],
  ] as const
  for (const [password, reason] of tries)
    expect(await refusal(reset(fresh(), token, password))).toMatchObject({
      code: 'PASSWORD_REFUSED',
      detail: { reason },
    })
  expect(await outcome(reset(fresh(), token, NEW))).toBe('ok')
})

test('S4.19: a disabled account gets no link, and a link it had does not work', async () => {
  const token = await sentByStaff()
  await setAccount(scene.world, participantId, { disabled_at: scene.world.now })
  expect(await outcome(openReset(token))).toBe('LINK_NOT_WORKING')
  expect(await outcome(reset(fresh(), token, NEW))).toBe('LINK_NOT_WORKING')
  expect(await sentReset(fresh())).toBe('')
  expect(await story(scene.world, participantId)).toEqual(['reset disabled', 'reset disabled', 'reset disabled'])
})

test('S4.28 P4: unknown, unproved and disabled emails get the same answer, and no mail', async () => {
  await person(scene, { emails: ['file@example.org'] }, 'typed@example.org')
  for (const email of ['nobody@example.org', 'typed@example.org', '', 'not an address']) {
    expect(await askReset(fresh(), email)).toEqual({ done: true })
    expect(await scene.world.deliver()).toEqual([])
  }
})

test('Q3: a reset ends the pause after wrong passwords, and staff no longer see the account as locked', async () => {
  for (let n = 0; n < 5; n++) await outcome(fresh().signIn(EMAIL, 'a wrong pass phrase'))
  expect((await accountRow(scene.world, participantId)).locked_until).toEqual(after(15 * MINUTE))
  await reset(fresh(), await sentReset(fresh()), NEW)
  expect(await outcome(fresh().signIn(EMAIL, NEW))).toBe('ok')
  expect(await accountRow(scene.world, participantId)).toMatchObject({
    locked_until: null,
    password_changed_at: scene.world.now,
  })
})

test('I8: a reset cannot give two accounts of one email the same password', async () => {
  await person(scene, { emails: ['file@example.org'] }, EMAIL, { password: 'another quiet harbour town' })
  const token = await sentReset(fresh())
  expect(await refusal(reset(fresh(), token, 'another quiet harbour town'))).toMatchObject({ code: 'PASSWORD_REFUSED' })
  expect(await outcome(reset(fresh(), token, NEW))).toBe('ok')
})

test('a reset works while signing in by password is switched off: it is the way to prove oneself inside', async () => {
  await changeSettings(scene.world, { methods: { ...METHODS, password: false } })
  expect(await outcome(reset(fresh(), await sentReset(fresh()), NEW))).toBe('ok')
})

test('U1: what happened is in the audit log, without an address', async () => {
  await reset(fresh(), await sentReset(fresh()), NEW)
  expect(tally(await auditLines(scene.world))).toMatchObject({
    'portal.reset_requested ok': 1,
    'account.password_changed ok': 1,
  })
})

test('a reset mail of staff that could not be sent shows at the account; one that the participant asked for in the diagnostics', async () => {
  const hook = resetMailGivenUp(scene.world.deps)
  await sentReset(fresh())
  const { id } = await scene.world.db.selectFrom('one_time_secret').select('id').executeTakeFirstOrThrow()
  const given = { id: 'message', now: scene.world.now }
  await inTransaction(scene.world.db, (tx) => hook(tx, { ...given, ref: { kind: 'sign_in', id } }))
  expect((await accountRow(scene.world, participantId)).reset_failed_at).toBeNull()
  const { rev } = await accountRow(scene.world, participantId)
  await inTransaction(scene.world.db, (tx) => hook(tx, { ...given, ref: { kind: 'reset', id: participantId } }))
  const account = await accountRow(scene.world, participantId)
  expect([account.reset_failed_at, account.rev > rev]).toEqual([scene.world.now, true])
  expect((await story(scene.world, participantId)).filter((line) => line === 'reset send_failed')).toHaveLength(2)
  expect(await auditLines(scene.world)).toContain('account.reset_failed refused')
  await inTransaction(scene.world.db, (tx) => hook(tx, { ...given, ref: { kind: 'invite', id: participantId } }))
})
