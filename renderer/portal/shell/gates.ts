import type { PortalMe } from '../../../shared/accounts/portalSchemas'
import type { InsidePath } from './insidePaths'
import type { PortalPath } from './router'

/**
 * Where somebody signed in has to go before anything else, in the order of decision 0003; null: nowhere. The server refuses everything else
 * meanwhile; this only saves the reader a refusal.
 */
export function gateOf({ consentDone, mfaDone }: Pick<PortalMe, 'consentDone' | 'mfaDone'>): PortalPath | null {
  if (!consentDone) return '/consent'
  return mfaDone ? null : '/enrol'
}

/** What somebody agreed to stays readable while a newer text waits (S2.70): no gate but session and lock stands before it. */
export const OPEN_PATH = '/portal/agreements' satisfies InsidePath

const ELSEWHERE: readonly string[] = [
  'NOT_SIGNED_IN',
  'SESSION_LOCKED',
  'PORTAL_OFF',
  'CONSENT_REQUIRED',
  'MFA_REQUIRED',
]

/** Refusals that `follow` turns into another screen: nothing to show meanwhile. */
export const leadsElsewhere = (code: string): boolean => ELSEWHERE.includes(code)
