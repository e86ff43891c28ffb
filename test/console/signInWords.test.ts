import { expect, test } from 'vitest'
import type { ApiProblem } from '../../renderer/api/apiError'
import { passphraseFault } from '../../renderer/console/signIn/passphraseFault'
import { consoleNameFor, refusalOf } from '../../renderer/console/signIn/signInText'

const problem = (change: Partial<ApiProblem>): ApiProblem => ({
  code: 'SIGN_IN_FAILED',
  sentence: 'The server’s sentence.',
  requestId: 'r',
  ...change,
})

test('P4: a refused sign-in shows the server’s one general sentence', () => {
  expect(refusalOf(problem({}), 'password')).toEqual({
    step: 'password',
    sentence: 'The server’s sentence.',
    removed: false,
  })
})

test('M4: a challenge that is over leads back to the password with a sentence', () => {
  expect(refusalOf(problem({ code: 'CHALLENGE_OVER' }), 'code')).toMatchObject({ step: 'password', removed: false })
})

test('M3: a wrong code stays at the code and says how many tries are left', () => {
  const answer = refusalOf(problem({ code: 'CODE_WRONG', detail: { triesLeft: 1 } }), 'code')
  expect(answer).toMatchObject({ step: 'code', sentence: 'The server’s sentence. 1 try left.' })
})

test('Q3: too many requests say how long to wait, in minutes when it is long', () => {
  const wait = (retryAfterSeconds: number) =>
    refusalOf(problem({ code: 'TOO_MANY_REQUESTS', retryAfterSeconds }), 'code').sentence
  expect(wait(20)).toContain('wait 20 seconds')
  expect(wait(850)).toContain('wait 15 minutes')
})

test('D3: a removed console is recognised at the first call', () => {
  expect(refusalOf(problem({ code: 'DEVICE_REVOKED' }), 'password').removed).toBe(true)
})

test('no network is never called a wrong password', () => {
  expect(refusalOf(problem({ code: 'OFFLINE' }), 'password').sentence).toMatch(/cannot be reached/)
  expect(refusalOf(problem({ code: 'UNREACHABLE' }), 'code')).toMatchObject({ step: 'code' })
})

test('a console gets a sensible first name from its system', () => {
  expect(consoleNameFor('Mozilla/5.0 (X11; Linux x86_64) Chrome/140')).toBe('Console on Linux')
  expect(consoleNameFor('Mozilla/5.0 (Windows NT 10.0)')).toBe('Console on Windows')
  expect(consoleNameFor('something')).toBe('Console')
})

test('R2: a passphrase has 12 characters or more, counted as people count, and is typed twice', () => {
  expect(passphraseFault('eleven char', 'eleven char')).toMatch(/12 characters/)
  expect(passphraseFault('twelve chars', 'twelve charz')).toMatch(/not the same/)
  expect(passphraseFault('twelve chars', 'twelve chars')).toBe(null)
})
