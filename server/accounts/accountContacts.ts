import { sql } from 'kysely'
import type { Reading } from '../platform/database/transaction'
import { contactHash } from '../waysIn/attemptStore'
import { type ContactName, emailContact, phoneContact } from '../waysIn/contacts'
import { typedCodeBudget, typedCodesPerDay } from '../waysIn/typedCodes'
import type { WaysInDeps } from '../waysIn/waysInParts'
import type { Person } from './accountCommandParts'
import { attemptKey } from './portalAuthService'

/** Every address and number by which this person may try to get in: those of the record, and the account's own. */
export function ownContacts({ fields, account }: Pick<Person, 'fields' | 'account'>, country: string): ContactName[] {
  const emails = [...Object.values(fields.emails).map(({ value }) => value), account?.email ?? ''].filter(isGiven)
  const phones = [...Object.values(fields.phones).map(({ value }) => value), account?.phone ?? ''].filter(isGiven)
  const all = [...emails.map(emailContact), ...phones.map((phone) => phoneContact(phone, country))]
  return all.filter(({ kind, norm }, at) => at === all.findIndex((one) => one.kind === kind && one.norm === norm))
}

function isGiven(contact: string): boolean {
  return contact !== ''
}

/** The counters of wrong passwords and typed codes for these contacts. One that several accounts share counts for all of them. */
export function contactAttemptKeys(
  secrets: Pick<WaysInDeps['secrets'], 'deriveKey'>,
  contacts: readonly ContactName[],
  now: Date,
): string[] {
  return contacts.flatMap((contact) => {
    if (contact.kind === 'email') return [attemptKey(contact.norm)]
    const hash = contactHash(secrets, contact)
    return [typedCodeBudget(hash, now).key, typedCodesPerDay(hash, now).key]
  })
}

export async function isAnyLocked(db: Reading, keys: readonly string[], now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('attempt')
    .select('key')
    .where('key', '=', sql<string>`any(${keys}::text[])`)
    .where('locked_until', '>', now)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
