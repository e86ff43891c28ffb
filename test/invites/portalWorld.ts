import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { TRPCError } from '@trpc/server'
import type { PasswordHasher } from '../../server/accounts/passwordHash'
import { authenticate } from '../../server/accounts/portalSession'
import { createClinicService } from '../../server/clinic/clinicService'
import { applyInvite, type InviteItem, type InviteResult, prepareInvite } from '../../server/invites/inviteCommands'
import type { Connected } from '../../server/platform/database/connect'
import { inTransaction, nextRev, notify } from '../../server/platform/database/transaction'
import { createTrpc } from '../../server/platform/trpc/createTrpc'
import { codedErrorOf } from '../../server/platform/trpc/trpcErrors'
import type { PortalContext } from '../../server/portal/portalContext'
import { createPortalRouter, type PortalDeps, type PortalRouter } from '../../server/portal/portalRouter'
import type { WriteCaller } from '../../server/sync/writeCaller'
import type { Role } from '../../shared/access/roles'
import type { ClinicSettings } from '../../shared/clinic/clinicSchemas'
import { CONSENT_DOCUMENTS } from '../../shared/consent/consentSchemas'
import { CodedError, type ErrorCode } from '../../shared/errors/errorCodes'
import { formatShortCode, normaliseShortCode, shortCodeFromBytes } from '../../shared/invites/inviteLinks'
import type { ParticipantFields } from '../../shared/participants/participantSchemas'
import { testNotices } from '../support/notices'
import { testSecrets } from '../support/testSecrets'

export const START = new Date('2026-03-02T09:00:00.000Z')
export const PASSWORD = 'correct horse battery staple'
export const after = (milliseconds: number, from: Date = START) => new Date(from.getTime() + milliseconds)
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** A hasher as quick as a test needs, which counts; the real one has tests of its own. The pause lets parallel calls interleave. */
export function quickHasher(): PasswordHasher & { compared: number } {
  const digest = (text: string, salt: string) =>
    createHash('sha256')
      .update(salt + text.normalize('NFKC'))
      .digest('hex')
  const hasher = {
    compared: 0,
    async hashPassword(password: string) {
      const salt = randomBytes(8).toString('hex')
      return `${salt}.${digest(password, salt)}`
    },
    async verifyPassword(phc: string, password: string) {
      hasher.compared++
      await sleep(3)
      const [salt = '', hash] = phc.split('.')
      return digest(password, salt) === hash
    },
    async verifyAgainstNobody(_password: string): Promise<false> {
      hasher.compared++
      await sleep(3)
      return false
    },
    needsRehash: () => false,
  }
  return hasher
}

/** One server process on a database: its services, and the time it believes in. */
export interface World {
  readonly db: Connected['db']
  readonly deps: PortalDeps
  readonly router: PortalRouter
  readonly callerOf: (context: PortalContext) => PortalApi
  now: Date
}
type PortalApi = ReturnType<PortalRouter['createCaller']>

export function openWorld({ db }: Pick<Connected, 'db'>, hasher: PasswordHasher = quickHasher(), now = START): World {
  const clinic = createClinicService({ db, portalUrl: 'https://portal.example.org' })
  const deps: PortalDeps = {
    db,
    hasher,
    clinic,
    notices: testNotices(clinic).notices,
    secrets: testSecrets,
    announce: (tx, rev) => notify(tx, 'vestibule_sync', String(rev)),
  }
  const router = createPortalRouter(createTrpc<PortalContext>({ limit: async () => undefined }), deps)
  return { db, deps, router, callerOf: (context) => router.createCaller(context), now }
}

export interface Clinic {
  readonly staffId: string
  readonly programId: string
}

