import { authenticate } from '../../server/accounts/portalSession'
import { type Installation, withInstallation } from './support/installation'
import { addresses, openCalls } from './support/portalCalls'
import { addPeople, addSession, BEHIND_PROXY, cookieOf, portalParts } from './support/portalPeople'
import type { Row } from './support/report'
import { interleaved, median, timed } from './support/rounds'

/** Nobody needs to be signed in for it, and it reads one row that every other call reads too. */
const NO_OP = '/api/portal/clinic.public'
/** Calls a round: one alone is too short to time. */
const REPEATS = 20
const MOST = 0.15

/** What a session cookie adds to the portal's smallest call, and the check alone, on a server with 1,000 people. */
export async function sessionCheck({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  return await withInstallation(
    quick ? 100 : 1000,
    async (installation) => await measure(installation, quick ? 3 : 60),
    BEHIND_PROXY,
  )
}

async function measure(installation: Installation, rounds: number): Promise<Row[]> {
  const { deps, token } = await signedIn(installation)
  const calls = openCalls(installation)
  const address = addresses()
  const times = async (cookie?: string) => {
    const asked = { address: address(), ...(cookie !== undefined && { cookie }) }
    return await each(async () => {
      const { status, body } = await calls.ask(NO_OP, asked)
      if (status !== 200) throw new Error(`the call was answered ${status}: ${body}`)
    })
  }
  try {
    const results = await interleaved(rounds, {
      without: { run: async () => await times() },
      with: { run: async () => await times(cookieOf(token)) },
      alone: { run: async () => await each(async () => await check(deps, token)) },
    })
    return rowsOf(results)
  } finally {
    calls.close()
  }
}

async function signedIn(installation: Installation) {
  const deps = portalParts(installation)
  const [person] = await addPeople(installation, await deps.hasher.hashPassword('not asked for here'), 1)
  if (!person) throw new Error('nobody to sign in')
  return { deps, token: await addSession(deps, person) }
}

async function check(deps: Parameters<typeof authenticate>[0], token: string): Promise<void> {
  const { portal: caller } = await authenticate(deps, token, new Date())
  if (!caller?.consentDone) throw new Error('the session was not accepted')
}

async function each(work: () => Promise<unknown>): Promise<number> {
  const all = async () => {
    for (let n = 0; n < REPEATS; n++) await work()
  }
  return (await timed(all)) / REPEATS
}

function rowsOf(rounds: Readonly<Record<'without' | 'with' | 'alone', readonly number[]>>): Row[] {
  const [ours, floor, alone] = [median(rounds.with), median(rounds.without), median(rounds.alone)]
  const bench = 'session-check'
  const what = 'clinic.public over HTTP with a session cookie against without'
  const ratio = ours / floor
  const target = 'at most 1.15 x floor'
  return [
    { bench, what, unit: 'ms', ours, floor, ratio, target, met: ratio <= 1 + MOST, rounds },
    { bench, what: '`authenticate` alone against the same call', unit: 'ms', ours: alone, floor, ratio: alone / floor },
  ]
}
