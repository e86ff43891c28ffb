export type Channel = 'email' | 'sms'

/** One message to one person. The same fields make its file in OUTBOX_DIR (design.md 5). */
export interface Message {
  readonly channel: Channel
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly links: readonly string[]
  readonly code?: string
}

/** What a message is about, for the hooks that note success or failure on its subject (an invite, for instance). */
export interface MessageRef {
  readonly kind: string
  readonly id: string
}

/** Hands one message over. `id` stays the same over repeats. Throws one of the two failures below. */
export type Deliver = (id: string, message: Message) => Promise<void>

/** Not accepted now, worth repeating. `message` is short and holds no address. */
export class TemporaryFailure extends Error {
  override readonly name = 'TemporaryFailure'
}

/** The other side said no for good (SMTP 5xx: no such mailbox). `message` is short and holds no address. */
export class PermanentFailure extends Error {
  override readonly name = 'PermanentFailure'
}
