import { MAX_PASSWORD_LENGTH, type PasswordReason } from '../../../shared/accounts/passwordRules'

/** Staff passwords have no shorter form: a second factor is always beside them (P1). */
export const STAFF_MINIMUM = 15

export const PASSWORD_RULE = `At least ${STAFF_MINIMUM} characters. Several words are easy to remember; spaces are fine.`

/** P2: why a password was refused. */
export const PASSWORD_REASONS: Readonly<Record<PasswordReason, string>> = {
  too_short: `This is too short. It needs at least ${STAFF_MINIMUM} characters.`,
  too_long: `This is too long. At most ${MAX_PASSWORD_LENGTH} characters are possible.`,
  common: 'Many people use this password, so it is easy to guess. Please choose another.',
  email: 'This is made of your email, so it is easy to guess. Please choose something else.',
  name: 'This is made of your name, so it is easy to guess. Please choose something else.',
  clinic: 'This is made of the name of the clinic or of this product. Please choose something else.',
  repeat: 'This is the same few characters again and again. Please choose something else.',
}

export function passwordReason(reason: string | undefined): string {
  return Object.hasOwn(PASSWORD_REASONS, reason ?? '')
    ? PASSWORD_REASONS[reason as PasswordReason]
    : 'This password is too easy to guess. Please choose another.'
}
