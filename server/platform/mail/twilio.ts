import { LOOPBACK_NAMES, parseUrl } from '../environment'
import { httpPost } from './httpPost'
import type { Sender } from './message'
import { judgeAnswer } from './smsAnswer'

const ACCOUNT = /^[\w-]{2,64}$/
/** A number, a short code, or a name of the sender. */
const FROM = /^(\+\d{5,15}|[A-Za-z0-9 ]{1,11})$/

export interface TwilioTarget {
  readonly url: URL
  readonly from: string
  /** Value of the Authorization header. */
  readonly authorization: string
}

/** Reads `twilio://ACCOUNT_SID:AUTH_TOKEN@host[:port]?from=+15550100`. Null when a part is missing or malformed. */
export function readTwilioUrl(value: string): TwilioTarget | null {
  const given = parseUrl(value)
  if (given?.protocol !== 'twilio:' || !ACCOUNT.test(given.username) || !['', '/'].includes(given.pathname)) return null
  // In a query `+` stands for a space, and a number starts with one as people write it.
  const from = given.searchParams.get('from')?.replace(/^ /, '+') ?? ''
  const host = parseUrl(`https://${given.host}`)
  const token = decoded(given.password)
  if (host === null || !token || !FROM.test(from)) return null
  const scheme = LOOPBACK_NAMES.has(host.hostname) ? 'http' : 'https'
  const url = new URL(`${scheme}://${given.host}/2010-04-01/Accounts/${given.username}/Messages.json`)
  return { url, from, authorization: `Basic ${Buffer.from(`${given.username}:${token}`).toString('base64')}` }
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

/** SMS by Twilio's Messages resource, or any gateway that speaks it. It knows no idempotency: a message in doubt stays in doubt. */
export function createTwilioSender(target: TwilioTarget, timeoutMs: number, signal: AbortSignal): Sender {
  return {
    idempotent: false,
    longestMs: timeoutMs,
    async deliver(_id, { to, text }) {
      const answer = await httpPost({
        url: target.url,
        headers: { Authorization: target.authorization, 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ To: to, From: target.from, Body: text }).toString(),
        timeoutMs,
        signal,
      })
      judgeAnswer(answer, errorCodeIn(answer.body))
    },
  }
}

/** Twilio's own number for what is wrong (21211: not a phone number). Its message repeats the number and stays out. */
function errorCodeIn(body: string): string {
  const code = /"code"\s*:\s*(\d{3,6})\b/.exec(body)?.[1]
  return code === undefined ? '' : `code ${code}`
}
