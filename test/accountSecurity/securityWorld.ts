import type { Connected } from '../../server/platform/database/connect'
import type { Message } from '../../server/platform/mail/message'
import { totpCode, totpStep } from '../../server/platform/secrets/totp'
import { Browser, openWorld, PASSWORD, type World } from '../invites/portalWorld'
import { fromBase32 } from '../staff/staffWorld'
import { testNotices } from '../support/notices'

/** One server process whose messages are kept. */
export interface SecurityWorld {
  readonly world: World
  readonly sent: Message[]
}

export function openSecurityWorld(connected: Pick<Connected, 'db'>): SecurityWorld {
  const world = openWorld(connected)
  const { notices, sent } = testNotices(world.deps.clinic)
  Object.assign(world.deps, { notices })
  return { world, sent }
}

export const codeAt = (secret: Buffer, now: Date, steps = 0) => totpCode(secret, totpStep(now) + steps)
/** Six digits that no step near `now` has. */
export function wrongCode(secret: Buffer, now: Date): string {
  const right = [-1, 0, 1].map((steps) => codeAt(secret, now, steps))
  return ['000000', '111111', '222222', '333333'].find((code) => !right.includes(code)) ?? ''
}

/** The security procedures as this browser reaches them now. */
export async function security(browser: Browser) {
  return (await browser.api()).security
}

/** Begins and confirms a factor at the world's present time. */
export async function enrol(browser: Browser, name = 'Phone') {
  const { factorId, secret: text } = await (await security(browser)).beginFactor({ name })
  const secret = fromBase32(text)
  const { recoveryCodes } = await (await security(browser)).confirmFactor({
    factorId,
    code: codeAt(secret, browser.world.now),
  })
  return { factorId, secret, text, recoveryCodes: recoveryCodes ?? [] }
}

/** A second browser of the same person, signed in by password: only before there is a second factor. */
export async function secondBrowser(world: World, email = 'robin@example.org', password = PASSWORD): Promise<Browser> {
  const browser = new Browser(world, '203.0.113.99')
  await browser.signIn(email, password)
  return browser
}

/** The same cookies in front of another server process. */
export function atProcess(browser: Browser, world: World): Browser {
  const other = new Browser(world, browser.address)
  other.session = browser.session
  return other
}

export const pass = (world: World, milliseconds: number) => {
  world.now = new Date(world.now.getTime() + milliseconds)
}

/** Everything stored, as text: for canaries. Bytes as hex. */
export async function everyRow({ db }: World): Promise<string> {
  const tables = [
    'account',
    'attempt',
    'audit_log',
    'invite',
    'one_time_secret',
    'portal_challenge',
    'portal_session',
    'rate_counter',
    'recovery_code',
    'sign_in_attempt',
    'totp_factor',
  ] as const
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()))
  return JSON.stringify(rows, (_key, value: unknown) => bytesAsText(value))
}

function bytesAsText(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'Buffer') return value
  if (!('data' in value) || !Array.isArray(value.data)) return value
  const bytes = Buffer.from(value.data)
  return `${bytes.toString('hex')} ${bytes.toString('latin1')} ${bytes.toString('base64url')}`
}
