import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import type { Participant } from '../../shared/participants/participantSchemas'
import type { ConflictDoc } from '../../shared/sync/conflictSchemas'
import type { ConflictsBench } from './page/conflicts'
import { withChromium } from './support/chromium'
import { startPageServer } from './support/pageServer'
import { answersOf, people } from './support/people'
import type { Row } from './support/report'
import { interleaved, median } from './support/rounds'

const FRAME_MS = 16
const TIMES = 5

/** From the wish to see the inbox until it was painted, against a page with a heading in the same frame. */
export async function conflictInbox({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const [count, rounds] = quick ? [100, 2] : [1000, 6]
  const pages = await startPageServer()
  try {
    const participants = people(count)
    const [answer, ...others] = answersOf(participants, count)
    if (!answer) throw new Error('no answer')
    const conflicts = participants.map(conflictOf)
    pages.put('answers.json', JSON.stringify([{ ...answer, rows: { ...answer.rows, conflicts } }, ...others]))
    return await withChromium(async (browser) => {
      const page = await browser.open(`${pages.url}/conflicts.html`)
      const queries: number[] = []
      const open = (shown: 'inbox' | 'empty') => async () => {
        const seen = await opened(page, shown)
        queries.push(...seen.queries)
        return median(seen.frames)
      }
      const measured = await interleaved(rounds, { ours: { run: open('inbox') }, floor: { run: open('empty') } })
      const [ours, floor, query] = [median(measured.ours), median(measured.floor), median(queries)]
      const what = `inbox of ${count} conflicts opened, painted (query ${query.toFixed(1)} ms)`
      const met = ours <= floor + FRAME_MS + query
      const target = `floor + one frame of ${FRAME_MS} ms + the query`
      return [
        { bench: 'conflict-inbox', what, unit: 'ms', ours, floor, ratio: ours / floor, target, met, rounds: measured },
      ]
    })
  } finally {
    await pages.stop()
  }
}

async function opened(page: Page, shown: 'inbox' | 'empty') {
  return await page.evaluate(
    async ([what, times]) => {
      const { bench } = globalThis as unknown as { bench: ConflictsBench }
      return await bench.opened(what, times)
    },
    [shown, TIMES] as const,
  )
}

/** Somebody's address, changed by two people at once. */
function conflictOf({ id, address }: Participant, at: number): ConflictDoc {
  const time = new Date(Date.UTC(2026, 10, 21, 12) + at * 60_000).toISOString()
  return {
    id: randomUUID(),
    rev: at + 1,
    participantId: id,
    path: 'address',
    base: '',
    lostValue: `${at} Harbour Street`,
    lostById: randomUUID(),
    lostByName: 'Ruth Okonkwo',
    lostAt: time,
    keptValue: address,
    keptByName: 'Amélie Girard',
    keptAt: time,
    resolvedAt: null,
    resolvedByName: null,
    choice: null,
    resolvedValue: null,
  }
}
