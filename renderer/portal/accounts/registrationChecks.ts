import type { AccountHolder } from '../../../shared/accounts/accountSchemas'
import { normalisePassword, type PasswordReason } from '../../../shared/accounts/passwordRules'
import type { ApiProblem } from '../../api/apiError'
import type { PortalText } from '../text/portalText'

/** What is being typed. `password` is never trimmed. */
export interface RegistrationDraft {
  readonly email: string
  readonly displayName: string
  readonly password: string
  /** Sent only where the clinic asks (S4.12). */
  readonly holder: AccountHolder
  readonly shared: boolean
}
export type RegistrationField = 'email' | 'displayName' | 'password'
/** A sentence at each field that needs another look. */
export type FieldErrors = Partial<Record<RegistrationField, string>>

export const emptyDraft: RegistrationDraft = {
  email: '',
  displayName: '',
  password: '',
  holder: 'self',
  shared: false,
}

const FIELDS: readonly RegistrationField[] = ['email', 'displayName', 'password']
const LONGEST_NAME = 80

/** What can be said without asking the server. The server decides (P1, P2); this only saves a round trip. */
export function checkDraft(text: PortalText, draft: RegistrationDraft, minimum: number): FieldErrors {
  const { accounts } = text
  const errors: FieldErrors = {}
  const email = draft.email.trim()
  if (email === '') errors.email = accounts.emailEmpty
  else if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) errors.email = accounts.emailForm
  const name = draft.displayName.normalize('NFC').trim()
  if (name === '') errors.displayName = accounts.displayNameEmpty
  else if ([...name].length > LONGEST_NAME) errors.displayName = accounts.displayNameForm
  if (draft.password === '') errors.password = accounts.passwordEmpty
  else if ([...normalisePassword(draft.password)].length < minimum)
    errors.password = accounts.passwordReasons.too_short({ minimum })
  return errors
}

/** The server's refusal as sentences at the fields it means; null when it is about something else. */
export function fieldRefusals(text: PortalText, problem: ApiProblem, minimum: number): FieldErrors | null {
  if (problem.code === 'PASSWORD_REFUSED')
    return { password: reasonSentence(text, problem.detail?.reason, minimum) ?? text.problems.codes.PASSWORD_REFUSED }
  if (problem.code !== 'INVALID_INPUT') return null
  const named = new Set(problem.detail?.fields?.map(({ path }) => path))
  const { emailForm, displayNameForm, passwordForm } = text.accounts
  const sentences = { email: emailForm, displayName: displayNameForm, password: passwordForm }
  const errors = Object.fromEntries(
    FIELDS.filter((field) => named.has(field)).map((field) => [field, sentences[field]]),
  )
  return Object.keys(errors).length > 0 ? errors : null
}

function reasonSentence(text: PortalText, reason: string | undefined, minimum: number): string | null {
  const reasons: Record<PasswordReason, string | ((params: { minimum: number }) => string)> =
    text.accounts.passwordReasons
  if (reason === undefined || !Object.hasOwn(reasons, reason)) return null
  const sentence = reasons[reason as PasswordReason]
  return typeof sentence === 'string' ? sentence : sentence({ minimum })
}
