import { createStaffClient } from '../../../renderer/api/staffClient'
import { openPageDatabase } from '../../../renderer/console/replica/pageLog/pageDatabase'
import { PAGE_CHARACTERS } from '../../../renderer/console/replica/pageLog/pageEntries'
import { destroyPageLog } from '../../../renderer/console/replica/pageLog/pageLog'
import { sealPage } from '../../../renderer/console/replica/pageLog/sealedPage'
import { serverTransport } from '../../../renderer/console/sync/serverTransport'
import { type SyncEngine, startSync } from '../../../renderer/console/sync/syncEngine'
import { benchKey, openSealed } from './sealed'

/** Milliseconds from opening an empty sealed replica to "in step with the server"; `documents` proves that it is. */
export async function ownFirstSync(name: string): Promise<{ ms: number; documents: number }> {
  const start = performance.now()
  const replica = await openSealed(name)
  const sync = startSync({ replica, transport: serverTransport(createStaffClient()) })
  await online(sync)
  const ms = performance.now() - start
  const documents = replica.stores.participants.size
  await sync.stop()
  await replica.close()
  await destroyPageLog(name)
  return { ms, documents }
}

/**
 * What a restore of the server means to a console: its checkpoint belongs to an epoch that is over, and everything is fetched anew over what it
 * has. Milliseconds from the engine's start, `first` those of the first sync of the same replica.
 */
export async function ownResync(name: string): Promise<{ ms: number; first: number; documents: number }> {
  const begin = performance.now()
  const replica = await openSealed(name)
  const before = startSync({ replica, transport: serverTransport(createStaffClient()) })
  await online(before)
  const first = performance.now() - begin
  await before.stop()
  await replica.saveMeta({ checkpoint: { epoch: crypto.randomUUID(), rev: 1 } })
  const start = performance.now()
  const sync = startSync({ replica, transport: serverTransport(createStaffClient()) })
  await online(sync)
  const ms = performance.now() - start
  const documents = replica.stores.participants.size
  await sync.stop()
  await replica.close()
  await destroyPageLog(name)
  return { ms, first, documents }
}

export async function online(sync: SyncEngine): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      const { link, problem } = sync.state()
      if (problem) reject(new Error(problem))
      else if (link === 'online') resolve()
      else if (link !== 'connecting') reject(new Error(`the engine is ${link}`))
    }
    sync.subscribe(look)
    look()
  })
}

/**
 * The floor: the bytes of all pull answers in one plain response, parsed, cut into pages of the log's size, sealed as the log seals, and stored
 * in one transaction with strict durability. No server work, no store to fill, nothing looked at.
 */
export async function floorFirstSync(name: string): Promise<{ ms: number; documents: number }> {
  const cipher = { crypto, key: await benchKey() }
  const start = performance.now()
  const stored = await openPageDatabase(indexedDB, `floor-${name}`, () => undefined)
  const text = await (await fetch('/static/answers.json')).text()
  const answers = JSON.parse(text) as { result: { data: { rows: { participants?: unknown[] } } } }[]
  const pages = Array.from({ length: Math.ceil(text.length / PAGE_CHARACTERS) }, async (_, page) => {
    const part = text.slice(page * PAGE_CHARACTERS, (page + 1) * PAGE_CHARACTERS)
    const place = { part: 'page', database: name, log: 'floor', page: page + 1 } as const
    return { page: page + 1, sealed: await sealPage(cipher, place, part) }
  })
  await stored.commit(await Promise.all(pages))
  const ms = performance.now() - start
  stored.close()
  indexedDB.deleteDatabase(`floor-${name}`)
  return { ms, documents: answers.reduce((sum, one) => sum + (one.result.data.rows.participants?.length ?? 0), 0) }
}
