import type { PullAnswer } from './syncSchemas'

/**
 * Every participant, invite, account, message, correction request and conflict that this person may see with `from` < rev <= `to`, when nothing else changed in between. A
 * replica whose checkpoint lies in the window (`from` included) stands at `to` once it has them. No rows: none of the changes is theirs to see.
 */
export interface LiveNews {
  readonly epoch: string
  readonly from: number
  readonly to: number
  readonly rows: Pick<
    PullAnswer['rows'],
    'participants' | 'invites' | 'accounts' | 'messages' | 'corrections' | 'conflicts'
  >
}

/** One event of the live stream (SSE `data:`). Without news: ask for changes now. `resync` comes first on every (re)connect. */
export type LiveEvent =
  | { readonly kind: 'resync' }
  | { readonly kind: 'change'; readonly rev: number; readonly news?: LiveNews }
