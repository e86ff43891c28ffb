import { randomUUID } from 'node:crypto'
import { sealFactorSecret } from '../../server/accountSecurity/factorStore'
import { makeRecoveryCodes } from '../../server/accountSecurity/recoveryCodes'
import type { Connected } from '../../server/platform/database/connect'
import { inTransaction } from '../../server/platform/database/transaction'
import type { Message } from '../../server/platform/mail/message'
import { newTotpSecret, totpCode, totpStep } from '../../server/platform/secrets/totp'
import { createTrpc } from '../../server/platform/trpc/createTrpc'
import type { PortalContext } from '../../server/portal/portalContext'
import { createPortalRouter } from '../../server/portal/portalRouter'
import { dispatchNext } from '../../server/waysIn/requestDispatch'
import type { ClinicSettings } from '../../shared/clinic/clinicSchemas'
import {
  addClinic,
  addParticipant,
  Browser,
  type Clinic,
  invite,
  openWorld as openPortal,
  PASSWORD,
  quickHasher,
  START,
  type World,
} from '../invites/portalWorld'
import { testNotices } from '../support/notices'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { testSecrets } from '../support/testSecrets'

export const EMAIL = 'robin@example.org'
export const PHONE = '(604) 555-0142'
export const METHODS = { password: true, emailLink: true, smsCode: true }

/** One server process: the portal's world with its messages caught, and the look at waiting requests done when a test says so. */
export interface WaysIn extends World {
  readonly sent: Message[]
  /** Does what the request worker of a server does; returns the new messages. */
  deliver(): Promise<readonly Message[]>
}

export function openWaysIn({ db }: Pick<Connected, 'db'>, now = START): WaysIn {
  const plain = openPortal({ db }, quickHasher(), now)
  const { notices, sent } = testNotices(plain.deps.clinic)
  const deps = { ...plain.deps, notices }
  const router = createPortalRouter(createTrpc<PortalContext>({ limit: async () => undefined }), deps)
  const world: WaysIn = {
    db,
    deps,
    router,
    callerOf: (context) => router.createCaller(context),
    now,
    sent,
    async deliver() {
      const before = sent.length
      while (await dispatchNext(deps, world.now));
      return sent.slice(before)
    },
  }
  return world
}

export interface Scene {
  readonly database: TestDatabase
  readonly world: WaysIn
  readonly clinic: Clinic
}

export async function openScene(settings: Partial<ClinicSettings> = {}): Promise<Scene> {
  const database = await createTestDatabase()
  const world = openWaysIn(database)
  const clinic = await addClinic(world, { methods: METHODS, ...settings })
  return { database, world, clinic }
}

export async function changeSettings(world: World, settings: Partial<ClinicSettings>): Promise<void> {
  const row = await world.db.selectFrom('clinic').select(['settings', 'rev']).executeTakeFirstOrThrow()
  const changed = JSON.stringify({ ...row.settings, ...settings })
  await world.db
    .updateTable('clinic')
    .set({ settings: changed, rev: row.rev + 1_000_000 })
    .execute()
}

export interface Held {
  readonly emails?: readonly string[]
  readonly phones?: readonly string[]
}

/** The contacts of a record, the first of each starred. */
export function contacts({ emails = [], phones = [] }: Held) {
  const rows = (values: readonly string[]) =>
    Object.fromEntries(values.map((value) => [randomUUID(), { value, label: '' }]))
  const held = { emails: rows(emails), phones: rows(phones) }
  const [defaultEmail = null] = Object.keys(held.emails)
  const [defaultPhone = null] = Object.keys(held.phones)
  return { ...held, defaultEmail, defaultPhone }
}

/** Somebody with an account, whose record holds these contacts; signed in in `browser`. */
export async function person(
  { world, clinic }: Scene,
  held: Held = { emails: [EMAIL], phones: [PHONE] },
  email = held.emails?.[0] ?? 'typed@example.org',
  { password = PASSWORD, consents = true } = {},
) {
  const participantId = await addParticipant(world, clinic, contacts(held))
  const { token } = await invite(world, clinic, participantId)
  const browser = new Browser(world)
  await browser.open(token)
  await browser.accept(email, password)
  if (consents) await browser.agreeToAll()
  return { participantId, browser }
}

