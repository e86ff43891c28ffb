import type { PinAnswer } from '../../../shared/ipc/desktopTypes'
import { MAX_PIN, MIN_PIN, type PinFault, pinFault } from '../../../shared/ipc/pinRules'

export const PIN_RULE = `${MIN_PIN} to ${MAX_PIN} digits that others would not guess.`

const FAULTS: Readonly<Record<PinFault, string>> = {
  shape: `A PIN has ${MIN_PIN} to ${MAX_PIN} digits.`,
  repeat: 'These are the same few digits again and again. Please choose others.',
  run: 'These digits follow one another, which many people choose. Please choose others.',
  date: 'This reads like a date, and a birthday is easy to find out. Please choose something else.',
}

export function pinFaultWords(fault: PinFault): string {
  return FAULTS[fault]
}

/** Why this pair cannot be a PIN, in words; null when it can. */
export function newPinFault(first: string, second: string): string | null {
  const fault = pinFault(first)
  if (fault !== null) return FAULTS[fault]
  return first === second ? null : 'The two are not the same.'
}

export interface PinRefusal {
  readonly at: 'password' | 'pin'
  readonly sentence: string
}

/** What a refused change means to the person at the form. */
export function pinRefusal(answer: Extract<PinAnswer, { ok: false }>): PinRefusal {
  if (answer.reason === 'WEAK') return { at: 'pin', sentence: FAULTS[answer.fault] }
  if (answer.reason === 'WRONG_PASSWORD') {
    const left =
      answer.triesLeft === 1 ? '1 try left before you need to sign in again' : `${answer.triesLeft} tries left`
    return { at: 'password', sentence: `That password is not right. ${left}.` }
  }
  if (answer.reason === 'PIN_UNAVAILABLE')
    return {
      at: 'pin',
      sentence: 'Without a keychain or a passphrase nothing here guards the records, so a PIN is not possible.',
    }
  return {
    at: 'password',
    sentence: 'This was not possible just now. Nothing was changed. Lock, sign in and try again.',
  }
}
