import { randomInt, randomUUID } from 'node:crypto'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import type { Role } from '../../shared/access/roles'
import { passphrase } from '../../shared/accounts/passphrase'
import type { AuditActor } from '../../shared/audit/auditSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { normaliseStaffEmail } from '../../shared/staff/signInRules'
import type { PasswordHasher } from '../accounts/passwordHash'
import { appendAudit } from '../audit/auditStore'
import { nextRev, type Tx } from '../platform/database/transaction'
import { staffEvent } from './staffAudit'
import { findStaffByEmail } from './staffStore'

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
/** Six words of 2,048 are 66 bits. */
const WORDS = 6

export interface NewStaff {
  readonly email: string
  readonly displayName: string
  readonly role: Role
  readonly now: Date
  /** Who did it; the system (command line) when left out. */
  readonly actor?: AuditActor
  /** Demo and tests only; otherwise a passphrase is drawn, which must be changed after the first sign-in. */
  readonly password?: string
}

export interface CreatedStaff {
  readonly id: string
  /** To be handed over once; only its hash is stored. */
  readonly password: string
  readonly rev: number
}

/** Adds a staff member without a second factor: the first sign-in leads to enrolment (D2). `INVALID_INPUT` names the field. */
export async function createStaff(tx: Tx, hasher: PasswordHasher, staff: NewStaff): Promise<CreatedStaff> {
  const email = normaliseStaffEmail(staff.email)
  if (!EMAIL.test(email) || email.length > 254) throw invalid('email', 'must look like name@example.org')
  if (staff.displayName.trim() === '') throw invalid('displayName', 'must not be empty')
  if (await findStaffByEmail(tx, email)) throw invalid('email', 'is already used by a colleague')
  const password = staff.password ?? firstPassword()
  // Hashed before the rev is drawn: all other writers wait from then on.
  const password_hash = await hasher.hashPassword(password)
  const id = randomUUID()
  const rev = await nextRev(tx)
  const display_name = staff.displayName.trim()
  const password_changed_at = staff.password === undefined ? null : staff.now
  const row = { id, rev, email, display_name, role: staff.role, password_hash, password_changed_at }
  const added = await tx
    .insertInto('staff')
    .values(row)
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst()
  // Two administrators at once: the first one has the email.
  if (added.numInsertedOrUpdatedRows !== 1n) throw invalid('email', 'is already used by a colleague')
  await appendAudit(tx, [staffEvent(staff.actor ?? SYSTEM, 'staff.created', id)], staff.now)
  return { id, password, rev }
}

/** To be handed over by an administrator: six words. */
export function firstPassword(): string {
  return passphrase(wordlist, (n) => randomInt(n), WORDS)
}

const SYSTEM: AuditActor = { kind: 'system', id: null, role: null, deviceId: null, address: null }

function invalid(path: string, message: string): CodedError {
  return new CodedError('INVALID_INPUT', { fields: [{ path, message }] })
}
