import type { Replica } from '../replica/replica'
import { ALARM } from '../sync/syncSteps'
import { learnSight, type SeenStore, sightToBegin } from './seenHead'

/**
 * Joins one person's replica with the memory of this computer (U3): it begins with the highest head and the alarm that anybody saw here, and what
 * its syncs learn is remembered beyond it. Call before the first sync; returns how to stop.
 */
export async function shareSight(replica: Pick<Replica, 'meta' | 'saveMeta' | 'stores'>, seen: SeenStore) {
  const own = replica.meta()
  const known = seen.get()
  const witness = sightToBegin(known, own.witness)
  const alarm = own.alarm ?? (known.alarm === 'not_extending' ? ALARM : null)
  if (witness !== own.witness || alarm !== own.alarm) await replica.saveMeta({ witness, alarm })
  let heard = witness?.hash
  const learn = () => {
    const { witness: now, alarm: raised, lastSyncAt } = replica.meta()
    // Only what has come from the server since: a head of an older epoch that merely lies here says nothing new.
    if (raised === null && now?.hash === heard) return
    heard = now?.hash
    const next = learnSight(seen.get(), now, lastSyncAt, raised !== null)
    if (next !== seen.get()) seen.set(next)
  }
  learn()
  return replica.stores.meta.subscribe(learn)
}
