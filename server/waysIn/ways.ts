import type { AuditAction } from '../../shared/audit/auditSchemas'
import type { AttemptReason, SecretPurpose, SignInWay } from '../../shared/waysIn/waysInSchemas'

export const WAY_OF_CHANNEL = { email: 'email_link', sms: 'sms_code' } as const

/** A way in that a participant asks to be sent, and what it is called in the tables. */
export interface SentWay {
  readonly way: Extract<SignInWay, 'email_link' | 'sms_code' | 'reset'>
  readonly purpose: Extract<SecretPurpose, 'email_link' | 'sms_code' | 'reset'>
  readonly sent: AttemptReason
  readonly action: AuditAction
}
const LINK: SentWay = {
  way: 'email_link',
  purpose: 'email_link',
  sent: 'link_sent',
  action: 'portal.link_requested',
}
const CODE: SentWay = { way: 'sms_code', purpose: 'sms_code', sent: 'code_sent', action: 'portal.code_requested' }
const RESET: SentWay = { way: 'reset', purpose: 'reset', sent: 'reset_sent', action: 'portal.reset_requested' }

export function sentWay(request: {
  readonly purpose: 'sign_in' | 'reset'
  readonly channel: 'email' | 'sms'
}): SentWay {
  if (request.purpose === 'reset') return RESET
  return request.channel === 'email' ? LINK : CODE
}
