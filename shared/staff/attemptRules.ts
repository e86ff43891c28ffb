/** A budget of tries, kept as one row of `attempt` so that it holds in parallel, on every process and after a restart (Q2). */
export interface AttemptPolicy {
  /** Tries allowed in one window. The last of them closes the door for `lockMs`. */
  readonly limit: number
  /** Tries older than this are forgotten; null: they count until they are cleared. */
  readonly windowMs: number | null
  /** How long the door stays closed; null: until a person clears it. */
  readonly lockMs: number | null
}

const MINUTE = 60_000

/** Wrong passwords of one email: 5, then 15 minutes (product.md, Q3). */
export const PASSWORD_ATTEMPTS: AttemptPolicy = { limit: 5, windowMs: 15 * MINUTE, lockMs: 15 * MINUTE }
/** Wrong codes of one staff member across all challenges: 10 an hour (M3). */
export const CODES_PER_HOUR: AttemptPolicy = { limit: 10, windowMs: 60 * MINUTE, lockMs: 60 * MINUTE }
/** Wrong codes in a row: 100, then none is looked at until a reset (M3). */
export const CODES_IN_A_ROW: AttemptPolicy = { limit: 100, windowMs: null, lockMs: null }

export interface AttemptState {
  readonly failures: number
  readonly windowStart: Date
  readonly lockedUntil: Date | null
}

/** A date that PostgreSQL and JavaScript both know and nobody will see. */
const FOR_EVER = new Date('9999-12-31T00:00:00.000Z')

export function isLocked(state: AttemptState | null, now: Date): boolean {
  return state?.lockedUntil != null && state.lockedUntil > now
}

/** The row after one more failure. An ended lock or an old window starts from one. */
export function afterFailure(state: AttemptState | null, policy: AttemptPolicy, now: Date): AttemptState {
  const counts = state !== null && state.failures > 0 && state.lockedUntil === null && !windowIsOver(state, policy, now)
  const failures = counts ? state.failures + 1 : 1
  return {
    failures,
    windowStart: counts ? state.windowStart : now,
    lockedUntil: failures >= policy.limit ? lockEnd(policy, now) : null,
  }
}

function windowIsOver(state: AttemptState, policy: AttemptPolicy, now: Date): boolean {
  return policy.windowMs !== null && now.getTime() - state.windowStart.getTime() >= policy.windowMs
}

function lockEnd(policy: AttemptPolicy, now: Date): Date {
  return policy.lockMs === null ? FOR_EVER : new Date(now.getTime() + policy.lockMs)
}
