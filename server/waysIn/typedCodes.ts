import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { newSmsCode, plainCode } from '../../shared/waysIn/waysInRules'
import type { AttemptRule } from '../platform/rate/attempts'
import type { SlidingRule } from '../platform/rate/slidingAttempts'
import type { Secrets } from '../platform/secrets/secrets'
import type { SecretRow } from './requestStore'

const HOUR = 60 * 60
const QUARTER = 15 * 60
const DAY = 24 * HOUR

/** With a key outside the database, over row and code: a leaked table cannot be searched through, and a code serves its own row only. */
export function typedCodeHash(secrets: Pick<Secrets, 'deriveKey'>, secretId: string, code: string): Buffer {
  return createHmac('sha256', secrets.deriveKey('typed-code')).update(`${secretId}:${code}`).digest()
}

/** Six digits that none of `taken` are: two accounts of one number must not get one code. */
export function drawCode(taken: ReadonlySet<string>): string {
  for (;;) {
    const code = newSmsCode((limit) => randomInt(limit))
    if (!taken.has(code)) return code
  }
}

/** The row that this typed code belongs to. All rows are compared, each in constant time. */
export function findTyped(
  secrets: Pick<Secrets, 'deriveKey'>,
  rows: readonly SecretRow[],
  typed: string,
): SecretRow | null {
  const code = plainCode(typed)
  return rows.reduce<SecretRow | null>(
    (found, row) => (timingSafeEqual(typedCodeHash(secrets, row.id, code), row.hash) ? (found ?? row) : found),
    null,
  )
}

/**
 * L2: wrong codes of one contact, whichever request they are typed for, so that a resend gives no new tries: 5 within an hour, then 15 minutes
 * in which none is looked at. Counted for contacts that nobody has as well.
 */
export function typedCodeBudget(contactHash: Buffer, now: Date): AttemptRule {
  const key = `sms-codes/${contactHash.toString('base64url')}`
  return { key, limit: 5, windowSeconds: HOUR, lockSeconds: QUARTER, now }
}

/** The longer cap behind the pauses: 20 wrong codes of one contact in any 24 hours. A right one does not refill it. */
export function typedCodesPerDay(contactHash: Buffer, now: Date): SlidingRule {
  const key = `sms-codes-day/${contactHash.toString('base64url')}`
  return { key, limit: 20, windowSeconds: DAY, lockSeconds: 'slides', now }
}
