import type { Page } from 'playwright-core'
import type { SearchPage } from './page/search'
import { type BenchBrowser, withChromium } from './support/chromium'
import { type PageServer, startPageServer } from './support/pageServer'
import { answersOf, people } from './support/people'
import type { Row } from './support/report'
import { interleaved, median, percentile } from './support/rounds'

const FRAME_MS = 16
/** Names, their middles, two words, a file number, digits of a phone, nobody. */
const QUERIES = ['marie', "o'brien", 'gon', 'anna w', '4165550', '555 01', 'zzz']

/** From a key press to the painted list, against the same with an empty list of that height. */
export async function search({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const count = quick ? 5000 : 50_000
  const pages = await startPageServer()
  try {
    pages.put('answers.json', JSON.stringify(answersOf(people(count), 5000)))
    return await withChromium(async (browser) => [await measure(browser, pages, count, quick)])
  } finally {
    await pages.stop()
  }
}

async function measure(browser: BenchBrowser, pages: PageServer, count: number, quick: boolean): Promise<Row> {
  const [own, empty] = [
    await browser.open(`${pages.url}/search.html`),
    await browser.open(`${pages.url}/search.html?floor`),
  ]
  const collected = { ours: [] as number[], floor: [] as number[] }
  const typing = (page: Page, into: number[]) => async () => {
    await page.bringToFront()
    const times = await page.evaluate(async (queries) => {
      const { bench } = globalThis as unknown as { bench: SearchPage }
      return await bench.typed(queries)
    }, QUERIES)
    into.push(...times)
    return median(times)
  }
  await interleaved(quick ? 1 : 4, {
    ours: { run: typing(own, collected.ours) },
    floor: { run: typing(empty, collected.floor) },
  })
  // The first round of each warmed up.
  const warm = (times: readonly number[]) => times.slice(times.length / (quick ? 2 : 5))
  const [ours, floor] = [percentile(warm(collected.ours), 95), percentile(warm(collected.floor), 95)]
  return {
    bench: 'search',
    what: `key press to painted list, ${count} participants, p95`,
    unit: 'ms',
    ours,
    floor,
    ratio: ours / floor,
    target: `floor + ${FRAME_MS} ms`,
    met: ours <= floor + FRAME_MS,
    rounds: { ours: warm(collected.ours), floor: warm(collected.floor) },
  }
}
