import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { SyncTransport } from '../../renderer/console/sync/syncEngine'
import type { LiveEvent, LiveNews } from '../../shared/sync/liveSchemas'
import type { PullAnswer } from '../../shared/sync/syncSchemas'
import { type Clinic, edit } from './support/clinic'
import { differences } from './support/console'
import { type EngineSite, openEngineSite } from './support/engineSite'
import { eventually } from './support/http'
import { createLink } from './support/link'

let site: EngineSite
let clinic: Clinic
beforeAll(async () => {
  site = await openEngineSite()
  clinic = site.clinic
})
afterEach(() => site.closeConsole())
afterAll(() => site.close())

/** A console in step, whose live stream says only what the test says. */
async function start(clock?: () => number) {
  const link = createLink()
  const gate: { hold: Promise<void> | null } = { hold: null }
  const heard: ((event: LiveEvent) => void)[] = []
  const wrap = (transport: SyncTransport): SyncTransport => ({
    ...transport,
    pull: async (input) => {
      const answer = await transport.pull(input)
      await gate.hold
      return answer
    },
    live: async (onEvent, signal) => {
      heard.push(onEvent)
      await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }))
    },
  })
  const opened = await site.start(link, { wrap, pageSize: 100, ...(clock && { clock }) })
  expect(await opened.settle()).toBe(true)
  expect(await eventually(() => heard.length === 1)).toBe(true)
  await opened.engine.syncNow()
  link.calls.pull = 0
  const tell = (news?: LiveNews) => heard[0]?.({ kind: 'change', rev: news?.to ?? 0, ...(news && { news }) })
  return { ...opened, link, gate, tell }
}

/** What the server would tell after a change, from the window of a pull. */
async function newsSince(from: PullAnswer['checkpoint']): Promise<LiveNews> {
  const { rows, checkpoint } = await clinic.pull('staff', { checkpoint: from })
  return { epoch: checkpoint.epoch, from: from.rev, to: checkpoint.rev, rows }
}
const point = async () => (await clinic.pull('staff')).checkpoint
/** An edit that somebody else makes; the number says of whom in the caseload. */
async function change(at: number): Promise<string> {
  const id = clinic.participants[at] ?? ''
  const word = randomUUID().slice(0, 8)
  await clinic.push('admin', [edit(id, { address: [(await site.addressOf(id)) ?? '', word] })])
  return word
}
const quiet = () => eventually(() => false, 60)

test('news that follow on the checkpoint are applied without a pull, and the unsent writes stay', async () => {
  const { replica, tell, link } = await start()
  link.fault = () => 'cutBefore'
  const before = await point()
  const word = await change(8)
  tell(await newsSince(before))
  const id = clinic.participants[8] ?? ''
  expect(await eventually(() => replica.stores.participants.get(id)?.address === word)).toBe(true)
  expect(await eventually(async () => replica.meta().checkpoint?.rev === (await point()).rev)).toBe(true)
  expect(link.calls.pull).toBe(0)
  expect(await differences(replica, clinic, 'staff')).toEqual([])
})

test('news without a row of this person still move the checkpoint; news that are known already do nothing', async () => {
  const { replica, tell, link } = await start()
  const before = await point()
  await change(9)
  const news = await newsSince(before)
  tell(news)
  tell(news)
  tell({ ...news, from: before.rev - 1, to: before.rev })
  expect(await eventually(() => replica.meta().checkpoint?.rev === news.to)).toBe(true)
  await quiet()
  expect([link.calls.pull, replica.meta().checkpoint?.rev]).toEqual([0, news.to])
})

test.each([
  ['a gap', (news: LiveNews) => ({ ...news, from: news.from + 1 })],
  ['another epoch', (news: LiveNews) => ({ ...news, epoch: randomUUID() })],
  ['no news', () => undefined],
] as const)('%s makes the console pull', async (_what, spoil) => {
  const { replica, tell, link } = await start()
  const before = await point()
  const word = await change(8)
  tell(spoil({ ...(await newsSince(before)), rows: {} }))
  const id = clinic.participants[8] ?? ''
  expect(await eventually(() => replica.stores.participants.get(id)?.address === word)).toBe(true)
  expect(link.calls.pull).toBe(1)
})

test('news of a window that the checkpoint lies in the middle of fit, and an older state of a record never replaces a newer one', async () => {
  const { replica, tell, link } = await start()
  const id = clinic.participants[8] ?? ''
  const old = await point()
  await change(8)
  const stale = await newsSince(old)
  const word = await change(8)
  const fresh = await newsSince(old)
  tell(fresh)
  expect(await eventually(() => replica.meta().checkpoint?.rev === fresh.to)).toBe(true)
  await change(10)
  const next = await newsSince({ ...old, rev: fresh.to })
  tell({
    ...next,
    from: old.rev,
    rows: { participants: [...(stale.rows.participants ?? []), ...(next.rows.participants ?? [])] },
  })
  expect(await eventually(() => replica.meta().checkpoint?.rev === next.to)).toBe(true)
  expect(replica.stores.participants.get(id)?.address).toBe(word)
  expect(link.calls.pull).toBe(0)
  expect(await differences(replica, clinic, 'staff')).toEqual([])
})

test('news that come during a cycle wait for its end; they are applied in order, and a pull that had them makes them void', async () => {
  const { replica, engine, tell, link, gate } = await start()
  let release = () => {}
  gate.hold = new Promise<void>((done) => {
    release = done
  })
  const cycle = engine.syncNow()
  expect(await eventually(() => link.calls.pull === 1)).toBe(true)
  // The held pull has read the server already, so these follow on its answer.
  await quiet()
  const first = await point()
  const [one, two] = [await change(8), await newsSince(first)]
  const last = await change(10)
  const three = await newsSince({ ...first, rev: two.to })
  tell(two)
  tell(three)
  await quiet()
  expect(replica.stores.participants.get(clinic.participants[8] ?? '')?.address).not.toBe(one)
  gate.hold = null
  release()
  await cycle
  expect(replica.meta().checkpoint?.rev).toBe(three.to)
  expect(replica.stores.participants.get(clinic.participants[8] ?? '')?.address).toBe(one)
  expect(replica.stores.participants.get(clinic.participants[10] ?? '')?.address).toBe(last)
  expect(link.calls.pull).toBe(1)
  expect(await differences(replica, clinic, 'staff')).toEqual([])
})

test('an author is not made to pull once more by the news of the own write', async () => {
  const { replica, tell, link } = await start()
  const before = await point()
  const id = clinic.participants[12] ?? ''
  await replica.enqueue(edit(id, { address: [(await site.addressOf(id)) ?? '', 'mine'] }))
  expect(await eventually(() => replica.stores.outbox.size === 0 && link.calls.pull === 1)).toBe(true)
  tell(await newsSince(before))
  await quiet()
  expect([link.calls.pull, replica.stores.participants.get(id)?.address]).toEqual([1, 'mine'])
})

test('U3: a console that lives on news still pulls once a minute, so that it sees a fresh head', async () => {
  let time = 0
  const { replica, tell, link } = await start(() => time)
  for (const minute of [0, 1, 2]) {
    time = minute * 59_000
    const before = await point()
    await change(8)
    const news = await newsSince(before)
    tell(news)
    expect(await eventually(() => replica.meta().checkpoint?.rev === news.to)).toBe(true)
  }
  expect(await eventually(() => link.calls.pull === 1)).toBe(true)
  const head = (await clinic.pull('staff')).head
  expect(await eventually(() => replica.meta().witness?.count === head.count)).toBe(true)
})
