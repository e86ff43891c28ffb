import type { PullAnswer } from '../../shared/sync/syncSchemas'
import { ask, type BenchBrowser, withChromium } from './support/chromium'
import { enlist, openConsole } from './support/consoles'
import { couchOf } from './support/couch'
import { type Installation, withInstallation } from './support/installation'
import { startPageServer } from './support/pageServer'
import type { Row } from './support/report'
import { interleaved, median } from './support/rounds'

const PAGE_SIZE = 5000

/** First sync into an empty sealed replica, against the same bytes from a plain server, and against two peers. */
export async function firstSync({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const count = quick ? 2000 : 10_000
  return await withInstallation(count, async (installation) => {
    return await withChromium(async (browser) => await measure(installation, browser, count, quick))
  })
}

async function measure(installation: Installation, browser: BenchBrowser, count: number, quick: boolean) {
  const [credentials] = await enlist(installation.pool, 'admin', 1)
  if (!credentials) throw new Error('no console')
  const answers = await pullAll(openConsole(installation.url, credentials))
  const people = answers.flatMap((text) => (JSON.parse(text) as Wire).result.data.rows.participants ?? [])
  const pages = await startPageServer({ port: installation.port, credentials, couch: couchOf(people) })
  pages.put('answers.json', `[${answers.join(',')}]`)
  pages.put('people.json', JSON.stringify(people))
  const round = { at: 0 }
  const one = (method: 'ownFirstSync' | 'floorFirstSync' | 'rxdbFirstSync' | 'pouchFirstSync') => async () => {
    const page = await browser.open(`${pages.url}/replica.html`)
    const { ms, documents } = await ask(page, method, `${method}-${round.at++}`)
    await page.close()
    if (documents !== count) throw new Error(`${method} brought ${documents} of ${count} participants`)
    return ms
  }
  try {
    const rounds = await interleaved(quick ? 3 : 7, {
      ours: { run: one('ownFirstSync') },
      floor: { run: one('floorFirstSync') },
      rxdb: { run: one('rxdbFirstSync'), rounds: 2 },
      pouch: { run: one('pouchFirstSync'), rounds: 3 },
    })
    return rowsOf(count, rounds)
  } finally {
    await pages.stop()
  }
}

function rowsOf(count: number, rounds: Record<'ours' | 'floor' | 'rxdb' | 'pouch', number[]>): Row[] {
  const [ours, floor] = [median(rounds.ours), median(rounds.floor)]
  const what = `first sync of ${count} participants`
  const base = { bench: 'first-sync', unit: 'ms', ours } as const
  const against = (name: string, values: readonly number[], least: number): Row => {
    const ratio = median(values) / ours
    const peer = { name, value: median(values) }
    return { ...base, what, peer, ratio, target: `at least ${least} x faster`, met: ratio >= least }
  }
  return [
    { ...base, what, floor, ratio: ours / floor, target: 'at most 2 x floor', met: ours <= 2 * floor, rounds },
    against('RxDB Dexie crypto-js', rounds.rxdb, 15),
    against('PouchDB', rounds.pouch, 4),
  ]
}

interface Wire {
  readonly result: { readonly data: PullAnswer }
}

/** The answers' own bytes, one text a page, as the engine asks for them. */
async function pullAll(console: ReturnType<typeof openConsole>): Promise<string[]> {
  const texts: string[] = []
  let checkpoint: PullAnswer['checkpoint'] | null = null
  for (;;) {
    const input = encodeURIComponent(JSON.stringify({ checkpoint, limit: PAGE_SIZE, witnessCount: 0 }))
    const text: string = await (await console.signed(`${console.url}/api/staff/sync.pull?input=${input}`)).text()
    const { data } = (JSON.parse(text) as Wire).result
    texts.push(text)
    if (data.remaining === 0) return texts
    checkpoint = data.checkpoint
  }
}
