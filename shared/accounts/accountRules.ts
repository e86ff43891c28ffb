import type { AccountDoc, AccountState } from './accountSchemas'

/** S4.15, S0.15: what staff read. Disabled comes first: a disabled account stays disabled however far its consents are (S4.19). */
export function accountState(
  doc: Pick<AccountDoc, 'disabledAt' | 'consentsGiven' | 'consentsTotal'> | null,
): AccountState {
  if (doc === null) return 'not_set_up'
  if (doc.disabledAt !== null) return 'disabled'
  return doc.consentsGiven < doc.consentsTotal ? 'registering' : 'active'
}

/**
 * The form by which accounts are looked up. RFC 5321 lets the part before the @ differ by capitals; in practice nobody's does, and people
 * type it either way, so the whole address is lower-cased.
 */
export function normaliseEmail(email: string): string {
  return email.normalize('NFC').trim().toLowerCase().normalize('NFC')
}