/** A clinic with one member of staff, one program and the three consent texts, version 1. */
export async function addClinic(world: World, settings: Partial<ClinicSettings> = {}): Promise<Clinic> {
  const clinic = { staffId: randomUUID(), programId: randomUUID() }
  await inTransaction(world.db, async (tx) => {
    const rev = () => nextRev(tx)
    const text = { name: 'Alder Clinic', phone: '555 0100', email: 'desk@alder.example', address: '1 Alder Lane' }
    const rest = { time_zone: 'UTC', mail_sender: 'no-reply@portal.example.org', settings: JSON.stringify(settings) }
    await tx
      .insertInto('clinic')
      .values({ rev: await rev(), epoch: randomUUID(), ...text, ...rest })
      .execute()
    await tx
      .insertInto('program')
      .values({ id: clinic.programId, rev: await rev(), name: 'Day program' })
      .execute()
    await tx
      .insertInto('staff')
      .values({
        id: clinic.staffId,
        rev: await rev(),
        email: 'sam@alder.example',
        display_name: 'Sam Reed',
        role: 'staff',
        password_hash: '-',
      })
      .execute()
  })
  for (const documentId of CONSENT_DOCUMENTS) await publishText(world, documentId, 1)
  return clinic
}

export async function publishText(world: World, documentId: string, version: number, language = 'en'): Promise<void> {
  const [title, body] = [`${documentId} ${version} ${language}`, `Body of ${documentId}.`]
  const hash = createHash('sha256').update(`${title}\n${body}`).digest('hex')
  await world.db
    .insertInto('consent_text')
    .values({ document_id: documentId, version, language, title, body, hash })
    .execute()
}

export async function addParticipant(
  world: World,
  { programId, staffId }: Clinic,
  fields: Partial<ParticipantFields> = {},
): Promise<string> {
  const id = randomUUID()
  const all: ParticipantFields = {
    givenName: 'Robin',
    familyName: 'Marsh',
    preferredName: '',
    pronouns: '',
    birthDate: '1984-03-09',
    fileNumber: `F-${id.slice(0, 8)}`,
    language: 'en',
    address: '',
    programId,
    defaultEmail: null,
    defaultPhone: null,
    emails: {},
    phones: {},
    ...fields,
  }
  await inTransaction(world.db, async (tx) => {
    const times = { created_at: world.now, updated_at: world.now, updated_by: staffId, updated_by_name: 'Sam Reed' }
    const rev = await nextRev(tx)
    await tx
      .insertInto('participant')
      .values({ id, rev, program_id: programId, fields: JSON.stringify(all), ...times })
      .execute()
  })
  return id
}

export function staffCaller(world: World, { staffId }: Clinic, role: Role = 'staff'): WriteCaller {
  return { staffId, displayName: 'Sam Reed', role, deviceId: 'console-1', address: '127.0.0.1', now: world.now }
}

/** What a console makes on its own, also offline: ids, token, letter code and their hashes. */
export function newLink() {
  const token = randomBytes(32).toString('base64url')
  const shortCode = shortCodeFromBytes(randomBytes(10))
  const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url')
  return {
    token,
    shortCode: formatShortCode(normaliseShortCode(shortCode) ?? ''),
    item: { inviteId: randomUUID(), tokenHash: hashOf(token), shortHash: hashOf(normaliseShortCode(shortCode) ?? '') },
  }
}

/** A command as the sync push runs it: prepared outside, applied inside one transaction. */
export async function command(world: World, caller: WriteCaller, item: InviteItem): Promise<InviteResult> {
  const prepared = await prepareInvite(world.deps, item)
  return await inTransaction(world.db, (tx) => applyInvite(world.deps, tx, caller, item, prepared))
}

export interface Invited {
  readonly inviteId: string
  readonly token: string
  readonly shortCode: string
}

export async function invite(
  world: World,
  clinic: Clinic,
  participantId: string,
  verbalCode: string | null = null,
): Promise<Invited> {
  const { token, shortCode, item } = newLink()
  const fields = { writeId: randomUUID(), kind: 'invite.create', participantId, verbalCode } as const
  const result = await command(world, staffCaller(world, clinic), { ...fields, ...item })
  if (result.outcome !== 'applied') throw new Error(`the invite was refused: ${result.reason}`)
  return { inviteId: item.inviteId, token, shortCode }
}

