import { createHmac } from 'node:crypto'
import type { Clock } from '../clock'
import { httpPost } from './httpPost'
import type { Sender } from './message'
import { judgeAnswer } from './smsAnswer'

export interface WebhookOptions {
  readonly url: URL
  readonly secret: string
  readonly clock: Clock
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * SMS by a webhook of the clinic's own: JSON `{id,to,text}`, signed in `X-Vestibule-Signature: t=<unix seconds>,v1=<hex>` with
 * HMAC-SHA256 over `t.body`. `Idempotency-Key` is the message's id over all repeats: the receiver must send each key once, and
 * remember keys for a day.
 */
export function createWebhookSender({ url, secret, clock, timeoutMs, signal }: WebhookOptions): Sender {
  return {
    idempotent: true,
    longestMs: timeoutMs,
    async deliver(id, { to, text }) {
      const body = JSON.stringify({ id, to, text })
      const at = Math.floor(clock.now().getTime() / 1000)
      const mac = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
      const headers = {
        'Content-Type': 'application/json',
        'Idempotency-Key': id,
        'X-Vestibule-Signature': `t=${at},v1=${mac}`,
      }
      judgeAnswer(await httpPost({ url, headers, body, timeoutMs, signal }))
    },
  }
}
