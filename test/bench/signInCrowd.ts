import { setTimeout as sleep } from 'node:timers/promises'
import { MOST_ACCOUNTS_OF_EMAIL } from '../../server/accounts/accountStore'
import type { PasswordHasher } from '../../server/accounts/passwordHash'
import { type Installation, withInstallation } from './support/installation'
import { addresses, openCalls, type PortalCalls } from './support/portalCalls'
import { addPeople, BEHIND_PROXY, forgetTries, PASSWORD, type PortalPerson, portalParts } from './support/portalPeople'
import type { Row } from './support/report'
import { median, percentile, timed } from './support/rounds'

/** One a tick whether or not the last has come back: a probe that waits for its answer would not see a standstill twice. */
const PROBE_EVERY_MS = 20
const PROBES_AT_REST = 150
const LIMIT_MS = 1000

/** Many sign-ins at once, half right, a quarter wrong, a quarter of nobody: how long `/healthz` takes meanwhile, and they themselves. */
export async function signInCrowd({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const [count, rounds] = quick ? [20, 1] : [200, 3]
  return await withInstallation(
    count + 100,
    async (installation) => await measure(installation, { count, rounds }),
    BEHIND_PROXY,
  )
}

interface Sizes {
  readonly count: number
  readonly rounds: number
}

async function measure(installation: Installation, { count, rounds }: Sizes): Promise<Row[]> {
  const { hasher } = portalParts(installation)
  const phc = await hasher.hashPassword(PASSWORD)
  const people = await addPeople(installation, phc, count / 2 + count / 4)
  const calls = openCalls(installation)
  try {
    const atRest = await probe(calls, sleep(PROBES_AT_REST * PROBE_EVERY_MS))
    const seen = { probes: [] as number[], signIns: [] as number[], all: [] as number[], hashes: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      await forgetTries(installation)
      const crowd = signInAtOnce(calls, people, count)
      seen.probes.push(...(await probe(calls, crowd)))
      const { each, all } = await crowd
      seen.signIns.push(...each)
      seen.all.push(all)
      seen.hashes.push(await hashesAlone(hasher, phc, count))
    }
    return rowsOf(count, { ...seen, atRest })
  } finally {
    calls.close()
  }
}

/** Times of `/healthz` until `during` is over. */
async function probe(calls: PortalCalls, during: Promise<unknown>): Promise<number[]> {
  const flying: Promise<number>[] = []
  const probeOnce = async () =>
    await timed(async () => {
      const { status } = await calls.ask('/healthz')
      if (status !== 200) throw new Error(`/healthz answered ${status}`)
    })
  let over = false
  const end = during.finally(() => {
    over = true
  })
  while (!over) {
    const time = probeOnce()
    time.catch(() => undefined)
    flying.push(time)
    await Promise.race([end, sleep(PROBE_EVERY_MS)])
  }
  return await Promise.all(flying)
}

async function signInAtOnce(calls: PortalCalls, people: readonly PortalPerson[], count: number) {
  const address = addresses()
  const each: number[] = []
  const one = async (n: number) => {
    // Right, wrong, right, nobody: no kind comes first.
    const kind = n % 4
    const known = people[kind === 1 ? count / 2 + Math.floor(n / 4) : Math.floor(n / 2)]?.email ?? ''
    const right = kind === 0 || kind === 2
    const email = kind === 3 ? `nobody-${n}@example.org` : known
    const time = await timed(async () => {
      const { status, body } = await calls.signIn(email, right ? PASSWORD : 'not the password', address())
      if (status !== (right ? 200 : 401)) throw new Error(`a sign-in was answered ${status}: ${body}`)
    })
    each.push(time)
  }
  const all = await timed(async () => await Promise.all(Array.from({ length: count }, async (_, n) => await one(n))))
  return { each, all }
}

/** The same comparisons without anything round them, as many at once as the server lets run. */
async function hashesAlone(hasher: PasswordHasher, phc: string, count: number): Promise<number> {
  const comparisons = count / 2 + (count / 2) * MOST_ACCOUNTS_OF_EMAIL
  const compare = async () => await hasher.verifyPassword(phc, PASSWORD)
  return await timed(async () => await Promise.all(Array.from({ length: comparisons }, compare)))
}

type Seen = Readonly<Record<'probes' | 'atRest' | 'signIns' | 'all' | 'hashes', readonly number[]>>

function rowsOf(count: number, { probes, atRest, signIns, all, hashes }: Seen): Row[] {
  const [bench, unit] = ['sign-in-crowd', 'ms'] as const
  const health = (percent: number): Row => {
    const [ours, floor] = [percentile(probes, percent), percentile(atRest, percent)]
    const what = `/healthz p${percent} beside ${count} sign-ins at once, against at rest`
    return { bench, what, unit, ours, floor, ratio: ours / floor }
  }
  const p99 = health(99)
  const target = `p99 under ${LIMIT_MS} ms`
  const [ours, floor] = [median(all), median(hashes)]
  const own = { bench, unit } as const
  return [
    { ...p99, target, met: p99.ours < LIMIT_MS, rounds: { probes, atRest } },
    health(50),
    { ...own, what: `${count} sign-ins, first to last, against their comparisons`, ours, floor, ratio: ours / floor },
    { ...own, what: 'one of them, p50', ours: percentile(signIns, 50), rounds: { all, hashes } },
    { ...own, what: 'one of them, p99', ours: percentile(signIns, 99) },
  ]
}
