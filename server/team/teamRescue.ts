import type { Kysely } from 'kysely'
import type { AuditAction } from '../../shared/audit/auditSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { normaliseStaffEmail } from '../../shared/staff/signInRules'
import type { PasswordHasher } from '../accounts/passwordHash'
import { appendAudit } from '../audit/auditStore'
import type { Tables } from '../platform/database/tables'
import { inTransaction, type Tx } from '../platform/database/transaction'
import { clearFailures } from '../platform/rate/attempts'
import { passwordBudget, passwordChangeBudget } from '../staff/signInBudgets'
import { firstPassword } from '../staff/staffService'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { clearSecondFactor } from './memberMfa'
import { signOutEverywhere } from './teamStore'

const SYSTEM = { kind: 'system', id: null, role: null, deviceId: null, address: null } as const

/**
 * The second factor of a colleague, from the command line: whoever runs it holds the server's keys. For the day on which the only administrator has lost
 * a phone. `INVALID_INPUT` names the email nobody has.
 */
export async function resetMfaByCommand(
  deps: Pick<WaysInDeps, 'clinic' | 'notices'>,
  tx: Tx,
  email: string,
  now: Date,
): Promise<void> {
  const row = await lockByEmail(tx, email)
  await clearSecondFactor(deps, tx, row, now)
  await noteCommand(tx, row.id, 'team.mfa_reset', now)
}

/** A new first password, to be shown once; it has to be replaced at the next sign-in. */
export async function resetPasswordByCommand(
  db: Kysely<Tables>,
  hasher: Pick<PasswordHasher, 'hashPassword'>,
  email: string,
  now: Date,
): Promise<string> {
  const password = firstPassword()
  const hash = await hasher.hashPassword(password)
  await inTransaction(db, async (tx) => {
    const { id } = await lockByEmail(tx, email)
    const change = { password_hash: hash, password_changed_at: null }
    await tx.updateTable('staff').set(change).where('id', '=', id).execute()
    await clearFailures(tx, passwordBudget(normaliseStaffEmail(email), now).key)
    await clearFailures(tx, passwordChangeBudget(id, now).key)
    await signOutEverywhere(tx, id)
    await noteCommand(tx, id, 'team.password_reset', now)
  })
  return password
}

async function lockByEmail(tx: Tx, email: string): Promise<{ readonly id: string; readonly email: string }> {
  const row = await tx
    .selectFrom('staff')
    .select(['id', 'email'])
    .where('email', '=', normaliseStaffEmail(email))
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (row) return row
  throw new CodedError('INVALID_INPUT', { fields: [{ path: '--email', message: 'is not the address of a colleague' }] })
}

async function noteCommand(tx: Tx, id: string, action: AuditAction, now: Date): Promise<void> {
  const target = { kind: 'staff', id } as const
  await appendAudit(tx, [{ actor: SYSTEM, action, target, outcome: 'ok', detail: { reason: 'command_line' } }], now)
}
