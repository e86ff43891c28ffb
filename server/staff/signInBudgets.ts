import { createHash } from 'node:crypto'
import type { AttemptRule } from '../platform/rate/attempts'

const QUARTER = 15 * 60
const HOUR = 60 * 60

/** Wrong passwords of one email: 5, then 15 minutes (product.md, Q3). The email is hashed: strangers' typing is not collected. */
export function passwordBudget(emailNorm: string, now: Date): AttemptRule {
  const key = `staff-password/${createHash('sha256').update(emailNorm).digest('hex')}`
  return { key, limit: 5, windowSeconds: QUARTER, lockSeconds: QUARTER, now }
}

/** Wrong codes of one staff member across all challenges: 10 in any hour (M3). */
export function codesPerHour(staffId: string, now: Date): AttemptRule {
  return { key: `staff-codes-hour/${staffId}`, limit: 10, windowSeconds: HOUR, lockSeconds: 'slides', now }
}

/** Wrong codes in a row: 100, then none is looked at until the second factor is reset (M3). */
export function codesInARow(staffId: string, now: Date): AttemptRule {
  return { key: `staff-codes-row/${staffId}`, limit: 100, windowSeconds: null, lockSeconds: null, now }
}

/** Wrong present passwords while somebody signed in changes theirs: 5, then 15 minutes. Does not pause signing in (Q3). */
export function passwordChangeBudget(staffId: string, now: Date): AttemptRule {
  return { key: `staff-password-change/${staffId}`, limit: 5, windowSeconds: QUARTER, lockSeconds: QUARTER, now }
}
