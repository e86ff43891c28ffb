import { readFileSync } from 'node:fs'

/** Where server code gets the time from. Rules in `shared/` take a Date instead. */
export interface Clock {
  now(): Date
}

export function systemClock(): Clock {
  return { now: () => new Date() }
}

/**
 * A clock shifted by the seconds written in `file`, read anew at each call so that a test can move time while the server runs.
 * A missing or unreadable file means no shift. Only for `APP_TEST_HOOKS=1` (T3).
 */
export function offsetFileClock(file: string): Clock {
  return { now: () => new Date(Date.now() + readOffsetSeconds(file) * 1000) }
}

function readOffsetSeconds(file: string): number {
  try {
    const seconds = Number(readFileSync(file, 'utf8').trim())
    return Number.isFinite(seconds) ? seconds : 0
  } catch {
    return 0
  }
}
