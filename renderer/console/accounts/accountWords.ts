import type {
  AccountDoc,
  AccountMfa,
  ExemptReason,
  IdentityCheck,
  ResetMfaReason,
} from '../../../shared/accounts/accountSchemas'
import { plural } from '../../ui/language'
import type { Tone } from '../../ui/tokens'

export const RESET_REASON_WORDS: Readonly<Record<ResetMfaReason, string>> = {
  lost_phone: 'The phone is lost or stolen',
  new_phone: 'They have a new phone',
  app_deleted: 'The authenticator app was deleted',
  locked_out: 'Codes are not accepted any more',
  suspicious: 'Somebody else may have access',
}

export const IDENTITY_WORDS: Readonly<Record<IdentityCheck, string>> = {
  in_person: 'In person, known to me',
  photo_id: 'Photo ID seen',
  phone_on_file: 'Called back on the number on file',
  verbal_code: 'Answered an agreed code',
}

export const EXEMPT_WORDS: Readonly<Record<ExemptReason, string>> = {
  no_phone: 'Has no phone or tablet',
  cannot_use_app: 'Cannot use an authenticator app',
  other: 'Another reason, noted in the file',
}

/** The second factor as staff read it: never more than that it is there (M8). */
export function mfaWords(mfa: AccountMfa): { readonly tone: Tone; readonly label: string } {
  switch (mfa.state) {
    case 'verified':
      return { tone: 'success', label: plural('en', mfa.factors, { one: 'On, # app', other: 'On, # apps' }) }
    case 'pending':
      return { tone: 'progress', label: 'Being set up' }
    case 'reset_required':
      return { tone: 'warn', label: 'Reset, to be set up at the next sign-in' }
    case 'exempt':
      return { tone: 'neutral', label: 'Exempt' }
    case 'none':
      return mfa.required
        ? { tone: 'warn', label: 'Required, not set up yet' }
        : { tone: 'neutral', label: mfa.resetAt === null ? 'Off' : 'Off since it was reset' }
  }
}

/** "9 of 10 recovery codes left"; nothing without an active factor. */
export function recoveryWords({ state, recoveryLeft }: AccountMfa): string | null {
  if (state !== 'verified') return null
  return plural('en', recoveryLeft, { one: '# recovery code left', other: '# recovery codes left' })
}

export function isLockedNow({ lockedUntil }: Pick<AccountDoc, 'lockedUntil'>, now: Date): boolean {
  return lockedUntil !== null && Date.parse(lockedUntil) > now.getTime()
}

/** Where a reset link would go: the starred address of the file, else the account's own once it is proved (S4.4, P5). */
export function resetAddress(account: AccountDoc, starred: string | null): string | null {
  return starred ?? (account.emailVerified ? account.email : null)
}
