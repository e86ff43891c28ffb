export type Channel = 'email' | 'sms'

/** One message to one person. The same fields, without `from`, make its file in OUTBOX_DIR (design.md 5). */
export interface Message {
  readonly channel: Channel
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly links: readonly string[]
  readonly code?: string
  /** Who the mail is from; MAIL_FROM when left out. With `address: null` only its address is MAIL_FROM's. SMS does not use it. */
  readonly from?: { readonly name: string; readonly address: string | null }
}

/** What a message is about, for the hooks that note success or failure on its subject (an invite, for instance). */
export interface MessageRef {
  readonly kind: string
  readonly id: string
}

/** What the link or code of a message opens: an invite or a one-time secret. The message leaves neither after that time nor once it has ended. */
export interface Opening {
  readonly id: string
  readonly expiresAt: Date
}

/** Hands one message over. `id` stays the same over repeats. Throws one of the three failures below. */
export type Deliver = (id: string, message: Message) => Promise<void>

/** One way out of the server. */
export interface Sender {
  readonly deliver: Deliver
  /** The other side drops a second copy of one id, so a hand-over whose outcome is unknown may be repeated. */
  readonly idempotent: boolean
  /** `deliver` has settled by then, whatever the other side does. */
  readonly longestMs: number
}

/** Known not to be accepted, worth repeating. `message` is short and holds no address. */
export class TemporaryFailure extends Error {
  override readonly name = 'TemporaryFailure'
}

/** The other side said no for good (SMTP 5xx: no such mailbox). `message` is short and holds no address. */
export class PermanentFailure extends Error {
  override readonly name = 'PermanentFailure'
}

/** Handed over, and the answer never came: the other side may have it. `message` is short and holds no address. */
export class InDoubtFailure extends Error {
  override readonly name = 'InDoubtFailure'
}