export const askLink = async (browser: Browser, email = EMAIL, shared = false) =>
  (await browser.api()).auth.requestLink({ email, shared, language: 'en' })
export const askCode = async (browser: Browser, phone = PHONE, shared = false) =>
  (await browser.api()).auth.requestCode({ phone, shared, language: 'en' })
export const askReset = async (browser: Browser, email = EMAIL) =>
  (await browser.api()).auth.requestReset({ email, language: 'en' })
export const openLink = async (browser: Browser, token: string, confirmed = false) =>
  (await browser.api()).auth.openLink({ token, confirmed })
export const typeCode = async (browser: Browser, code: string) => (await browser.api()).auth.verifyCode({ code })
export const typeSecond = async (browser: Browser, code: string) => (await browser.api()).auth.verifySecond({ code })
export const resend = async (browser: Browser) => (await browser.api()).auth.resend()
export const reset = async (browser: Browser, token: string, password: string) =>
  (await browser.api()).auth.reset({ token, password })
export const me = async (browser: Browser) => (await browser.api()).auth.me()

/** The token in the link of the newest mail. */
export function tokenOf(message: Message | undefined): string {
  return message?.links[0]?.split('#')[1] ?? ''
}

/** Asks, delivers, and gives the link's token. */
export async function sentLink(browser: Browser, email = EMAIL): Promise<string> {
  await askLink(browser, email)
  const [message] = await (browser.world as WaysIn).deliver()
  return tokenOf(message)
}

export async function sentCode(browser: Browser, phone = PHONE): Promise<string> {
  await askCode(browser, phone)
  const [message] = await (browser.world as WaysIn).deliver()
  return message?.code ?? ''
}

export async function sentReset(browser: Browser, email = EMAIL): Promise<string> {
  await askReset(browser, email)
  const [message] = await (browser.world as WaysIn).deliver()
  return tokenOf(message)
}

/** A six-digit code that is not the right one. */
export function otherCode(code: string): string {
  return code === '000000' ? '000001' : '000000'
}

/** Gives the account an active authenticator app; returns what it shows, `offset` steps away from now. */
export async function addFactor(world: World, participantId: string, status: 'verified' | 'unverified' = 'verified') {
  const [id, secret] = [randomUUID(), newTotpSecret()]
  const sealed = sealFactorSecret(testSecrets, participantId, id, secret)
  const times = { created_at: world.now, verified_at: status === 'verified' ? world.now : null }
  await world.db
    .insertInto('totp_factor')
    .values({ id, participant_id: participantId, name: 'Phone', secret: sealed, status, ...times })
    .execute()
  return (offset = 0) => totpCode(secret, totpStep(world.now) + offset)
}

export async function addRecoveryCodes(world: World, participantId: string): Promise<readonly string[]> {
  return await inTransaction(world.db, (tx) => makeRecoveryCodes(tx, participantId, world.now))
}

export async function setAccount(world: World, participantId: string, values: Record<string, unknown>): Promise<void> {
  await world.db.updateTable('account').set(values).where('participant_id', '=', participantId).execute()
}

export async function accountRow(world: World, participantId: string) {
  return await world.db
    .selectFrom('account')
    .selectAll()
    .where('participant_id', '=', participantId)
    .executeTakeFirstOrThrow()
}

/** The true story, oldest first, as `way reason`. */
export async function story(world: World, participantId: string | null): Promise<string[]> {
  const rows = await world.db
    .selectFrom('sign_in_attempt')
    .selectAll()
    .where('way', '!=', 'invite')
    .orderBy('at')
    .execute()
  return rows.filter((row) => row.participant_id === participantId).map(({ way, reason }) => `${way} ${reason}`)
}
