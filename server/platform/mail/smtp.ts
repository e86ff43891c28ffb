import { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { LOOPBACK_NAMES } from '../environment'
import type { DkimKey } from './mailFiles'
import { type Sender, TemporaryFailure } from './message'
import { failureOf } from './smtpFailure'
import { type ComposedMail, createMailComposer, type MailFields, type MailIdentity } from './smtpMessage'

export interface SmtpOptions extends MailIdentity {
  /** `smtp://` or `smtps://`, with user and password percent-encoded. */
  readonly url: string
  /** Trusted instead of the public authorities; with it STARTTLS is required on this machine too. */
  readonly authorities: readonly string[] | null
  readonly limits?: SmtpLimits
}

export interface SmtpLimits {
  /** From the name look-up until the server asks for the message. */
  readonly talkMs: number
  /** From there to its answer: some servers look for viruses before they answer. */
  readonly answerMs: number
}

const LIMITS: SmtpLimits = { talkMs: 40_000, answerMs: 120_000 }
const CONNECT_MS = 10_000
const QUIT_MS = 2_000

export interface SmtpSender extends Sender {
  /** Ends what is under way. */
  close(): void
}

/**
 * Mail by SMTP, one connection a message: nothing is queued or repeated out of the outbox's sight. TLS is required except to this
 * machine, and never given up for a server that does not offer it. SMTP knows no idempotency: what was under way when the connection
 * broke stays in doubt.
 */
export function createSmtpSender(options: SmtpOptions): SmtpSender {
  const { limits = LIMITS } = options
  const composeMail = createMailComposer(options, createBuilder(options.dkim))
  const connect = connectionSettings(options, limits)
  const open = new Set<SMTPConnection>()
  return {
    idempotent: false,
    longestMs: limits.talkMs + limits.answerMs,
    close() {
      for (const connection of open) connection.emit('error', new Error('closed'))
    },
    async deliver(id, message) {
      const mail = await composeMail(id, message)
      const connection = new SMTPConnection(connect.settings)
      open.add(connection)
      try {
        await handOver(connection, connect.signIn, mail, limits)
        sayGoodbye(connection)
      } catch (error) {
        connection.close()
        throw error
      } finally {
        open.delete(connection)
      }
    },
  }
}

/** Headers, encodings and signature by nodemailer; nothing is sent, and it may read no file and no address for a message. */
function createBuilder(dkim: DkimKey | null) {
  const transport = createTransport({ streamTransport: true, buffer: true, ...(dkim && { dkim }) })
  return async (fields: MailFields): Promise<ComposedMail> => {
    const safe = { ...fields, disableFileAccess: true, disableUrlAccess: true }
    const { envelope, message } = await transport.sendMail(safe).catch(() => {
      throw new TemporaryFailure('mail not built')
    })
    if (!Buffer.isBuffer(message)) throw new TemporaryFailure('mail not built')
    return { envelope: { from: envelope.from || '', to: envelope.to }, raw: message }
  }
}

/** Connects, hears the greeting, goes over to TLS and signs in as for a message, and says goodbye: nothing is sent. Rejects when a step fails. */
export async function greetSmtp(options: Pick<SmtpOptions, 'url' | 'authorities'>): Promise<void> {
  const { settings, signIn } = connectionSettings(options, LIMITS)
  const connection = new SMTPConnection(settings)
  const timer = startTimer(CONNECT_MS)
  try {
    await Promise.race([enter(connection, signIn), timer.end])
    sayGoodbye(connection)
  } catch (error) {
    connection.close()
    throw error
  } finally {
    timer.clear()
  }
}

type SignIn = { readonly user: string; readonly pass: string } | null

function connectionSettings(
  { url: given, authorities }: Pick<SmtpOptions, 'url' | 'authorities'>,
  { talkMs, answerMs }: SmtpLimits,
) {
  const url = new URL(given)
  const secure = url.protocol === 'smtps:'
  const requireTLS = !LOOPBACK_NAMES.has(url.hostname) || authorities !== null
  const settings = {
    host: url.hostname.replace(/[[\]]/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS,
    ignoreTLS: !requireTLS,
    tls: { minVersion: 'TLSv1.2' as const, ...(authorities && { ca: [...authorities] }) },
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    // Beyond the limits of the hand-over itself, which know what had been sent.
    socketTimeout: talkMs + answerMs,
    logger: false,
  }
  const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
  const signIn: SignIn = user ? { user, pass } : null
  return { settings, signIn }
}

/** Resolves when the server has taken the mail. Rejects with one of the three failures. */
async function handOver(
  connection: SMTPConnection,
  signIn: SignIn,
  { envelope, raw }: ComposedMail,
  { talkMs, answerMs }: SmtpLimits,
): Promise<void> {
  const timer = startTimer(talkMs)
  let begun = false
  // Read by the connection only once the server has answered DATA: from then on it may have the message.
  const body = Readable.from(
    (function* () {
      begun = true
      timer.restart(answerMs)
      yield raw
    })(),
    { objectMode: false },
  )
  try {
    await Promise.race([talk(connection, signIn, { ...envelope, to: [...envelope.to] }, body), timer.end])
  } catch (error) {
    throw failureOf(error, begun)
  } finally {
    timer.clear()
  }
}

async function talk(
  connection: SMTPConnection,
  signIn: SignIn,
  envelope: { from: string; to: string[] },
  body: Readable,
): Promise<void> {
  const step = await enter(connection, signIn)
  await step((done) => connection.send(envelope, body, done))
}

type Step = <T>(start: (done: (error?: Error | null, value?: T) => void) => void) => Promise<void>

/** Up to the point where a message could be handed over. The next step fails too when the connection breaks. */
async function enter(connection: SMTPConnection, signIn: SignIn): Promise<Step> {
  const broken = new Promise<never>((_resolve, reject) => {
    connection.on('error', reject)
    connection.once('end', () => reject(new Error('ended')))
  })
  // Heard even when it comes between two steps or after the last.
  broken.catch(() => undefined)
  const step: Step = async (start) => {
    const done = new Promise<void>((resolve, reject) => start((error) => (error ? reject(error) : resolve())))
    await Promise.race([done, broken])
  }
  await step((done) => connection.connect(done))
  if (signIn) await step((done) => connection.login({ ...signIn }, done))
  return step
}

function startTimer(ms: number) {
  let fail: (error: Error) => void = () => undefined
  const end = new Promise<never>((_resolve, reject) => {
    fail = reject
  })
  const start = (after: number) =>
    setTimeout(() => fail(Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' })), after)
  let timer = start(ms)
  return {
    end,
    restart(after: number) {
      clearTimeout(timer)
      timer = start(after)
    },
    clear: () => clearTimeout(timer),
  }
}

/** The mail is taken; a server that does not answer QUIT is not waited for. */
function sayGoodbye(connection: SMTPConnection): void {
  connection.quit()
  setTimeout(() => connection.close(), QUIT_MS).unref()
}
