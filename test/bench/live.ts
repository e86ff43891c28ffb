import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LiveEvent, LiveNews } from '../../shared/sync/liveSchemas'
import type { PullAnswer } from '../../shared/sync/syncSchemas'
import { ask, withChromium } from './support/chromium'
import { type Credentials, enlist, openConsole } from './support/consoles'
import { type Installation, withInstallation } from './support/installation'
import { startPageServer } from './support/pageServer'
import type { Row } from './support/report'
import { median, percentile } from './support/rounds'

const PEOPLE = 1000
const CROWD = 100
/** Between edits, so that every console is quiet again. */
const PAUSE_MS = 150
const HEARD_WITHIN_MS = 10_000

/** From an edit on one console until another one shows it: two real consoles in Chromium, then with 100 more consoles. */
export async function live({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  return await withInstallation(PEOPLE, async (installation) => {
    const pair = await measurePair(installation, quick ? 10 : 60)
    const crowd = await openCrowd(installation, CROWD)
    try {
      const among = await measurePair(installation, quick ? 8 : 40)
      const heard = await measureCrowd(installation, crowd, quick ? 5 : 20)
      return [
        row('edit seen on another console (Chromium to Chromium), p95', pair, 100),
        row(`the same beside ${CROWD} more consoles, p95`, among, 300),
        row(`edit known to each of ${CROWD} consoles, p95`, heard, 300),
      ]
    } finally {
      await crowd.close()
    }
  })
}

function row(what: string, times: readonly number[], limit: number): Row {
  const ours = percentile(times, 95)
  const rounds = { times, median: [median(times)] }
  return { bench: 'live', what, unit: 'ms', ours, target: `under ${limit} ms`, met: ours < limit, rounds }
}

/** The time of enqueueing on one page until the other page's store holds the value, in milliseconds. */
async function measurePair(installation: Installation, count: number): Promise<number[]> {
  const credentials = await enlist(installation.pool, 'admin', 2)
  const servers = await Promise.all(
    credentials.map(async (one) => await startPageServer({ port: installation.port, credentials: one })),
  )
  try {
    return await withChromium(async (browser) => {
      const pages = await Promise.all(servers.map(async ({ url }) => await browser.open(`${url}/replica.html`)))
      const [author, reader] = pages
      if (!author || !reader) throw new Error('no pages')
      const [ids = []] = await Promise.all(pages.map(async (page) => await ask(page, 'connectLive', 'live')))
      const times: number[] = []
      for (let n = 0; n < count; n++) {
        const [id, value] = [ids[n % ids.length] ?? '', `live ${randomUUID().slice(0, 8)}`]
        const seen = ask(reader, 'liveSeen', id, value)
        await sleep(PAUSE_MS)
        const start = await ask(author, 'liveEdit', id, value)
        times.push((await seen) - start)
      }
      return times
    })
  } finally {
    for (const server of servers) await server.stop()
  }
}

interface Crowd {
  readonly author: ReturnType<typeof openConsole>
  /** Resolves with the times at which every console stood at `rev`. */
  reached(rev: number): Promise<number[]>
  close(): Promise<void>
}

/** Consoles without screens: a live stream each; news are taken when they follow on the checkpoint, else a pull, as the engine does. */
async function openCrowd(installation: Installation, count: number): Promise<Crowd> {
  const credentials = await enlist(installation.pool, 'admin', count + 1)
  const [first, ...rest] = credentials
  if (!first) throw new Error('no consoles')
  const stopping = new AbortController()
  const author = openConsole(installation.url, first)
  const { checkpoint } = await author.client.sync.pull.query({ checkpoint: null, limit: 5000, witnessCount: 0 })
  const followers = rest.map((one) => follow(installation.url, one, checkpoint, stopping.signal))
  await Promise.all(followers.map(async ({ ready }) => await ready))
  return {
    author,
    reached: async (rev) => await Promise.all(followers.map(async (follower) => await follower.reached(rev))),
    close: async () => {
      stopping.abort()
      await Promise.all(followers.map(async ({ ended }) => await ended))
    },
  }
}

function follow(url: string, credentials: Credentials, from: PullAnswer['checkpoint'], signal: AbortSignal) {
  const console = openConsole(url, credentials)
  const arrivals: { readonly rev: number; readonly at: number }[] = []
  const waiting = new Set<() => void>()
  let checkpoint = from
  let [running, wanted] = [false, false]
  let heard: LiveNews[] = []
  const reach = (next: PullAnswer['checkpoint']) => {
    checkpoint = next
    arrivals.push({ rev: checkpoint.rev, at: performance.now() })
    for (const look of [...waiting]) look()
  }
  const pull = async () => {
    wanted = false
    reach((await console.client.sync.pull.query({ checkpoint, limit: 5000, witnessCount: 1 })).checkpoint)
  }
  const hear = async (event: LiveEvent): Promise<void> => {
    if (event.kind === 'change' && event.news) heard.push(event.news)
    else wanted = true
    if (running) return
    running = true
    while ((wanted || heard.length > 0) && !signal.aborted) {
      const news = wanted ? undefined : heard.shift()
      if (!news || !follows(checkpoint, news)) await pull()
      else if (checkpoint.rev < news.to) reach({ epoch: news.epoch, rev: news.to })
    }
    heard = []
    running = false
  }
  const until = async (found: () => number | undefined): Promise<number> =>
    await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('a console did not hear of an edit')), HEARD_WITHIN_MS)
      const look = () => {
        const at = found()
        if (at === undefined) return
        clearTimeout(late)
        waiting.delete(look)
        resolve(at)
      }
      waiting.add(look)
      look()
    })
  const ready = until(() => arrivals[0]?.at)
  const ended = console.live((event) => void hear(event).catch(() => undefined), signal)
  return { ready, ended, reached: async (rev: number) => await until(() => arrivals.find((one) => one.rev >= rev)?.at) }
}

function follows({ epoch, rev }: PullAnswer['checkpoint'], news: LiveNews): boolean {
  return epoch === news.epoch && rev >= news.from
}

async function measureCrowd(installation: Installation, crowd: Crowd, rounds: number): Promise<number[]> {
  const { rows } = await installation.pool.query<{ id: string; seen: string }>(
    "select id, fields->>'pronouns' as seen from participant order by rev desc limit 100",
  )
  const times: number[] = []
  for (const person of rows.slice(0, rounds)) {
    const changes = [{ path: 'pronouns', base: person.seen, value: randomUUID().slice(0, 8) }]
    const item = { kind: 'edit', writeId: randomUUID(), participantId: person.id, changes } as const
    await sleep(PAUSE_MS)
    const start = performance.now()
    const { results } = await crowd.author.client.sync.push.mutate({ items: [item] })
    const rev = results[0]?.participant?.rev
    if (rev === undefined) throw new Error('the edit was not applied')
    times.push(...(await crowd.reached(rev)).map((at) => at - start))
  }
  return times
}
