/** Milliseconds of one asynchronous piece of work. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** Nearest rank, so that a p95 is one of the measured values. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}

/**
 * Runs every contender once a round, turn by turn, so that a busy moment of the machine meets all of them. The first round warms up and
 * is thrown away. A contender with fewer `rounds` than asked for (a slow peer) sits out the later ones and is not warmed up.
 */
export async function interleaved<Name extends string>(
  rounds: number,
  contenders: Readonly<Record<Name, { readonly run: () => Promise<number>; readonly rounds?: number }>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[]
  const results = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const { run, rounds: own } = contenders[name]
      if (own !== undefined && (round === 0 || round > own)) continue
      const value = await run()
      if (round > 0) results[name].push(value)
    }
  }
  return results
}
