import { randomBytes, timingSafeEqual } from 'node:crypto'
import { generateSync, generateURI, ScureBase32Plugin } from 'otplib'

/** The only file that knows otplib. M1: SHA-1, 6 digits, 30 s, secrets of 160 bits. */
const STEP_SECONDS = 30
const SECRET_BYTES = 20
const CODE = /^[0-9]{6}$/

export function newTotpSecret(random: (size: number) => Buffer = randomBytes): Buffer {
  return random(SECRET_BYTES)
}

/** Base32 without padding, for people who type it instead of scanning. */
export function totpSecretText(secret: Buffer): string {
  return new ScureBase32Plugin().encode(secret, { padding: false })
}

/** What the QR code holds. `label` is the account's name in the authenticator. */
export function otpauthUrl(secret: Buffer, issuer: string, label: string): string {
  return generateURI({ strategy: 'totp', issuer, label, secret: totpSecretText(secret) })
}

/** The number of the 30-second step that `now` falls into (RFC 6238, T). */
export function totpStep(now: Date): number {
  return Math.floor(now.getTime() / 1000 / STEP_SECONDS)
}

export function totpCode(secret: Buffer, step: number): string {
  return generateSync({
    secret,
    strategy: 'totp',
    epoch: step * STEP_SECONDS,
    period: STEP_SECONDS,
    digits: 6,
    algorithm: 'sha1',
  })
}

/**
 * The newest step of -1, 0, +1 whose code this is, or null (M1). All three are always compared, in constant time.
 * Whether the step was used before is decided by the database (M2).
 */
export function matchStep(secret: Buffer, code: string, now: Date): number | null {
  if (!CODE.test(code)) return null
  const current = totpStep(now)
  return [current - 1, current, current + 1].reduce<number | null>(
    (found, step) => (step >= 0 && sameCode(totpCode(secret, step), code) ? step : found),
    null,
  )
}

function sameCode(expected: string, code: string): boolean {
  return timingSafeEqual(Buffer.from(expected), Buffer.from(code))
}
