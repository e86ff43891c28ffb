import type { AccountDoc, AccountMfa, AccountState } from './accountSchemas'

/** S4.15, S0.15: what staff read. Disabled comes first: a disabled account stays disabled however far its consents are (S4.19). */
export function accountState(
  doc: Pick<AccountDoc, 'disabledAt' | 'consentsGiven' | 'consentsTotal'> | null,
): AccountState {
  if (doc === null) return 'not_set_up'
  if (doc.disabledAt !== null) return 'disabled'
  return doc.consentsGiven < doc.consentsTotal ? 'registering' : 'active'
}

export interface MfaFacts {
  readonly clinicRequires: boolean
  readonly inviteRequires: boolean
  readonly exemptByName: string | null
  readonly exemptReason: AccountMfa['exemptReason']
  readonly verifiedFactors: number
  readonly unverifiedFactors: number
  readonly recoveryLeft: number
  readonly resetAt: string | null
}

/**
 * product.md, MFA: `none | pending | verified | reset_required | exempt`. An active factor always counts, also of somebody exempt; after a reset
 * the state stays `reset_required` only while a second factor is asked for (S0.24).
 */
export function accountMfa(facts: MfaFacts): AccountMfa {
  const { exemptByName, exemptReason, recoveryLeft, resetAt } = facts
  const required = mfaIsRequired(facts)
  const state = () => {
    if (facts.verifiedFactors > 0) return 'verified'
    if (facts.unverifiedFactors > 0) return 'pending'
    if (exemptByName !== null) return 'exempt'
    return resetAt !== null && required ? 'reset_required' : 'none'
  }
  return { state: state(), required, factors: facts.verifiedFactors, recoveryLeft, resetAt, exemptByName, exemptReason }
}

/** Whether this account must have a second factor: the clinic or its invite asks for one, and nobody exempted it. */
export function mfaIsRequired(facts: Pick<MfaFacts, 'clinicRequires' | 'inviteRequires' | 'exemptByName'>): boolean {
  return (facts.clinicRequires || facts.inviteRequires) && facts.exemptByName === null
}

/**
 * The form by which accounts are looked up. RFC 5321 lets the part before the @ differ by capitals; in practice nobody's does, and people
 * type it either way, so the whole address is lower-cased.
 */
export function normaliseEmail(email: string): string {
  return email.normalize('NFC').trim().toLowerCase().normalize('NFC')
}
