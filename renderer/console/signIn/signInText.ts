import { type ApiProblem, isOffline } from '../../api/apiError'
import type { Notice } from '../shell/consoleState'

export const NOTICES: Readonly<Record<Notice, string>> = {
  signed_out: 'You were signed out. Your records on this computer are closed.',
  signed_out_offline:
    'This console is locked. The server could not be told that you signed out; it ends your session by itself within 12 hours.',
  sign_in_needed:
    'There were too many wrong tries, so the password alone opens nothing here any more. Sign in with your code. Changes that were not sent are kept.',
  lease_over:
    'This console has had no contact with the server for longer than your clinic allows, or its clock was turned back, so its records are locked. Sign in while the server can be reached to go on. Changes that were not sent are kept.',
  wiped:
    'This console had no contact with the server for 30 days, so the copy of the records on it was deleted. Sign in to fetch the records again.',
  wiped_unsent:
    'This console had no contact with the server for 30 days, so the copy of the records on it was deleted, with changes that had never been sent. Sign in to fetch the records again, and make those changes once more.',
  session_over: 'These records are not on this computer yet. Sign in to fetch them.',
  key_refused: 'The records on this computer are locked. Please sign in to open them.',
}

/** Where the form goes after a refusal, and what it says there. */
export interface FormRefusal {
  readonly step: 'password' | 'code'
  readonly sentence: string
  readonly removed: boolean
}

/** What a refused sign-in call means to the person at the form. `at` is the step that asked. */
export function refusalOf(problem: ApiProblem, at: 'password' | 'code'): FormRefusal {
  const stay = (sentence: string): FormRefusal => ({ step: at, sentence, removed: false })
  if (problem.code === 'DEVICE_REVOKED') return { step: 'password', sentence: problem.sentence, removed: true }
  if (isOffline(problem)) return stay('The server cannot be reached right now. Check the network, then try again.')
  if (problem.code === 'TOO_MANY_REQUESTS')
    return stay(`Too many tries. Please wait ${waitWords(problem)} and try again.`)
  if (problem.code === 'CHALLENGE_OVER')
    return {
      step: 'password',
      sentence: 'That took too long or had too many wrong codes. Please type your password again.',
      removed: false,
    }
  if (problem.code === 'CODE_WRONG') return stay(`${problem.sentence}${triesWords(problem.detail?.triesLeft)}`)
  return stay(problem.sentence)
}

function waitWords({ retryAfterSeconds: seconds }: ApiProblem): string {
  if (!seconds) return 'a moment'
  if (seconds <= 60) return seconds === 1 ? '1 second' : `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}

function triesWords(left: number | undefined): string {
  if (left === undefined) return ''
  return left === 1 ? ' 1 try left.' : ` ${left} tries left.`
}

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/windows/i, 'Windows'],
  [/mac os|macintosh/i, 'Mac'],
  [/cros/i, 'ChromeOS'],
  [/linux/i, 'Linux'],
]

/** A first name for this console, from the browser's user agent; the person may change it. */
export function consoleNameFor(userAgent: string): string {
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1]
  return system ? `Console on ${system}` : 'Console'
}
