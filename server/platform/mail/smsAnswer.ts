import type { HttpAnswer } from './httpPost'
import { PermanentFailure, TemporaryFailure } from './message'

/** Request timeout, too early, too many requests: refusals that a later try can change. */
const LATER = new Set([408, 425, 429])

/** 2xx is accepted; 429 and 5xx are worth repeating; 4xx and redirects are not. `detail` goes into the reason: no address in it. */
export function judgeAnswer({ status }: HttpAnswer, detail = ''): void {
  if (status >= 200 && status < 300) return
  const reason = `HTTP ${status} ${detail}`.trim()
  throw status >= 500 || LATER.has(status) ? new TemporaryFailure(reason) : new PermanentFailure(reason)
}
