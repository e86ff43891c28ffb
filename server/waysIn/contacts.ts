import { sql } from 'kysely'
import { normaliseEmail } from '../../shared/accounts/accountRules'
import type { ParticipantFields } from '../../shared/participants/participantSchemas'
import { type AccountRow, MOST_ACCOUNTS_OF_EMAIL } from '../accounts/accountStore'
import type { Reading } from '../platform/database/transaction'
import { normalisePhone } from '../platform/phone'

/** An email by `normaliseEmail`, or a number in E.164. */
export interface ContactName {
  readonly kind: 'email' | 'phone'
  readonly norm: string
}

/** `to`: the contact as it is stored. Never what the visitor typed, which may only look alike after lower-casing. */
export type ReachedAccount = AccountRow & { readonly to: string }

/** Five digits is the shortest number that a record may hold (migration 004). */
const PHONE_KEY_DIGITS = 5

export function emailContact(typed: string): ContactName {
  return { kind: 'email', norm: normaliseEmail(typed) }
}

/** Whatever was typed has a name, so that it can be counted; a text that is no number reaches nobody. `country`: `settings.phoneCountry`. */
export function phoneContact(typed: string, country: string): ContactName {
  return { kind: 'phone', norm: normalisePhone(typed, country) ?? `?${typed.trim().toLowerCase()}` }
}

/**
 * The accounts that a link or code to this contact may open, oldest first, at most three: those whose record holds it (S3.5, S4.4), and those
 * whose participant proved it (decision 0003). Disabled ones are among them; the caller decides.
 */
export async function accountsReachedBy(db: Reading, contact: ContactName, country: string): Promise<ReachedAccount[]> {
  const proved = contact.kind === 'email' ? await provedEmail(db, contact.norm) : await provedPhone(db, contact.norm)
  const recorded = await inRecord(db, contact, country)
  const found = new Map([...proved, ...recorded].map((account) => [account.participant_id, account]))
  return [...found.values()].sort(oldestFirst).slice(0, MOST_ACCOUNTS_OF_EMAIL)
}

/** Whether the record of one participant holds this contact. */
export function recordHolds(fields: ParticipantFields, contact: ContactName, country: string): boolean {
  return heldInRecord(fields, contact, country) !== null
}

/** The contact as this record holds it, or null when it does not. A number comes in E.164. */
export function heldInRecord(fields: ParticipantFields, contact: ContactName, country: string): string | null {
  if (contact.kind === 'email')
    return Object.values(fields.emails).find(({ value }) => emailContact(value).norm === contact.norm)?.value ?? null
  const isHeld = Object.values(fields.phones).some(({ value }) => normalisePhone(value, country) === contact.norm)
  return isHeld ? contact.norm : null
}

async function provedEmail(db: Reading, norm: string): Promise<ReachedAccount[]> {
  const rows = await db
    .selectFrom('account')
    .selectAll()
    .where('email_norm', '=', norm)
    .where('email_verified_at', 'is not', null)
    .execute()
  return rows.map((account) => ({ ...account, to: account.email }))
}

async function provedPhone(db: Reading, norm: string): Promise<ReachedAccount[]> {
  const rows = await db
    .selectFrom('account')
    .selectAll()
    .where('phone_norm', '=', norm)
    .where('phone_verified_at', 'is not', null)
    .execute()
  return rows.map((account) => ({ ...account, to: norm }))
}

/** The index names candidates; the record itself decides. */
async function inRecord(db: Reading, contact: ContactName, country: string): Promise<ReachedAccount[]> {
  const rows = await db
    .selectFrom('participant_contact')
    .innerJoin('participant', 'participant.id', 'participant_contact.participant_id')
    .innerJoin('account', 'account.participant_id', 'participant.id')
    .selectAll('account')
    .select('participant.fields')
    .where('participant_contact.kind', '=', contact.kind)
    .where('participant_contact.key', '=', keyOf(contact))
    .execute()
  return rows.flatMap(({ fields, ...account }) => {
    const to = heldInRecord(fields, contact, country)
    return to === null ? [] : [{ ...account, to }]
  })
}

/** As the trigger of migration 004 writes it; `lower` of the database serves addresses, which are ASCII. */
function keyOf({ kind, norm }: ContactName) {
  if (kind === 'email') return sql<string>`lower(${norm}::text)`
  return norm.replace(/\D/g, '').slice(-PHONE_KEY_DIGITS)
}

function oldestFirst(a: AccountRow, b: AccountRow): number {
  return a.created_at.getTime() - b.created_at.getTime() || (a.participant_id < b.participant_id ? -1 : 1)
}
