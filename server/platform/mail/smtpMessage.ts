import { createTransport } from 'nodemailer'
import { domainOf, isMailAddress, type MailAddress, plainLine } from './addresses'
import type { DkimKey } from './mailFiles'
import { type Message, PermanentFailure } from './message'

export interface MailIdentity {
  /** MAIL_FROM: for messages that name no sender, and the address of those that name none. */
  readonly from: MailAddress
  readonly bounce: string | null
  readonly dkim: DkimKey | null
}

export interface ComposedMail {
  readonly envelope: { readonly from: string; readonly to: readonly string[] }
  /** With CRLF line ends and the DKIM signature: what goes over the line after DATA, before dot stuffing. */
  readonly raw: Buffer
}

/** Builds one mail whole, before any connection is opened. Throws `PermanentFailure` for what can never be sent. */
export type ComposeMail = (id: string, message: Message) => Promise<ComposedMail>

/**
 * `Message-ID` is the message's id, the same over repeats; `Auto-Submitted` keeps holiday notices away (RFC 3834). Names and subject
 * become one line, addresses must be plain ones: no field can add a header or a recipient.
 */
export function createMailComposer({ from, bounce, dkim }: MailIdentity): ComposeMail {
  const transport = createTransport({ streamTransport: true, buffer: true, ...(dkim && { dkim }) })
  return async (id, message) => {
    const sender = { name: plainLine(message.from?.name ?? from.name), address: message.from?.address ?? from.address }
    if (!isMailAddress(sender.address)) throw new PermanentFailure('bad sender address')
    if (!isMailAddress(message.to)) throw new PermanentFailure('bad address')
    const built = await transport.sendMail({
      from: sender,
      to: { name: '', address: message.to },
      envelope: { from: bounce ?? sender.address, to: [message.to] },
      subject: plainLine(message.subject),
      text: message.text,
      ...(message.html ? { html: message.html } : {}),
      messageId: `<${id}@${domainOf(sender.address)}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    if (!Buffer.isBuffer(built.message)) throw new Error('the mail was not built')
    return { envelope: { from: built.envelope.from || '', to: built.envelope.to }, raw: built.message }
  }
}
