import type { ConsoleState } from './consoleState'
import type { ConsoleSession } from './session'

/**
 * What is on the screen, and who is still on the way to it. Every change of place takes a new turn; whatever was under way for
 * an older turn (an opening replica, an answer of the server) finds that out and undoes itself.
 */
export interface ConsoleStage {
  state(): ConsoleState
  subscribe(listener: () => void): () => void
  /** Another picture of the same place. */
  become(next: ConsoleState): void
  /** Another place: takes records off the screen first, then closes them (R4). Returns the new turn. */
  leave(next: ConsoleState): number
  turn(): number
  isCurrent(turn: number): boolean
  /** Ends with the next `leave`. */
  untilLeft(stop: () => void): void
  close(session: ConsoleSession): void
  /** The last replica letting go of its pages: the next opening waits for it. */
  closed(): Promise<unknown>
}

export function createStage(): ConsoleStage {
  const listeners = new Set<() => void>()
  let state: ConsoleState = { at: 'starting' }
  let turn = 0
  let stopListening = () => {}
  let closing: Promise<unknown> = Promise.resolve()

  const become = (next: ConsoleState) => {
    state = next
    for (const listener of [...listeners]) listener()
  }
  const close = (session: ConsoleSession) => {
    closing = session.close().catch(() => undefined)
  }
  const leave = (next: ConsoleState): number => {
    const mine = ++turn
    const left = state
    stopListening()
    stopListening = () => {}
    become(next)
    if (left.at === 'open') close(left.session)
    return mine
  }
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    become,
    leave,
    turn: () => turn,
    isCurrent: (asked) => asked === turn,
    untilLeft: (stop) => {
      stopListening = stop
    },
    close,
    closed: () => closing,
  }
}