/** One person's browser: its cookies, and the portal API as it reaches it at the world's present time. */
export class Browser {
  session: string | null = null
  inviteSession: string | null = null
  signInRequest: string | null = null
  challenge: string | null = null
  lockMinutes: number | null = null
  /** How often it was asked to forget what the portal stored. */
  cleared = 0
  constructor(
    readonly world: World,
    readonly address = '203.0.113.7',
  ) {}

  async api(): Promise<PortalApi> {
    const { now } = this.world
    return this.world.callerOf({
      requestId: 'test',
      address: this.address,
      callsInRequest: 1,
      now,
      ...(await authenticate(this.world.deps, this.session, now)),
      inviteSession: this.inviteSession,
      setSessionCookie: (token) => {
        this.session = token
      },
      clearSessionCookie: () => {
        this.session = null
      },
      setInviteCookie: (token) => {
        this.inviteSession = token
      },
      clearInviteCookie: () => {
        this.inviteSession = null
      },
      signInRequest: this.signInRequest,
      challenge: this.challenge,
      rememberedLock: this.lockMinutes,
      deviceWords: 'Firefox on Linux',
      setRequestCookie: (token) => {
        this.signInRequest = token
      },
      clearRequestCookie: () => {
        this.signInRequest = null
      },
      setChallengeCookie: (token) => {
        this.challenge = token
      },
      clearChallengeCookie: () => {
        this.challenge = null
      },
      setLockCookie: (minutes) => {
        this.lockMinutes = minutes
      },
      clearSiteData: () => {
        this.cleared += 1
      },
    })
  }

  async open(token: string) {
    return (await this.api()).invite.open({ token })
  }

  async verify(code: string) {
    return (await this.api()).invite.verify({ code })
  }

  async accept(email = 'robin@example.org', password = PASSWORD) {
    return (await this.api()).invite.accept({ email, displayName: 'Robin M', password, language: 'en' })
  }

  async signIn(email = 'robin@example.org', password = PASSWORD) {
    return (await this.api()).auth.signIn({ email, password })
  }

  /** Agrees to whatever is open; returns how many texts that were. */
  async agreeToAll(): Promise<number> {
    for (let agreed = 0; ; agreed++) {
      const { text } = await (await this.api()).consent.current()
      if (!text) return agreed
      const { documentId, version, language, hash } = text
      await (await this.api()).consent.agree({ documentId, version, language, hash })
    }
  }
}

/** Invited, opened, accepted and through the consents. */
export async function joined(world: World, clinic: Clinic, email = 'robin@example.org', password = PASSWORD) {
  const participantId = await addParticipant(world, clinic)
  const { token } = await invite(world, clinic, participantId)
  const browser = new Browser(world)
  await browser.open(token)
  await browser.accept(email, password)
  await browser.agreeToAll()
  return { participantId, browser }
}

/** The refusal of a call, or null. Any other error is passed on. */
export async function refusal(work: Promise<unknown>): Promise<CodedError | null> {
  try {
    await work
    return null
  } catch (error) {
    const coded = error instanceof TRPCError ? codedErrorOf(error) : error
    if (coded instanceof CodedError && coded.code !== 'INTERNAL') return coded
    throw error
  }
}

export async function outcome(work: Promise<unknown>): Promise<ErrorCode | 'ok'> {
  return (await refusal(work))?.code ?? 'ok'
}

export function tally<T extends string>(values: readonly T[]): Partial<Record<T, number>> {
  const counts: Partial<Record<T, number>> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

/** Audit rows as `action outcome`. */
export async function auditLines(world: World): Promise<string[]> {
  const rows = await world.db.selectFrom('audit_log').select(['action', 'outcome']).orderBy('seq').execute()
  return rows.map((row) => `${row.action} ${row.outcome}`)
}

export async function inviteRow(world: World, id: string) {
  return await world.db.selectFrom('invite').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}
