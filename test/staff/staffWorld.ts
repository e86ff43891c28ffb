import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createPasswordHasher, type PasswordHasher } from '../../server/accounts/passwordHash'
import { deviceIdOf, type SignedRequest, sha256Text } from '../../server/devices/deviceProof'
import { createDeviceService, type DeviceService } from '../../server/devices/deviceService'
import type { Connected } from '../../server/platform/database/connect'
import { inTransaction, nextRev } from '../../server/platform/database/transaction'
import { totpCode, totpStep } from '../../server/platform/secrets/totp'
import { endDeviceSessions } from '../../server/staff/sessionStore'
import { createStaffAuthService, type StaffAuthService } from '../../server/staff/staffAuthService'
import type { ProvenDevice } from '../../server/staff/staffContext'
import { createStaff } from '../../server/staff/staffService'
import type { Role } from '../../shared/access/roles'
import { deviceProofText } from '../../shared/devices/deviceProof'
import type { ErrorCode } from '../../shared/errors/errorCodes'
import { CodedError } from '../../shared/errors/errorCodes'
import type { StaffMe } from '../../shared/staff/staffSchemas'

export const START = new Date('2026-03-02T09:00:00.000Z')
export const PASSWORD = 'correct horse battery staple'
export const minutes = (count: number, from: Date = START) => new Date(from.getTime() + count * 60_000)
export const seconds = (count: number, from: Date = START) => new Date(from.getTime() + count * 1000)

/** One console as a test sees it: its key and what it shows of itself. */
export interface TestConsole {
  readonly device: ProvenDevice
  readonly privateKey: KeyObject
}

export interface World {
  readonly db: Connected['db']
  readonly auth: StaffAuthService
  readonly devices: DeviceService
  readonly hasher: PasswordHasher
}

/** Hashing that costs nearly nothing, for tests that are about something else. */
export const quickHasher = (): PasswordHasher =>
  createPasswordHasher({ cost: { memoryCost: 64, timeCost: 1, parallelism: 1, outputLen: 32 } })

/** The services of one server process on `connected`. */
export function openWorld(connected: Connected, hasher: PasswordHasher = quickHasher()): World {
  const { db, secrets } = connected
  return {
    db,
    hasher,
    auth: createStaffAuthService({ db, sealing: secrets, hasher }),
    devices: createDeviceService({ db, endSessions: endDeviceSessions }),
  }
}

export function newConsole(): TestConsole {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(String(publicKey.export({ format: 'jwk' }).x), 'base64url')
  return { device: { id: deviceIdOf(raw), publicKey: raw, appVersion: '1.0.0' }, privateKey }
}

export const from = (console_: TestConsole, now: Date) => ({ device: console_.device, address: '127.0.0.1', now })

export async function addStaff(world: World, email: string, role: Role = 'staff', now = START): Promise<string> {
  const displayName = email.split('@')[0] ?? email
  const staff = { email, displayName, role, now, password: PASSWORD }
  return (await inTransaction(world.db, (tx) => createStaff(tx, world.hasher, staff))).id
}

export async function addClinic(world: World): Promise<void> {
  await inTransaction(world.db, async (tx) => {
    const rev = await nextRev(tx)
    const text = { name: 'Alder Clinic', phone: '', email: '', address: '', time_zone: 'UTC', mail_sender: '' }
    const epoch = '00000000-0000-4000-8000-000000000001'
    await tx
      .insertInto('clinic')
      .values({ rev, epoch, ...text, settings: '{}' })
      .execute()
  })
}

export async function suspend(world: World, staffId: string, now = START): Promise<void> {
  await world.db.updateTable('staff').set({ suspended_at: now }).where('id', '=', staffId).execute()
}

/** Signs in for the first time: password, scan, code. Gives the secret for later codes. */
export async function enrolAndSignIn(world: World, email: string, on: TestConsole, now = START) {
  const { challenge } = await world.auth.signIn({ email, password: PASSWORD }, from(on, now))
  const secret = fromBase32((await world.auth.enrol({ challenge }, from(on, now))).secret)
  const answer = await typeCode(world, challenge, codeAt(secret, now), on, now)
  return { secret, ...answer }
}

export async function signInAgain(world: World, email: string, secret: Buffer, on: TestConsole, now: Date) {
  const { challenge } = await world.auth.signIn({ email, password: PASSWORD }, from(on, now))
  return typeCode(world, challenge, codeAt(secret, now), on, now)
}

export function typeCode(
  world: World,
  challenge: string,
  code: string,
  on: TestConsole,
  now: Date,
): Promise<{ sessionToken: string; me: StaffMe }> {
  return world.auth.verify({ challenge, code, deviceName: 'Front desk' }, from(on, now))
}

export const codeAt = (secret: Buffer, now: Date) => totpCode(secret, totpStep(now))

/** A code that is right in none of the three steps around `now`. */
export function wrongCode(secret: Buffer, now: Date): string {
  const right = new Set([-1, 0, 1].map((offset) => totpCode(secret, totpStep(now) + offset)))
  return ['000000', '111111', '222222', '333333'].find((code) => !right.has(code)) ?? '444444'
}

export interface Sent {
  readonly method?: string
  readonly path?: string
  readonly body?: string
  readonly token: string | null
}

/** The request as a console signs it; a test then changes one thing about it. */
export function signedBy(on: TestConsole, { method = 'POST', path = '/api/staff/sync.pull', body = '', token }: Sent) {
  const bodySha256 = sha256Text(body)
  const text = deviceProofText({ method, path, bodySha256, sessionSha256: sha256Text(token ?? '') })
  const proof = sign(null, Buffer.from(text), on.privateKey).toString('base64url')
  const deviceKey = on.device.publicKey.toString('base64url')
  return { method, path, bodySha256, sessionToken: token, deviceKey, proof } satisfies SignedRequest
}

/** The code of the refusal, or `ok`. Any other error is passed on. */
export async function outcome(work: Promise<unknown>): Promise<ErrorCode | 'ok'> {
  try {
    await work
    return 'ok'
  } catch (error) {
    if (error instanceof CodedError) return error.code
    throw error
  }
}

export function count<T extends string>(values: readonly T[]): Partial<Record<T, number>> {
  const counts: Partial<Record<T, number>> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

/** Audit rows as `action outcome target reason`. */
export async function auditLines(world: World): Promise<string[]> {
  const rows = await world.db.selectFrom('audit_log').selectAll().orderBy('seq').execute()
  return rows.map((row) => [row.action, row.outcome, row.target_id, reasonOf(row.detail)].join(' ').trim())
}

function reasonOf(detail: unknown): string {
  return typeof detail === 'object' && detail !== null && 'reason' in detail ? String(detail.reason) : ''
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest()

export function fromBase32(text: string): Buffer {
  const bits = [...text].map((character) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character).toString(2).padStart(5, '0'),
  )
  return Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)
      ?.map((byte) => Number.parseInt(byte, 2)) ?? [],
  )
}
