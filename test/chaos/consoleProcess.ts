import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { createStaffClient } from '../../renderer/api/staffClient'
import { openReplica } from '../../renderer/console/replica/replica'
import { getReplicaStorage } from '../../renderer/console/replica/replicaStorage'
import { serverTransport } from '../../renderer/console/sync/serverTransport'
import { startSync } from '../../renderer/console/sync/syncEngine'
import { seededRandom } from '../../server/demo/seededRandom'
import { keyOf } from '../replica/pageLogKit'
import { copiesOf } from '../sync/support/console'
import { someDeed } from './deeds'
import { fileProfile } from './disk'
import type { Dump, Order, Settled, Word } from './protocol'

/** A console in a process of its own: the real replica, page log and engine; its disk is a file, its network a proxy of the run. */
const env = process.env
const who = env.CHAOS_WHO ?? ''
const origin = env.CHAOS_ORIGIN ?? ''
const say = (word: Word) => void process.stdout.write(`${JSON.stringify(word)}\n`)

setClock(Number(env.CHAOS_CLOCK_MS ?? 0))
const realFetch = globalThis.fetch
globalThis.fetch = async (input, init) => await realFetch(`${origin}${String(input)}`, init)

const ports = await fileProfile(env.CHAOS_DISK ?? '')
const storage = await getReplicaStorage({ databaseName: who, key: await keyOf(7), ports })
const replica = await openReplica(who, storage, () => new Date())
const wait = async (ms: number, signal: AbortSignal) => {
  await sleep(Math.min(ms, 100), undefined, { signal }).catch(() => undefined)
}
const engine = startSync({ replica, transport: serverTransport(createStaffClient()), wait, pageSize: 5 })
const waiting = () => [...replica.stores.outbox.all()].filter(([, { state }]) => isUnsettled(state)).length

say({ kind: 'open' })
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order
  // Not one after another: a person goes on while a sync runs.
  void follow(order).then(
    (answer) => say({ kind: 'done', id: order.id, answer }),
    (error: unknown) => say({ kind: 'failed', id: order.id, message: String(error) }),
  )
}
process.exit(0)

async function follow(order: Order): Promise<Settled | Dump | null> {
  if (order.order === 'act') return await act(order.seed)
  if (order.order === 'settle') return await settle(order.withinMs)
  if (order.order === 'dump') return dump()
  await engine.syncNow()
  return null
}

async function act(seed: number): Promise<null> {
  const item = someDeed({ replica, random: seededRandom(seed), who })
  if (item === null) return null
  say({ kind: 'intends', item })
  await replica.enqueue(item)
  say({ kind: 'saved', writeId: item.writeId })
  return null
}

async function settle(withinMs: number): Promise<Settled> {
  const until = performance.now() + withinMs
  const isSettled = () => waiting() === 0 && engine.state().link === 'online'
  while (performance.now() < until) {
    await engine.syncNow()
    if (isSettled()) break
    await sleep(50)
  }
  const { link, problem, alarm } = engine.state()
  return { isSettled: isSettled(), link, problem, alarm, waiting: waiting() }
}

function dump(): Dump {
  return {
    copies: [...copiesOf(replica)],
    outbox: [...replica.stores.outbox.all()].map(([writeId, { state, reason }]) => ({ writeId, state, reason })),
  }
}

function isUnsettled(state: string): boolean {
  return state === 'queued' || state === 'sent'
}

/** This process's own time; timers and the clock that never jumps stay. */
function setClock(offsetMs: number): void {
  const Real = Date
  const shifted = () => Real.now() + offsetMs
  globalThis.Date = new Proxy(Real, {
    construct: (_real, given) => (given.length === 0 ? new Real(shifted()) : Reflect.construct(Real, given)),
    get: (real, name) => (name === 'now' ? shifted : Reflect.get(real, name)),
  })
}
