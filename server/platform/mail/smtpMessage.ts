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

/** What the mail library is given. Every field is safe by then. */
export interface MailFields {
  readonly from: MailAddress
  readonly to: MailAddress
  readonly envelope: { readonly from: string; readonly to: string }
  readonly subject: string
  readonly text: string
  readonly html?: string
  readonly messageId: string
  readonly headers: Readonly<Record<string, string>>
}

/** Builds one mail whole, before any connection is opened. Throws `PermanentFailure` for what can never be sent. */
export type ComposeMail = (id: string, message: Message) => Promise<ComposedMail>

/**
 * `Message-ID` is the message's id, the same over repeats; `Auto-Submitted` keeps holiday notices away (RFC 3834). Names and subject
 * become one line, addresses must be plain ones: no field can add a header or a recipient.
 */
export function createMailComposer(
  { from, bounce }: MailIdentity,
  build: (fields: MailFields) => Promise<ComposedMail>,
): ComposeMail {
  return async (id, message) => {
    const sender = { name: plainLine(message.from?.name ?? from.name), address: message.from?.address ?? from.address }
    if (!isMailAddress(sender.address)) throw new PermanentFailure('bad sender address')
    if (!isMailAddress(message.to)) throw new PermanentFailure('bad address')
    return await build({
      from: sender,
      to: { name: '', address: message.to },
      envelope: { from: bounce ?? sender.address, to: message.to },
      subject: plainLine(message.subject),
      text: message.text,
      ...(message.html ? { html: message.html } : {}),
      messageId: `<${id}@${domainOf(sender.address)}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
  }
}
