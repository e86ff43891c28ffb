import { type Clock, systemClock } from '../clock'
import { readSender } from './addresses'
import { readAuthorities, readDkimKey } from './mailFiles'
import type { MailSettings } from './mailSettings'
import type { Sender } from './message'
import { createWebhookSender } from './smsWebhook'
import { createSmtpSender, type SmtpLimits } from './smtp'
import { createTwilioSender, readTwilioUrl } from './twilio'

const SMS_TIMEOUT_MS = 10_000

/** The ways out of this server. Null: that channel is not set up. */
export interface Delivery {
  readonly email: Sender | null
  readonly sms: Sender | null
  /** Ends what is under way; call it after the outbox worker has stopped. */
  close(): void
}

export interface DeliveryOptions {
  /** Stamps signatures of a webhook. */
  readonly clock?: Clock
  readonly smsTimeoutMs?: number
  readonly smtpLimits?: SmtpLimits
}

/** Reads key and certificate files, opens no connection. Throws `StartProblem` for a file that is missing or broken. */
export function createDelivery(settings: MailSettings, options: DeliveryOptions = {}): Delivery {
  const ending = new AbortController()
  const mail = mailSender(settings, options)
  return {
    email: mail,
    sms: smsSender(settings, options, ending.signal),
    close() {
      mail?.close()
      ending.abort()
    },
  }
}

function mailSender(settings: MailSettings, { smtpLimits }: DeliveryOptions) {
  const { smtpUrl, smtpCaFile, mailFrom, mailBounce, dkim } = settings
  const authorities = smtpCaFile === null ? null : readAuthorities(smtpCaFile)
  const key = dkim === null ? null : readDkimKey(dkim)
  const from = readSender(mailFrom)
  if (from === null) throw new Error('MAIL_FROM was not checked')
  if (smtpUrl === null) return null
  return createSmtpSender({
    url: smtpUrl,
    authorities,
    from,
    bounce: mailBounce,
    dkim: key,
    ...(smtpLimits && { limits: smtpLimits }),
  })
}

function smsSender(settings: MailSettings, options: DeliveryOptions, signal: AbortSignal): Sender | null {
  const { smsUrl, smsWebhookSecret: secret } = settings
  const { clock = systemClock(), smsTimeoutMs: timeoutMs = SMS_TIMEOUT_MS } = options
  if (smsUrl === null) return null
  const twilio = readTwilioUrl(smsUrl)
  if (twilio !== null) return createTwilioSender(twilio, timeoutMs, signal)
  if (secret === null) throw new Error('SMS_WEBHOOK_SECRET was not checked')
  return createWebhookSender({ url: new URL(smsUrl), secret, clock, timeoutMs, signal })
}
