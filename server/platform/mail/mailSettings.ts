import { BadSetting, type Env, LOOPBACK_NAMES, parseUrl, path, readUrl, text } from '../environment'
import { isMailAddress, readSender } from './addresses'
import { readTwilioUrl } from './twilio'

const SHORTEST_SECRET = 32
const DKIM_NAMES = ['MAIL_DKIM_DOMAIN', 'MAIL_DKIM_SELECTOR', 'MAIL_DKIM_KEY_FILE'] as const
const DOMAIN_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i

export interface DkimSettings {
  readonly domain: string
  readonly selector: string
  readonly keyFile: string
}

/** How messages leave the server: part of `Config`. Files are only named here; `createDelivery` reads them. */
export interface MailSettings {
  readonly smtpUrl: string | null
  /** Trusted for SMTP_URL instead of the public certificate authorities. */
  readonly smtpCaFile: string | null
  /** `a@b.org` or `Name <a@b.org>`. */
  readonly mailFrom: string
  /** Envelope sender: where mail that cannot be delivered comes back to. */
  readonly mailBounce: string | null
  readonly dkim: DkimSettings | null
  readonly smsUrl: string | null
  /** Signs what goes to a webhook; null with `twilio://` and without SMS_URL. */
  readonly smsWebhookSecret: string | null
}

/** Throws `BadSetting` with one sentence that repeats no value. */
export function readMailSettings(env: Env, publicUrl: URL): MailSettings {
  return {
    smtpUrl: readSmtpUrl(env),
    smtpCaFile: path(env, 'SMTP_CA_FILE'),
    mailFrom: readMailFrom(env, publicUrl),
    mailBounce: readMailBounce(env),
    dkim: readDkim(env),
    ...readSms(env),
  }
}

function readSmtpUrl(env: Env): string | null {
  const value = readUrl(env, 'SMTP_URL', ['smtp:', 'smtps:'])
  if (value === null) return null
  const url = new URL(value)
  if (url.hostname === '' || !['', '/'].includes(url.pathname) || url.search || url.hash) {
    throw new BadSetting('SMTP_URL must be only scheme, user, password, host and port, without a path or options.')
  }
  checkSignIn('SMTP_URL', url)
  return value
}

function checkSignIn(name: string, url: URL): void {
  if ((url.username === '') !== (url.password === '')) {
    throw new BadSetting(`${name} must have both a user name and a password, or neither.`)
  }
  if (!isDecodable(url.username) || !isDecodable(url.password)) {
    throw new BadSetting(`${name} has a percent sign in its user name or password that must be written as %25.`)
  }
}

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}

function readMailFrom(env: Env, { hostname }: URL): string {
  // An IPv6 literal cannot stand in an address.
  const value = text(env, 'MAIL_FROM') ?? `no-reply@${hostname.startsWith('[') ? 'localhost' : hostname}`
  if (/[\r\n]/.test(value) || readSender(value) === null) throw new BadSetting('MAIL_FROM must be one email address.')
  return value
}

function readMailBounce(env: Env): string | null {
  const value = text(env, 'MAIL_BOUNCE')
  if (value !== null && !isMailAddress(value)) throw new BadSetting('MAIL_BOUNCE must be one email address.')
  return value
}

function readDkim(env: Env): DkimSettings | null {
  const [domain, selector, keyFile] = [
    text(env, 'MAIL_DKIM_DOMAIN'),
    text(env, 'MAIL_DKIM_SELECTOR'),
    path(env, 'MAIL_DKIM_KEY_FILE'),
  ]
  if (domain === null && selector === null && keyFile === null) return null
  if (domain === null || selector === null || keyFile === null) {
    throw new BadSetting(`${DKIM_NAMES.join(', ')} belong together: set all three or none.`)
  }
  if (!DOMAIN_NAME.test(domain)) throw new BadSetting('MAIL_DKIM_DOMAIN must be a domain such as example.org.')
  if (!DOMAIN_NAME.test(selector)) throw new BadSetting('MAIL_DKIM_SELECTOR must be a name such as mail2026.')
  return { domain, selector, keyFile }
}

function readSms(env: Env): Pick<MailSettings, 'smsUrl' | 'smsWebhookSecret'> {
  const smsUrl = readUrl(env, 'SMS_URL', ['https:', 'http:', 'twilio:'])
  const url = smsUrl === null ? null : parseUrl(smsUrl)
  if (smsUrl === null || url === null) return { smsUrl: null, smsWebhookSecret: null }
  if (url.protocol !== 'twilio:') return { smsUrl, smsWebhookSecret: readWebhook(env, url) }
  if (readTwilioUrl(smsUrl) === null) {
    throw new BadSetting('SMS_URL must look like twilio://ACCOUNT_SID:AUTH_TOKEN@api.twilio.com?from=+15550100.')
  }
  return { smsUrl, smsWebhookSecret: null }
}

function readWebhook(env: Env, url: URL): string {
  if (url.protocol === 'http:' && !LOOPBACK_NAMES.has(url.hostname)) {
    throw new BadSetting('SMS_URL must start with https:// unless it names this machine (localhost).')
  }
  if (url.username || url.password || url.hash) {
    throw new BadSetting('SMS_URL of a webhook must have no user name; messages are signed with SMS_WEBHOOK_SECRET.')
  }
  const secret = text(env, 'SMS_WEBHOOK_SECRET')
  if (secret === null || secret.length < SHORTEST_SECRET) {
    throw new BadSetting(
      `SMS_WEBHOOK_SECRET must have at least ${SHORTEST_SECRET} characters when SMS_URL is a webhook.`,
    )
  }
  return secret
}
