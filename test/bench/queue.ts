import { ask, withChromium } from './support/chromium'
import { enlist } from './support/consoles'
import { withInstallation } from './support/installation'
import { startPageServer } from './support/pageServer'
import type { Row } from './support/report'
import { interleaved, median } from './support/rounds'

/** Commands and edits that waited for a network, drained, against the same made while online. */
export async function queue({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const [count, rounds] = quick ? [100, 2] : [1000, 4]
  return await withInstallation(count, async (installation) => {
    const [browserConsole] = await enlist(installation.pool, 'admin', 1)
    if (!browserConsole) throw new Error('no console')
    const pages = await startPageServer({ port: installation.port, credentials: browserConsole })
    try {
      return await withChromium(async (browser) => {
        const page = await browser.open(`${pages.url}/replica.html`)
        let at = 0
        const measured = await interleaved(rounds, {
          floor: { run: async () => (await ask(page, 'onlineWrites', `online-${at++}`, count)).perSecond },
          ours: { run: async () => (await ask(page, 'queuedWrites', `queued-${at++}`, count)).perSecond },
        })
        const [ours, floor] = [median(measured.ours), median(measured.floor)]
        const what = `${count} queued commands and edits drained, against the same made online`
        const held = { target: 'at least 60 % of the online rate', met: ours / floor >= 0.6, rounds: measured }
        return [{ bench: 'queue', what, unit: '/s', ours, floor, ratio: ours / floor, ...held }]
      })
    } finally {
      await pages.stop()
    }
  })
}
