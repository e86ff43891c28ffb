import { expect, test } from 'vitest'
import type { ApiProblem } from '../../renderer/api/apiError'
import { fieldRefusals } from '../../renderer/portal/accounts/registrationChecks'
import { problemSentence, waitSentence } from '../../renderer/portal/shell/problemSentence'
import { load } from '../../renderer/portal/text/portalText'
import { languages } from '../../renderer/ui/language'
import type { PasswordReason } from '../../shared/accounts/passwordRules'
import { ERROR_CODES } from '../../shared/errors/errorCodes'

const problem = (code: ApiProblem['code'], more: Partial<ApiProblem> = {}): ApiProblem => ({
  code,
  sentence: 'from the server',
  requestId: 'r-1',
  ...more,
})

test('each code of the portal reads as its own sentence in each language, never as the server’s English', async () => {
  const seen = new Set<string>()
  for (const language of languages) {
    const { messages } = await load(language)
    const codes = Object.keys(messages.problems.codes) as (keyof typeof messages.problems.codes)[]
    for (const code of codes) seen.add(problemSentence(messages, problem(code)))
    expect(seen.has('from the server')).toBe(false)
  }
  const { messages } = await load('en')
  expect(seen.size).toBe(3 * Object.keys(messages.problems.codes).length)
})

test('S0.12, I6, I8, P4: the sentences of the codes that matter most', async () => {
  const expected = {
    LINK_NOT_WORKING: [/does not work right now/, /ne fonctionne pas en ce moment/, /no funciona en este momento/],
    SIGN_IN_FAILED: [
      /do not match, or signing in is paused/,
      /ou la connexion est suspendue/,
      /o el inicio de sesión está en pausa/,
    ],
    ACCEPT_REFUSED: [/could not be made/, /n’a pas pu être créé/, /No se pudo crear/],
    CONSENT_CHANGED: [/has changed/, /a changé/, /ha cambiado/],
    UNREACHABLE: [/cannot be reached/, /injoignable/, /No se puede acceder/],
  } as const
  for (const [index, language] of languages.entries()) {
    const { messages } = await load(language)
    for (const [code, sentences] of Object.entries(expected))
      expect(problemSentence(messages, problem(code as keyof typeof expected))).toMatch(sentences[index] ?? /^$/)
  }
})

test('P4, I8: no sentence tells whether an email is known', async () => {
  for (const language of languages) {
    const { messages } = await load(language)
    const { SIGN_IN_FAILED, ACCEPT_REFUSED } = messages.problems.codes
    for (const sentence of [SIGN_IN_FAILED, ACCEPT_REFUSED])
      expect(sentence).not.toMatch(/unknown|exist|already|déjà|inconnu|utilisé|ya |registrad/i)
  }
})

test('a code that no participant should meet reads like a fault of ours', async () => {
  const { messages } = await load('fr')
  const foreign = Object.keys(ERROR_CODES).filter((code) => !Object.hasOwn(messages.problems.codes, code))
  expect(foreign).toContain('DEVICE_REVOKED')
  for (const code of foreign)
    expect(problemSentence(messages, problem(code as ApiProblem['code']))).toBe(messages.problems.codes.INTERNAL)
})

test('Q3: a wait is told in seconds under two minutes and then in minutes, rounded up', async () => {
  const { messages } = await load('en')
  expect(problemSentence(messages, problem('TOO_MANY_REQUESTS', { retryAfterSeconds: 45 }))).toContain(
    'wait 45 seconds',
  )
  expect(waitSentence(messages, 1)).toContain('1 second.')
  expect(waitSentence(messages, 121)).toContain('3 minutes')
  expect(waitSentence(messages, 23 * 3_600 + 1)).toContain('24 hours')
  expect(problemSentence(messages, problem('UNAVAILABLE', { retryAfterSeconds: 5 }))).not.toContain('5')
})

const REASONS: readonly PasswordReason[] = ['too_short', 'too_long', 'common', 'email', 'name', 'clinic', 'repeat']

test('P2: each reason for which a password is refused has its own sentence in each language', async () => {
  const sentences = new Set<string>()
  for (const language of languages) {
    const { messages } = await load(language)
    for (const reason of REASONS) {
      const errors = fieldRefusals(messages, problem('PASSWORD_REFUSED', { detail: { reason } }), 15)
      sentences.add(errors?.password ?? '')
    }
    const unknown = fieldRefusals(messages, problem('PASSWORD_REFUSED', { detail: { reason: 'toString' } }), 15)
    expect(unknown?.password).toBe(messages.problems.codes.PASSWORD_REFUSED)
  }
  expect(sentences.size).toBe(3 * REASONS.length)
})

test('refused fields are named one by one, and another field of the form is a sentence above it', async () => {
  const { messages } = await load('es')
  const fields = [
    { path: 'email', message: 'x' },
    { path: 'displayName', message: 'x' },
  ]
  expect(fieldRefusals(messages, problem('INVALID_INPUT', { detail: { fields } }), 15)).toEqual({
    email: messages.accounts.emailForm,
    displayName: messages.accounts.displayNameForm,
  })
  const other = { detail: { fields: [{ path: 'language', message: 'x' }] } }
  expect(fieldRefusals(messages, problem('INVALID_INPUT', other), 15)).toBeNull()
  expect(fieldRefusals(messages, problem('ACCEPT_REFUSED'), 15)).toBeNull()
})
