import type { ParticipantFields } from '../../shared/participants/participantSchemas'
import type { AccountRow } from './accountStore'

/** The blue star decides among several addresses of the record (S4.4, S4.5). */
export function starredEmail({ defaultEmail, emails }: ParticipantFields): string | null {
  return defaultEmail === null ? null : (emails[defaultEmail]?.value ?? null)
}

/** The account's own address, when its owner has proved it. One that was only typed may be a stranger's (decision 0003). */
export function provedEmail(account: Pick<AccountRow, 'email' | 'email_verified_at'>): string | null {
  return account.email_verified_at === null ? null : account.email
}

/**
 * Where a notice about an account goes, each address once: the proved one first, and the starred one of the record. A notice that must reach
 * its owner goes to all of them, or whoever changed one address first could hide it.
 */
export function noticeAddresses(account: AccountRow, fields: ParticipantFields): readonly string[] {
  const addresses = [provedEmail(account), starredEmail(fields)].filter((address) => address !== null)
  return addresses.filter((address, at) => at === addresses.findIndex((other) => isSame(other, address)))
}

/** For a notice that must not fail to be sent: where nothing better is known, the address they signed up with. It may carry no link and no code. */
export function ownerAddresses(account: AccountRow, fields: ParticipantFields): readonly string[] {
  const known = noticeAddresses(account, fields)
  return known.length > 0 ? known : [account.email]
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
