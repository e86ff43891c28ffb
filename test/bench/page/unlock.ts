import { openDirectory } from '../../../renderer/console/participants/participantDirectory'
import { openPageDatabase, storedName } from '../../../renderer/console/replica/pageLog/pageDatabase'
import { readHead } from '../../../renderer/console/replica/pageLog/pageHead'
import { replayPages } from '../../../renderer/console/replica/pageLog/replayPages'
import type { PullAnswer } from '../../../shared/sync/syncSchemas'
import { benchKey, openSealed } from './sealed'

/** Fills a sealed replica from `/static/answers.json`, as a first sync would, and closes it. */
export async function fill(name: string): Promise<number> {
  const answers = (await (await fetch('/static/answers.json')).json()) as PullAnswer[]
  const replica = await openSealed(name)
  for (const answer of answers) await replica.applyPull(answer, null)
  const { size } = replica.stores.participants
  await replica.close()
  return size
}

/** Milliseconds from the key to the first search's answer. */
export async function ownUnlock(name: string, query: string): Promise<{ ms: number; openMs: number; found: number }> {
  const start = performance.now()
  const replica = await openSealed(name)
  const opened = performance.now()
  const directory = openDirectory(replica)
  const found = directory.search(query).length
  const ms = performance.now() - start
  directory.stop()
  await replica.close()
  return { ms, openMs: opened - start, found }
}

/** The floor: the same pages read, decrypted and parsed once, by the log's own pipelined reader, into nothing. */
export async function floorUnlock(name: string): Promise<{ ms: number; entries: number }> {
  const start = performance.now()
  const cipher = { crypto, key: await benchKey() }
  const stored = await openPageDatabase(indexedDB, await storedName(name, crypto), () => undefined)
  const head = await readHead(cipher, name, stored)
  if (head === null) throw new Error('the replica is empty')
  let entries = 0
  await replayPages({ cipher, database: name, stored }, head, (list) => {
    entries += list.length
  })
  const ms = performance.now() - start
  stored.close()
  return { ms, entries }
}
