import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildPrograms, type Programs, play } from './chaosRun'

/**
 * Three consoles and the server, each in a process of its own, and everything that can go wrong between them, from one printed seed. `CHAOS_MS` says how long
 * runs are begun, `CHAOS_SEED` where they start, `CHAOS_RUNS` how many there are at least, `CHAOS_BLOWS` how long one is. `npm run chaos` sets them.
 */
const SEED = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 1e9))
const TIME_MS = Number(process.env.CHAOS_MS ?? 120_000)
const RUNS = Number(process.env.CHAOS_RUNS ?? 1)
const BLOWS = Number(process.env.CHAOS_BLOWS ?? 60)
/** A run that began in time may end after it. */
const GRACE_MS = 420_000

let programs: Programs
beforeAll(async () => {
  programs = await buildPrograms()
})
afterAll(() => programs.remove())

test(`Y1, Y2, Y3, Y5, Y6, Y10, U3: three consoles and the server under every fault end equal, and nothing is lost, doubled or invented (from seed ${SEED})`, {
  timeout: TIME_MS + RUNS * 120_000 + GRACE_MS,
}, async () => {
  const until = Date.now() + TIME_MS
  for (let run = 0; run < RUNS || Date.now() < until; run++) {
    const seed = SEED + run
    const report = await play(programs, seed, BLOWS).catch((error: unknown) => {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    })
    process.stdout.write(
      `seed ${seed}: ${report.writes} writes, healed in ${Math.round(report.healedMs)} ms; ${JSON.stringify(report.told)}\n`,
    )
    expect(report.writes).toBeGreaterThan(0)
  }
})
