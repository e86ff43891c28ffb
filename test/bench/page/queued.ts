import { createStaffClient } from '../../../renderer/api/staffClient'
import { isUnsettled } from '../../../renderer/console/replica/outboxEntries'
import { destroyPageLog } from '../../../renderer/console/replica/pageLog/pageLog'
import type { Replica } from '../../../renderer/console/replica/replica'
import { serverTransport } from '../../../renderer/console/sync/serverTransport'
import { type SyncEngine, startSync } from '../../../renderer/console/sync/syncEngine'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import { online } from './firstSync'
import { openSealed } from './sealed'

function connect(replica: Replica): SyncEngine {
  return startSync({ replica, transport: serverTransport(createStaffClient()) })
}

/** A week's work: for every second person an invite, for the others an edit. Nobody here has an account. */
function work(replica: Replica, count: number): OutboxItem[] {
  const people = [...replica.stores.participants.all()].slice(0, count)
  return people.map(([participantId, { preferredName }], at): OutboxItem => {
    const writeId = crypto.randomUUID()
    if (at % 2 === 0) {
      const ids = { participantId, inviteId: crypto.randomUUID() }
      return { kind: 'invite.create', writeId, ...ids, tokenHash: hash(), shortHash: hash(), verbalCode: null }
    }
    const changes = [{ path: 'preferredName', base: preferredName, value: `n${writeId.slice(0, 8)}` }]
    return { kind: 'edit', writeId, participantId, changes }
  })
}

/** Has the shape of a SHA-256; the server looks no further. */
function hash(): string {
  const text = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

async function settled({ stores: { outbox } }: Replica): Promise<void> {
  const isDone = () => [...outbox.all()].every(([, entry]) => !isUnsettled(entry))
  await new Promise<void>((done) => {
    const stop = outbox.subscribe(() => {
      if (!isDone()) return
      stop()
      done()
    })
    if (isDone()) {
      stop()
      done()
    }
  })
  const bad = [...outbox.all()].filter(([, { state }]) => state !== 'applied')
  if (bad.length > 0) throw new Error(`${bad.length} of the writes were not applied`)
}

/** Writes a second: made one after another while the console is online, or made offline and drained when it goes online. */
async function measured(name: string, count: number, when: 'online' | 'queued'): Promise<{ perSecond: number }> {
  const replica = await openSealed(name)
  const first = connect(replica)
  await online(first)
  const items = work(replica, count)
  if (when === 'queued') {
    await first.stop()
    await Promise.all(items.map((item) => replica.enqueue(item)))
  }
  const start = performance.now()
  const sync = when === 'queued' ? connect(replica) : first
  if (when === 'online') for (const item of items) await replica.enqueue(item)
  await settled(replica)
  const ms = performance.now() - start
  await sync.stop()
  await replica.close()
  await destroyPageLog(name)
  return { perSecond: (items.length * 1000) / ms }
}

export const onlineWrites = async (name: string, count: number) => await measured(name, count, 'online')
export const queuedWrites = async (name: string, count: number) => await measured(name, count, 'queued')
