import { createTransport } from 'nodemailer'
import { type Deliver, PermanentFailure, TemporaryFailure } from './message'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

export interface SmtpSender {
  readonly deliver: Deliver
  close(): void
}

/**
 * Mail by SMTP. TLS is required except to this machine; a query in SMTP_URL (`?requireTLS=false`) overrides it. Every message keeps
 * one Message-ID over all its repeats, so that a receiver can drop the second copy of one that was in doubt.
 */
export function createSmtpSender(smtpUrl: string, mailFrom: string): SmtpSender {
  const { hostname } = new URL(smtpUrl)
  const domain = /@([^\s>@]+)>?$/.exec(mailFrom)?.[1] ?? 'localhost'
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 2,
    requireTLS: !LOOPBACK.has(hostname),
    // Together below the lease of a claim: a slow server must not lead to a second hand-over meanwhile.
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  })
  return {
    close: () => transport.close(),
    async deliver(id, { to, subject, text, html }) {
      const mail = { from: mailFrom, to: { name: '', address: to }, subject, text, ...(html ? { html } : {}) }
      try {
        await transport.sendMail({
          ...mail,
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
      } catch (error) {
        throw failureOf(error)
      }
    },
  }
}

/** Only codes go on: an SMTP answer usually repeats the address (H3). */
function failureOf(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const answer = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
  const refusedForGood = answer >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE')
  return refusedForGood
    ? new PermanentFailure(`${code} ${answer}`)
    : new TemporaryFailure(`${code} ${answer || ''}`.trim())
}
