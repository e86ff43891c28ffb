import { hash, verify } from '@node-rs/argon2'
import { VERIFIER_COST } from '../../electron/core/verifiers'
import { clinicServer, deskBench, PASSWORD } from '../desktop/desktopSupport'
import { ask, type BenchBrowser, withChromium } from './support/chromium'
import { startPageServer } from './support/pageServer'
import { answersOf, people } from './support/people'
import type { Row } from './support/report'
import { interleaved, median, timed } from './support/rounds'

const PAGE_SIZE = 5000
const QUERY = 'mar'
const PIN = '482913'
const STAFF_ID = 'staff-1'
const MOST_MS = 1_500

/**
 * From the last digit of the PIN to the first search's answer: the desktop core's argon2id, the replica's key, and opening the sealed replica in a
 * fresh page. Floor: one argon2id at the same cost, and reading the same pages once.
 */
export async function unlockPin({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const count = quick ? 2000 : 10_000
  const [pages, desk] = [await startPageServer(), await lockedConsole()]
  try {
    pages.put('answers.json', JSON.stringify(answersOf(people(count), PAGE_SIZE)))
    const setting = { url: `${pages.url}/replica.html`, count, rounds: quick ? 3 : 9 }
    return await withChromium(async (browser) => [await measure(browser, desk, setting)])
  } finally {
    await desk.stop()
    await pages.stop()
  }
}

type Desk = Awaited<ReturnType<typeof lockedConsole>>

interface Setting {
  readonly url: string
  readonly count: number
  readonly rounds: number
}

async function measure(browser: BenchBrowser, desk: Desk, { url, count, rounds: times }: Setting): Promise<Row> {
  const name = `unlock-pin-${count}`
  const inPage = async <T>(use: (page: Awaited<ReturnType<BenchBrowser['open']>>) => Promise<T>): Promise<T> => {
    const page = await browser.open(url)
    try {
      return await use(page)
    } finally {
      await page.close()
    }
  }
  await inPage(async (page) => await ask(page, 'fill', name))
  const phc = await hash(PIN, VERIFIER_COST)
  const rounds = await interleaved(times, {
    ours: {
      run: async () => {
        const core = await timed(desk.unlock)
        const { ms, found } = await inPage(async (page) => await ask(page, 'ownUnlock', name, QUERY))
        if (found === 0) throw new Error('the first search found nobody')
        return core + ms
      },
    },
    floor: {
      run: async () => {
        const core = await timed(async () => void (await verify(phc, PIN)))
        return core + (await inPage(async (page) => await ask(page, 'floorUnlock', name))).ms
      },
    },
  })
  const [ours, floor] = [median(rounds.ours), median(rounds.floor)]
  const what = `unlock with a PIN until search answers, ${count} participants`
  return {
    bench: 'unlock-pin',
    what,
    unit: 'ms',
    ours,
    floor,
    ratio: ours / floor,
    target: `under ${MOST_MS} ms`,
    met: ours < MOST_MS,
    rounds,
  }
}

/** The real desktop core at its real cost, with a PIN set; each unlock ends locked again. */
async function lockedConsole() {
  const server = await clinicServer(STAFF_ID)
  const { desktop, signIn, core } = deskBench({ serverUrl: server.url })
  await signIn()
  await desktop.replica.key.mutate({ staffId: STAFF_ID, create: true })
  await desktop.pin.set.mutate({ staffId: STAFF_ID, password: PASSWORD, pin: PIN })
  return {
    unlock: async () => {
      await core.lock()
      const answer = await desktop.lock.unlock.mutate({ staffId: STAFF_ID, pin: PIN })
      const key = await desktop.replica.key.mutate({ staffId: STAFF_ID })
      if (!answer.ok || !key.ok) throw new Error('the PIN did not open the lock')
    },
    stop: async () => {
      core.stop()
      await server.close()
    },
  }
}
