import { spawnSync } from 'node:child_process'

/** What starting Node with nothing to do takes on an idle machine. */
const IDLE_MS = 60

/**
 * How many times slower than an idle machine this one is just now; never below 1. A limit in seconds is a promise about our program, so a
 * duration is divided by this before it is held against it: a machine that gives half of its time to others fails no test by that.
 */
export function slowness(): number {
  const took = [1, 2, 3].map(() => {
    const begin = performance.now()
    spawnSync(process.execPath, ['--eval', ''])
    return performance.now() - begin
  })
  return Math.max(1, Math.max(...took) / IDLE_MS)
}
