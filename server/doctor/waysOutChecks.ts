import type { Config } from '../platform/config'
import { errorCodeOf } from '../platform/database/connectionTarget'
import { LOOPBACK_NAMES } from '../platform/environment'
import { readAuthorities, readDkimKey } from '../platform/mail/mailFiles'
import { greetSmtp } from '../platform/mail/smtp'
import { readTwilioUrl } from '../platform/mail/twilio'
import { StartProblem } from '../platform/startProblem'
import { type Finding, ok, problem, warning } from './findings'
import { reach } from './reach'

const DAY_MS = 86_400_000
const SHORT_DAYS = 14

type MailConfig = Pick<Config, 'smtpUrl' | 'smtpCaFile' | 'dkim' | 'outboxDir'>

/** Mail: files it needs, connection, greeting, TLS and sign-in. Nothing is sent. */
export async function checkMail({ smtpUrl, smtpCaFile, dkim, outboxDir }: MailConfig): Promise<Finding> {
  if (smtpUrl === null) {
    if (outboxDir !== null) return warning('mail', `Mail is only written to ${outboxDir}.`, 'set SMTP_URL to send it.')
    return problem(
      'mail',
      'No mail can be sent: invites and links stay here.',
      'set SMTP_URL (README, Run it for real).',
    )
  }
  const server = new URL(smtpUrl).host
  try {
    if (dkim !== null) readDkimKey(dkim)
    await greetSmtp({ url: smtpUrl, authorities: smtpCaFile === null ? null : readAuthorities(smtpCaFile) })
    return ok('mail', `The mail server ${server} takes our connection and sign-in.`)
  } catch (error) {
    if (error instanceof StartProblem) return problem('mail', error.message, 'correct that setting.')
    const next = 'check SMTP_URL, the firewall, and that user and password are still right.'
    return problem('mail', `The mail server ${server} does not let us in (${codeOf(error)}).`, next)
  }
}

/** SMS: whether the gateway can be reached. Nothing is asked of it. */
export async function checkSms({ smsUrl, outboxDir }: Pick<Config, 'smsUrl' | 'outboxDir'>): Promise<Finding> {
  if (smsUrl === null) {
    const where = outboxDir === null ? 'cannot be sent' : `are only written to ${outboxDir}`
    return warning('sms', `Text messages ${where}.`, 'set SMS_URL, or leave sign-in by SMS switched off in Settings.')
  }
  const url = readTwilioUrl(smsUrl)?.url ?? new URL(smsUrl)
  const next = 'check SMS_URL and the firewall.'
  try {
    const { distrust } = await reach(url)
    if (distrust === null) return ok('sms', `The SMS gateway ${url.host} can be reached.`)
    return problem('sms', `The certificate of the SMS gateway ${url.host} is not trusted (${distrust}).`, next)
  } catch (error) {
    return problem('sms', `The SMS gateway ${url.host} cannot be reached (${codeOf(error)}).`, next)
  }
}

/** PUBLIC_URL as people's browsers will meet it. */
export async function checkAddress(
  config: Pick<Config, 'publicUrl' | 'trustedProxies'>,
  now: Date,
): Promise<readonly Finding[]> {
  const { publicUrl: url, trustedProxies } = config
  if (LOOPBACK_NAMES.has(url.hostname))
    return [
      warning(
        'address',
        `PUBLIC_URL is ${url.origin}: only this machine can open the portal.`,
        'set PUBLIC_URL to the portal’s https address.',
      ),
    ]
  const found = await tlsFinding(url, now)
  if (trustedProxies.length > 0) return [found]
  const sentence = 'TRUSTED_PROXIES is empty: behind a proxy all visitors would count as one address.'
  return [found, warning('proxies', sentence, 'name the proxy that puts TLS in front in TRUSTED_PROXIES.')]
}

async function tlsFinding(url: URL, now: Date): Promise<Finding> {
  try {
    const { certificate, distrust } = await reach(url)
    if (distrust !== null)
      return problem(
        'address',
        `The certificate of ${url.host} is not trusted (${distrust}).`,
        'install a valid certificate with its chain.',
      )
    const days = Math.floor((Date.parse(certificate?.valid_to ?? '') - now.getTime()) / DAY_MS)
    const sentence = `${url.origin} answers with a certificate that is good for ${days} days.`
    return days >= SHORT_DAYS ? ok('address', sentence) : warning('address', sentence, 'renew it now.')
  } catch (error) {
    const sentence = `${url.origin} cannot be reached from this machine (${codeOf(error)}).`
    return warning('address', sentence, 'open it from outside; if that fails too, look at the proxy and the DNS entry.')
  }
}

/** A code never quotes an address, a user or a password; messages of libraries may. */
function codeOf(error: unknown): string {
  return errorCodeOf(error) || 'no answer'
}
