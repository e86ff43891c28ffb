import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { isUnsettled } from '../../../renderer/console/replica/outboxEntries'
import { openReplica, type Replica } from '../../../renderer/console/replica/replica'
import { getMemoryReplicaStorage, getReplicaStorage } from '../../../renderer/console/replica/replicaStorage'
import { type SyncEngine, type SyncTransport, startSync } from '../../../renderer/console/sync/syncEngine'
import { REPLICATED } from '../../../shared/sync/syncSchemas'
import { freshProfile, keyOf } from '../../replica/pageLogKit'
import { type Clinic, pullAll } from './clinic'

/** RxDB's open core allows 13 open collections and a replica has 9: one console is open at a time. The profile is what survives closing. */
export type Profile = ReturnType<typeof freshProfile>
export { freshProfile }

export interface OpenConsole {
  readonly replica: Replica
  readonly engine: SyncEngine
  /** Asks for cycles until everything sendable was sent and the link says online; false when it gave up. */
  settle(tries?: number): Promise<boolean>
  queued(): number
  close(): Promise<void>
}

export interface ConsoleOptions {
  readonly name: string
  readonly transport: SyncTransport
  /** Null: in memory only. */
  readonly profile: Profile | null
  readonly pageSize?: number
  readonly now?: () => Date
  readonly clock?: () => number
}

export async function openConsole({
  name,
  transport,
  profile,
  pageSize,
  now,
  clock,
}: ConsoleOptions): Promise<OpenConsole> {
  const replica = await openReplica(name, await storageOf(name, profile), now ?? (() => new Date()))
  const wait = async (ms: number, signal: AbortSignal) => {
    await sleep(Math.min(ms, 20), undefined, { signal }).catch(() => undefined)
  }
  const engine = startSync({ replica, transport, wait, ...(pageSize && { pageSize }), ...(clock && { clock }) })
  const queued = () => [...replica.stores.outbox.all()].filter(([, entry]) => isUnsettled(entry)).length
  return {
    replica,
    engine,
    queued,
    async settle(tries = 40) {
      for (let time = 0; time < tries; time++) {
        await engine.syncNow()
        if (engine.state().link === 'online' && queued() === 0) return true
        await sleep(5)
      }
      return false
    },
    async close() {
      await engine.stop()
      await replica.close()
    },
  }
}

async function storageOf(name: string, profile: Profile | null) {
  if (profile === null) return getMemoryReplicaStorage()
  return getReplicaStorage({ databaseName: name, key: await keyOf(7), ports: profile })
}

/** Everything the replica holds of the server, as `collection id` -> document. */
export function copiesOf({ stores }: Pick<Replica, 'stores'>): Map<string, { readonly rev: number }> {
  const copies = new Map<string, { readonly rev: number }>()
  for (const name of REPLICATED) for (const [id, body] of stores[name].all()) copies.set(`${name} ${id}`, body)
  return copies
}

/** What differs between a replica and a full read of the server, by key. */
export async function differences(replica: Replica, clinic: Clinic, who: Parameters<Clinic['pull']>[0]) {
  const [own, { seen }] = [copiesOf(replica), await pullAll(clinic, who)]
  const keys = new Set([...own.keys(), ...seen.keys()])
  return [...keys].filter((key) => !isDeepStrictEqual(own.get(key), seen.get(key)))
}
