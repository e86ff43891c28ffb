import type { Kysely } from 'kysely'
import { CodedError } from '../../shared/errors/errorCodes'
import type { Tables } from '../platform/database/tables'
import { clearFailures, takeAttempt } from '../platform/rate/attempts'

const QUARTER_SECONDS = 15 * 60

export interface PasswordDeps {
  readonly db: Kysely<Tables>
  readonly hasher: { verifyPassword(stored: string, password: string): Promise<boolean> }
}

/**
 * F3: a colleague types their password once more before an export. `INVALID_INPUT` names `password` and says how many tries are left, five and then
 * 15 minutes as `TOO_MANY_REQUESTS`. The count is taken before the comparison (Q2), and neither ends the session (Q3).
 */
export async function passwordAgain(
  { db, hasher }: PasswordDeps,
  staffId: string,
  password: string,
  now: Date,
): Promise<void> {
  const key = `staff-password-again/${staffId}`
  const attempt = await takeAttempt(db, {
    key,
    limit: 5,
    windowSeconds: QUARTER_SECONDS,
    lockSeconds: QUARTER_SECONDS,
    now,
  })
  if (!attempt.allowed) throw new CodedError('TOO_MANY_REQUESTS', {}, attempt.retryAfterSeconds)
  const staff = await db.selectFrom('staff').select('password_hash').where('id', '=', staffId).executeTakeFirst()
  if (!staff || !(await hasher.verifyPassword(staff.password_hash, password)))
    throw new CodedError('INVALID_INPUT', {
      fields: [{ path: 'password', message: 'is not your present password' }],
      triesLeft: attempt.triesLeft,
    })
  await clearFailures(db, key)
}
