import { ask, type BenchBrowser, withChromium } from './support/chromium'
import { type PageServer, startPageServer } from './support/pageServer'
import { answersOf, people } from './support/people'
import type { Row } from './support/report'
import { interleaved, median } from './support/rounds'

const PAGE_SIZE = 5000
const QUERY = 'mar'

/** From the key to the first search's answer, against reading, decrypting and parsing the same pages once. Each in a fresh page. */
export async function unlock({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const pages = await startPageServer()
  try {
    return await withChromium(async (browser) => {
      const rows: Row[] = []
      for (const count of quick ? [2000] : [10_000, 50_000]) rows.push(await measure(browser, pages, count, quick))
      return rows
    })
  } finally {
    await pages.stop()
  }
}

async function measure(browser: BenchBrowser, pages: PageServer, count: number, quick: boolean): Promise<Row> {
  pages.put('answers.json', JSON.stringify(answersOf(people(count), PAGE_SIZE)))
  const name = `unlock-${count}`
  const inPage = async <T>(use: (page: Awaited<ReturnType<BenchBrowser['open']>>) => Promise<T>): Promise<T> => {
    const page = await browser.open(`${pages.url}/replica.html`)
    try {
      return await use(page)
    } finally {
      await page.close()
    }
  }
  await inPage(async (page) => await ask(page, 'fill', name))
  const rounds = await interleaved(quick ? 3 : 9, {
    ours: {
      run: async () => {
        const { ms, found } = await inPage(async (page) => await ask(page, 'ownUnlock', name, QUERY))
        if (found === 0) throw new Error('the first search found nobody')
        return ms
      },
    },
    floor: { run: async () => (await inPage(async (page) => await ask(page, 'floorUnlock', name))).ms },
  })
  const [ours, floor] = [median(rounds.ours), median(rounds.floor)]
  return {
    bench: 'unlock',
    what: `unlock until search answers, ${count} participants`,
    unit: 'ms',
    ours,
    floor,
    ratio: ours / floor,
    target: 'at most 2 x floor',
    met: ours <= 2 * floor,
    rounds,
  }
}
