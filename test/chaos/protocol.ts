import type { OutboxItem } from '../../shared/sync/syncSchemas'

/** What the run asks of a console's process, one JSON line each. */
export type Order =
  /** One action as a person would take it, on what this console's screen shows; decided by the seed. */
  | { readonly id: number; readonly order: 'act'; readonly seed: number }
  | { readonly id: number; readonly order: 'sync' }
  /** Until nothing waits and the line is in order, for so many milliseconds at most. */
  | { readonly id: number; readonly order: 'settle'; readonly withinMs: number }
  | { readonly id: number; readonly order: 'dump' }

export interface Settled {
  readonly isSettled: boolean
  readonly link: string
  readonly problem: string | null
  readonly alarm: string | null
  readonly waiting: number
}
export interface Dump {
  /** `collection id` and document, of all that the server said. */
  readonly copies: readonly (readonly [string, unknown])[]
  readonly outbox: readonly { readonly writeId: string; readonly state: string; readonly reason: string | null }[]
}

/** What a console's process says. `intends` comes before the write is stored, `saved` after it is durable. */
export type Word =
  | { readonly kind: 'open' }
  | { readonly kind: 'intends'; readonly item: OutboxItem }
  | { readonly kind: 'saved'; readonly writeId: string }
  | { readonly kind: 'done'; readonly id: number; readonly answer: Settled | Dump | null }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
