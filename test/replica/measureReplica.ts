import { stdout } from 'node:process'
import type { Page } from 'playwright-core'
import { ask, freshProfileFolder, startBrowser, startPageServer } from './browser/replicaBrowser'

/*
 * Prints how long the replica takes in Chromium to fill, to edit and to open again; each opening in a fresh browser process.
 * Not a test: `node test/replica/measureReplica.mjs`.
 */
const KEY = Array.from({ length: 32 }, (_, n) => n)
const COLLECTIONS = ['people', 'notes']
const FILLER_BYTES = 480

async function measureSize(url: string, count: number): Promise<void> {
  const { folder, remove } = await freshProfileFolder()
  try {
    const filling = await startBrowser(folder)
    const page = await filling.openTab(url)
    await ask(page, 'open', 'clinic', KEY, COLLECTIONS)
    print(
      `fill ${count} documents in bulks of 2,000`,
      await ask(page, 'measureFill', 'people', count, 2000, FILLER_BYTES),
    )
    await filling.kill()
    for (let round = 1; round <= 3; round++) {
      const opening = await startBrowser(folder)
      const tab = await opening.openTab(url)
      const pageThreadMs = await pageThreadClock(tab)
      const { ms, documents } = await ask(tab, 'measureOpen', 'clinic', KEY, COLLECTIONS)
      print(`open ${documents} documents, round ${round}`, ms)
      print('  of it processor time of the page thread', await pageThreadMs())
      if (round === 3) print('one durable edit, mean of 200', await ask(tab, 'measureEdits', 'people', 200))
      await opening.kill()
    }
  } finally {
    await remove()
  }
}

/** Processor time of the page's thread from now on: on a busy machine it says more than the clock. */
async function pageThreadClock(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }
  const start = await read()
  return async () => (await read()) - start
}

function print(what: string, ms: number): void {
  stdout.write(`${what}: ${ms.toFixed(1)} ms\n`)
}

const server = await startPageServer()
try {
  await measureSize(server.url, 10_000)
  await measureSize(server.url, 50_000)
} finally {
  await server.stop()
}
