import { randomUUID } from 'node:crypto'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { ask, withChromium } from './support/chromium'
import { enlist, openConsole } from './support/consoles'
import { type Installation, withInstallation } from './support/installation'
import { startPageServer } from './support/pageServer'
import type { Row } from './support/report'
import { interleaved, median, timed } from './support/rounds'

const BATCH = 100

interface Sizes {
  readonly people: number
  readonly batched: number
  readonly single: number
  readonly rounds: number
}

/** Acknowledged durable edits a second of one console, against bare one-row commits on the same PostgreSQL. */
export async function edits({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const sizes: Sizes = quick
    ? { people: 500, batched: 200, single: 30, rounds: 3 }
    : { people: 2000, batched: 1000, single: 200, rounds: 5 }
  return await withInstallation(sizes.people, async (installation) => await measure(installation, sizes))
}

async function measure(installation: Installation, sizes: Sizes): Promise<Row[]> {
  const [driver, browserConsole] = await enlist(installation.pool, 'admin', 2)
  if (!driver || !browserConsole) throw new Error('no consoles')
  const { client } = openConsole(installation.url, driver)
  const people = await peopleOf(installation)
  const push = async (count: number, batch: number) => {
    for (let from = 0; from < count; from += batch) {
      const items = people.slice(from, Math.min(from + batch, count)).map(editOf)
      const { results } = await client.sync.push.mutate({ items })
      if (results.some(({ outcome }) => outcome === 'failed' || outcome === 'refused'))
        throw new Error('an edit was not applied')
    }
  }
  const pages = await startPageServer({ port: installation.port, credentials: browserConsole })
  try {
    return await withChromium(async (browser) => {
      const page = await browser.open(`${pages.url}/replica.html`)
      let at = 0
      const perSecond = async (count: number, work: Promise<number>) => (count * 1000) / (await work)
      const rounds = await interleaved(sizes.rounds, {
        floor: {
          run: async () =>
            await perSecond(
              sizes.single,
              timed(async () => await bareCommits(installation, sizes.single)),
            ),
        },
        engine: { run: async () => (await ask(page, 'edits', `edits-${at++}`, sizes.batched)).perSecond },
        batched: {
          run: async () =>
            await perSecond(
              sizes.batched,
              timed(async () => await push(sizes.batched, BATCH)),
            ),
        },
        single: {
          run: async () =>
            await perSecond(
              sizes.single,
              timed(async () => await push(sizes.single, 1)),
            ),
        },
      })
      return rowsOf(rounds)
    })
  } finally {
    await pages.stop()
  }
}

interface Person {
  readonly id: string
  /** What the driver's console last saw; the engine's console edits another field. */
  seen: string
}

async function peopleOf({ pool }: Installation): Promise<Person[]> {
  const text = "select id, fields->>'pronouns' as seen from participant order by rev"
  return (await pool.query<Person>(text)).rows
}

/** Every value is new, so that an edit always changes its field. */
function editOf(person: Person): OutboxItem {
  const value = `n${randomUUID().slice(0, 8)}`
  const changes = [{ path: 'pronouns', base: person.seen, value }]
  person.seen = value
  return { kind: 'edit', writeId: randomUUID(), participantId: person.id, changes }
}

async function bareCommits({ pool }: Installation, count: number): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('create table if not exists bench_row (id int primary key, value text not null)')
    await client.query("insert into bench_row select n, '' from generate_series(1, 2000) n on conflict do nothing")
    for (let n = 1; n <= count; n++)
      await client.query('update bench_row set value = $2 where id = $1', [n, randomUUID()])
  } finally {
    client.release()
  }
}

function rowsOf(rounds: Record<'floor' | 'engine' | 'batched' | 'single', number[]>): Row[] {
  const floor = median(rounds.floor)
  const row = (what: string, values: readonly number[]) => {
    const ours = median(values)
    return { bench: 'edits', what, unit: '/s', ours, floor, ratio: ours / floor } as const
  }
  const held = (measured: ReturnType<typeof row>): Row => {
    return { ...measured, target: 'at least 50 % of floor', met: measured.ratio >= 0.5 }
  }
  return [
    { ...held(row(`edits acknowledged and stored, engine in Chromium, batches of ${BATCH}`, rounds.engine)), rounds },
    held(row(`edits acknowledged by the server, batches of ${BATCH}`, rounds.batched)),
    row('edits acknowledged by the server, one at a time', rounds.single),
  ]
}
