import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addParticipant, after, Browser, HOUR, invite, outcome, PASSWORD } from '../invites/portalWorld'
import {
  accountRow,
  addFactor,
  changeSettings,
  contacts,
  me,
  openLink,
  openScene,
  person,
  reset,
  type Scene,
  sentCode,
  sentLink,
  sentReset,
  setAccount,
  typeCode,
  typeSecond,
} from './waysInWorld'

/** Every way in x second factor x account state (M5), in one table. */
const NEW = 'nine slow rivers in one valley'
const WAYS = ['password', 'link', 'sms', 'reset', 'invite'] as const
const FACTORS = ['none', 'verified', 'required but none'] as const
const STATES = ['active', 'registering', 'locked', 'disabled', 'portal off'] as const
type Way = (typeof WAYS)[number]
type Factor = (typeof FACTORS)[number]
type State = (typeof STATES)[number]

let scene: Scene
let turn = 0

beforeAll(async () => {
  scene = await openScene()
})
beforeEach(async () => {
  // Budgets of one test are no business of the next.
  turn += 1
  scene.world.now = after(turn * 2 * HOUR)
  await changeSettings(scene.world, { mfaRequired: false, portalEnabled: true })
})
afterAll(async () => await scene.database.drop())

/** What the visitor gets: a refusal, a second step, or a session and how far it opens. */
async function seen(work: () => Promise<unknown>, browser: Browser): Promise<string> {
  const refused = await outcome(work())
  if (refused !== 'ok') return refused
  if (browser.challenge !== null) return 'second'
  if (browser.session === null) return 'nothing'
  const { consentDone, mfaDone } = await me(browser)
  const inside = await outcome((await browser.api()).record.own())
  return [consentDone ? '' : 'consent', mfaDone ? '' : 'enrol', inside].filter((word) => word !== '').join(' ')
}

interface Somebody {
  readonly email: string
  readonly phone: string
  readonly participantId: string
  readonly code: (() => string) | null
}

async function somebody(factor: Factor, state: State): Promise<Somebody> {
  const email = `somebody${turn}@example.org`
  const phone = `604 555 ${1000 + turn}`
  const { participantId } = await person(scene, { emails: [email], phones: [phone] }, email, {
    consents: state !== 'registering',
  })
  const code = factor === 'verified' ? await addFactor(scene.world, participantId) : null
  if (factor === 'required but none') await changeSettings(scene.world, { mfaRequired: true })
  return { email, phone, participantId, code }
}

async function bring(state: State, { email, participantId }: Somebody): Promise<void> {
  if (state === 'disabled') await setAccount(scene.world, participantId, { disabled_at: scene.world.now })
  if (state === 'portal off') await changeSettings(scene.world, { portalEnabled: false })
  if (state !== 'locked') return
  for (let n = 0; n < 5; n++) await outcome(new Browser(scene.world).signIn(email, 'a wrong pass phrase'))
  expect((await accountRow(scene.world, participantId)).locked_until).not.toBeNull()
}

/** Takes the way up to its last step, brings the account into its state, and then takes the last step. */
async function take(way: Exclude<Way, 'invite'>, who: Somebody, state: State): Promise<[string, Browser]> {
  const browser = new Browser(scene.world)
  const last = await prepared(way, who, browser)
  await bring(state, who)
  return [await seen(last, browser), browser]
}

async function prepared(way: Exclude<Way, 'invite'>, { email, phone }: Somebody, browser: Browser) {
  if (way === 'password') return () => browser.signIn(email, PASSWORD)
  if (way === 'link') {
    const token = await sentLink(browser, email)
    return () => openLink(browser, token)
  }
  if (way === 'sms') {
    const code = await sentCode(browser, phone)
    return () => typeCode(browser, code)
  }
  const token = await sentReset(browser, email)
  return async () => {
    await reset(browser, token, NEW)
    expect(browser.session).toBeNull()
    await browser.signIn(email, NEW)
  }
}

function expected(way: Way, factor: Factor, state: State): string {
  const refused = { password: 'SIGN_IN_FAILED', link: 'LINK_NOT_WORKING', sms: 'CODE_WRONG', reset: 'LINK_NOT_WORKING' }
  if (state === 'portal off') return 'PORTAL_OFF'
  if (way === 'invite')
    return factor === 'required but none' ? 'consent enrol CONSENT_REQUIRED' : 'consent CONSENT_REQUIRED'
  if (state === 'disabled') return refused[way]
  // Q3: the pause is of passwords alone; a reset ends it.
  if (state === 'locked' && way === 'password') return 'SIGN_IN_FAILED'
  if (factor === 'verified') return 'second'
  const enrol = factor === 'required but none'
  if (state === 'registering') return enrol ? 'consent enrol CONSENT_REQUIRED' : 'consent CONSENT_REQUIRED'
  return enrol ? 'enrol MFA_REQUIRED' : 'ok'
}

describe.each(WAYS.filter((way) => way !== 'invite'))('M5: signing in by %s', (way) => {
  const rows = FACTORS.flatMap((factor) => STATES.map((state) => [factor, state] as const))
  test.each(rows)('second factor %s, account %s', async (factor, state) => {
    const who = await somebody(factor, state)
    const [answer, browser] = await take(way, who, state)
    expect(answer).toBe(expected(way, factor, state))
    if (answer !== 'second') return
    // Nothing is open yet, and the right code opens exactly what the first factor would have.
    expect(await outcome(me(browser))).toBe('NOT_SIGNED_IN')
    const opened = await seen(async () => typeSecond(browser, who.code?.() ?? ''), browser)
    expect(opened).toBe(expected(way, 'none', state === 'locked' ? 'active' : state))
  })
})

// An account that was just made has no factor and no state of its own; somebody who has an account cannot be invited (I7).
test.each([
  ['none', 'active'],
  ['required but none', 'active'],
  ['none', 'portal off'],
] as const)('M5: coming in by invite, second factor %s, %s', async (factor, state) => {
  const participantId = await addParticipant(scene.world, scene.clinic, contacts({}))
  const { token } = await invite(scene.world, scene.clinic, participantId)
  const browser = new Browser(scene.world)
  await browser.open(token)
  if (factor === 'required but none') await changeSettings(scene.world, { mfaRequired: true })
  if (state === 'portal off') await changeSettings(scene.world, { portalEnabled: false })
  const answer = await seen(() => browser.accept(`invited${turn}@example.org`), browser)
  expect(answer).toBe(expected('invite', factor, state))
})
