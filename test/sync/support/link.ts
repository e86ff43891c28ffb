import { setTimeout as sleep } from 'node:timers/promises'
import { SyncFailure, type SyncTransport } from '../../../renderer/console/sync/syncEngine'
import { createNewsDesk } from '../../../server/sync/liveNews'
import type { NewsReader } from '../../../server/sync/newsReaders'
import { unknownParticipants } from '../../../server/sync/scopeStore'
import type { LiveEvent } from '../../../shared/sync/liveSchemas'
import { type Clinic, wire } from './clinic'

/** What the line does to one call. `cutAfter`: the server has committed, the answer is lost. */
export type Fault = 'none' | 'cutBefore' | 'cutAfter' | 'double' | 'delay'
export const FAULTS: readonly Fault[] = ['none', 'cutBefore', 'cutAfter', 'double', 'delay']

export interface Link {
  isUp: boolean
  /** Asked before each call. */
  fault: (call: 'pull' | 'push') => Fault
  readonly calls: { pull: number; push: number }
}

export function createLink(): Link {
  return { isUp: true, fault: () => 'none', calls: { pull: 0, push: 0 } }
}

type Who = Parameters<Clinic['pull']>[0]

/** A console that hears the server's own news; `isLost` is asked for each event. */
export interface Hearing {
  readonly reader: NewsReader
  readonly isLost: () => boolean
}

/**
 * A console's way to the server's own pull and push, over a line that can fail. Everything passes through JSON, as on a wire. Without
 * `hearing` its live stream says nothing but resync.
 */
export function linkedTransport(clinic: Clinic, who: Who, link: Link, hearing?: Hearing): SyncTransport {
  const through = async <T>(call: 'pull' | 'push', work: () => Promise<T>): Promise<T> => {
    if (!link.isUp) throw new SyncFailure('offline')
    link.calls[call]++
    const fault = link.fault(call)
    if (fault === 'cutBefore') throw new SyncFailure('offline')
    if (fault === 'delay') await sleep(5)
    const answers = await Promise.all(fault === 'double' ? [work(), work()] : [work()])
    if (fault === 'cutAfter' || !link.isUp) throw new SyncFailure('offline')
    return answers.at(-1) as T
  }
  return {
    pull: async (input) => await through('pull', async () => await clinic.pull(who, wire(input))),
    push: async (items) =>
      await through('push', async () => ({
        results: await clinic.push(who, wire(items)),
        serverTime: new Date().toISOString(),
      })),
    unknown: async (ids) => await unknownParticipants(clinic.db, wire(ids)),
    live: async (onEvent, signal) => {
      if (!link.isUp) throw new SyncFailure('offline')
      const next = hearing && (await newsOf(clinic, hearing))
      onEvent({ kind: 'resync' })
      while (!signal.aborted && link.isUp) {
        await sleep(5)
        const event = await next?.()
        if (event && link.isUp && !signal.aborted) onEvent(event)
      }
    },
  }
}

async function newsOf({ db, pullDeps, failures }: Clinic, { reader, isLost }: Hearing) {
  const failed = (error: unknown) => failures.push(`news: ${String(error)}`)
  const desk = createNewsDesk({ db, loaders: pullDeps.loaders, now: () => new Date(), failed })
  await desk.begin()
  return async (): Promise<LiveEvent | null> => {
    const textFor = await desk.tell(0, [reader])
    return textFor && !isLost() ? (JSON.parse(textFor(reader)) as LiveEvent) : null
  }
}
