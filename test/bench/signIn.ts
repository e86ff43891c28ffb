import { MOST_ACCOUNTS_OF_EMAIL } from '../../server/accounts/accountStore'
import { signIn as signInService } from '../../server/accounts/portalAuthService'
import type { WaysInDeps } from '../../server/waysIn/waysInParts'
import { type Installation, withInstallation } from './support/installation'
import { addresses, openCalls, type PortalCalls } from './support/portalCalls'
import { addPeople, BEHIND_PROXY, forgetTries, PASSWORD, type PortalPerson, portalParts } from './support/portalPeople'
import type { Row } from './support/report'
import { interleaved, median, timed } from './support/rounds'

/** Sign-ins a round. Below the five failures that lock an email. */
const REPEATS = 4
const MOST = 0.05
const BROWSER = { replaces: null, shared: false, rememberedLock: null } as const
const WRONG = 'not the password of anybody'

/**
 * A password sign-in against the argon2id comparisons that it cannot do without: one for the right password; as many as an email can have
 * accounts for a wrong one and for nobody (P4).
 */
export async function signIn({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  return await withInstallation(
    quick ? 100 : 1000,
    async (installation) => await measure(installation, quick ? 2 : 25),
    BEHIND_PROXY,
  )
}

interface Desk {
  readonly installation: Installation
  readonly deps: WaysInDeps
  readonly calls: PortalCalls
  readonly phc: string
  readonly person: PortalPerson
}

async function measure(installation: Installation, rounds: number): Promise<Row[]> {
  const deps = portalParts(installation)
  const phc = await deps.hasher.hashPassword(PASSWORD)
  const [person] = await addPeople(installation, phc, 1)
  if (!person) throw new Error('nobody to sign in')
  const calls = openCalls(installation)
  try {
    return rowsOf(await interleaved(rounds, contenders({ installation, deps, calls, phc, person })))
  } finally {
    calls.close()
  }
}

function contenders({ installation, deps, calls, phc, person }: Desk) {
  const address = addresses()
  const [email, nobody] = [person.email, 'nobody@example.org']
  const run = (work: () => Promise<unknown>) => ({
    run: async () => {
      await forgetTries(installation)
      return await each(work)
    },
  })
  const inside = (who: string, password: string, works: boolean) =>
    run(async () => expectThat((await admitted(deps, who, password, address())) === works))
  const outside = (who: string, password: string, status: number) =>
    run(async () => expectThat((await calls.signIn(who, password, address())).status === status))
  const compare = async () => expectThat(await deps.hasher.verifyPassword(phc, PASSWORD))
  return {
    hash: run(compare),
    right: inside(email, PASSWORD, true),
    rightHttp: outside(email, PASSWORD, 200),
    hashes: run(async () => {
      for (let n = 0; n < MOST_ACCOUNTS_OF_EMAIL; n++) await compare()
    }),
    wrong: inside(email, WRONG, false),
    wrongHttp: outside(email, WRONG, 401),
    unknown: inside(nobody, WRONG, false),
    unknownHttp: outside(nobody, WRONG, 401),
  }
}

async function admitted(deps: WaysInDeps, email: string, password: string, address: string): Promise<boolean> {
  const visit = { address, now: new Date(), deviceWords: 'bench' }
  return await signInService(deps, { email, password }, visit, BROWSER).then(
    ({ kind }) => kind === 'session',
    () => false,
  )
}

function expectThat(isSo: boolean): void {
  if (!isSo) throw new Error('a sign-in was not answered as it should be')
}

async function each(work: () => Promise<unknown>): Promise<number> {
  const all = async () => {
    for (let n = 0; n < REPEATS; n++) await work()
  }
  return (await timed(all)) / REPEATS
}

type Rounds = Readonly<Record<keyof ReturnType<typeof contenders>, readonly number[]>>

function rowsOf(rounds: Rounds): Row[] {
  const row = (what: string, name: keyof Rounds, floorName: 'hash' | 'hashes'): Row => {
    const [ours, floor] = [median(rounds[name]), median(rounds[floorName])]
    const ratio = ours / floor
    const shown = { [name]: rounds[name], [floorName]: rounds[floorName] }
    const target = 'at most 1.05 x floor'
    return { bench: 'sign-in', what, unit: 'ms', ours, floor, ratio, target, met: ratio <= 1 + MOST, rounds: shown }
  }
  return [
    row('right password, service call, against one comparison', 'right', 'hash'),
    row('right password over HTTP, against one comparison', 'rightHttp', 'hash'),
    row(`wrong password, service call, against ${MOST_ACCOUNTS_OF_EMAIL} comparisons`, 'wrong', 'hashes'),
    row(`wrong password over HTTP, against ${MOST_ACCOUNTS_OF_EMAIL} comparisons`, 'wrongHttp', 'hashes'),
    row(`unknown email, service call, against ${MOST_ACCOUNTS_OF_EMAIL} comparisons`, 'unknown', 'hashes'),
    row(`unknown email over HTTP, against ${MOST_ACCOUNTS_OF_EMAIL} comparisons`, 'unknownHttp', 'hashes'),
  ]
}
