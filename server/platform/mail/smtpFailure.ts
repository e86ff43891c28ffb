import { InDoubtFailure, PermanentFailure, TemporaryFailure } from './message'

/** What nodemailer's error means; `begun`: the server had asked for the mail. Only codes go on: an answer usually repeats the address (H3). */
export function failureOf(error: unknown, begun: boolean): Error {
  const { code, status, detail } = codesOf(error)
  const reason = [code, status || '', detail].filter(Boolean).join(' ')
  const isAnswer = status >= 400 && status < 600
  // 503 and 530 speak of the session (order of commands, signing in), not of this message.
  const forGood = status >= 500 && status !== 503 && status !== 530
  if (isAnswer && (code === 'EMESSAGE' || code === 'EENVELOPE')) {
    return forGood ? new PermanentFailure(reason) : new TemporaryFailure(reason)
  }
  return begun ? new InDoubtFailure(`${reason} after DATA`) : new TemporaryFailure(reason)
}

interface SmtpCodes {
  readonly code: string
  readonly status: number
  /** The enhanced status (RFC 3463), or what the system said: `5.1.1`, `ECONNREFUSED`. */
  readonly detail: string
}

function codesOf(error: unknown): SmtpCodes {
  const field = (name: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
  const word = (value: unknown) => (typeof value === 'string' && /^[A-Z][A-Z0-9_]{2,39}$/.test(value) ? value : '')
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(String(field('response') ?? ''))?.[1]
  return {
    code: word(field('code')) || 'ESMTP',
    status: Number(field('responseCode')) || 0,
    detail: enhanced ?? word(field('originalCode')),
  }
}
