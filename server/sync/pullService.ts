import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { SignedHead } from '../../shared/audit/auditSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { type PullAnswer, type pullInputSchema, REPLICATED, type ReplicatedName } from '../../shared/sync/syncSchemas'
import type { HoldingNotes } from '../devices/holdingNotes'
import type { Tables } from '../platform/database/tables'
import {
  changedKeys,
  countParticipants,
  goneKeys,
  type HighWater,
  readHighWater,
  scopedFor,
  type Window,
} from './pullStore'
import type { ReplicatedLoaders } from './replicatedDocs'
import type { ScopeHolder } from './scopeStore'

export interface PullDeps {
  readonly db: Kysely<Tables>
  readonly loaders: ReplicatedLoaders
  /** Notes who holds what on which console; see `HoldingNotes.pulled`. Left out where nobody asks for it. */
  readonly held?: HoldingNotes['pulled']
  readonly audit: { current(): Promise<SignedHead>; hashAt(count: number): Promise<string | null> }
}

interface Change {
  readonly collection: ReplicatedName
  readonly key: string
  readonly at: number
  readonly gone: boolean
}

const SMALL = ['clinic', 'programs', 'staff'] as const

/**
 * Everything that changed for this person after their checkpoint, oldest first and at most `limit` rows. A missing checkpoint, one of
 * another epoch or one from the future starts over with `reset` (Y4); a changed role counts as another epoch (D4).
 */
export async function pull(
  deps: PullDeps,
  holder: ScopeHolder & { readonly deviceId?: string },
  input: z.infer<typeof pullInputSchema>,
  now: Date,
): Promise<PullAnswer> {
  const [water, head, witnessHash] = await Promise.all([
    readHighWater(deps.db, holder),
    deps.audit.current(),
    input.witnessCount > 0 ? deps.audit.hashAt(input.witnessCount) : null,
  ])
  // Another role since this request was let in: its records would be stored as if the new role had shown them (D4).
  if (water.role !== null && water.role !== holder.role) throw new CodedError('NOT_SIGNED_IN')
  const reset = !input.checkpoint || input.checkpoint.epoch !== water.epoch || input.checkpoint.rev > water.highest
  const window = { from: reset ? 0 : (input.checkpoint?.rev ?? 0), to: water.highest, limit: input.limit }
  const { changes, full } = await pageOf(deps.db, holder, water, window)
  const rev = full ? (changes.at(-1)?.at ?? window.from) : window.to
  const documents = await documentsOf(deps.loaders, changes)
  const { deviceId } = holder
  // A page that is not the last one still counts as held: it goes up to the newest change that it can bring.
  const noted = { rev: full ? water.highest : rev, scopeRev: water.scope, complete: !full }
  if (deviceId !== undefined) await deps.held?.({ ...holder, deviceId }, noted, now)
  return {
    ...documents,
    checkpoint: { epoch: water.epoch, rev },
    reset,
    // At least 1 while the page was full: invites, accounts or departures may be all that is left, and 0 tells the console that it has everything.
    remaining: full ? Math.max(1, await countParticipants(deps.db, holder, rev)) : 0,
    head,
    witnessHash,
    serverTime: now.toISOString(),
  }
}

/**
 * The rows of one page. Rows that share a revision (all that entered the scope with one participant) are never split over two pages, because
 * the checkpoint could not tell them apart; a group larger than the page is fetched with a larger one.
 */
async function pageOf(
  db: Kysely<Tables>,
  holder: ScopeHolder,
  water: HighWater,
  window: Window,
): Promise<{ changes: Change[]; full: boolean }> {
  if (window.from === window.to) return { changes: [], full: false }
  const changes = await changesIn(db, holder, water, window)
  const next = changes[window.limit]
  if (!next) return { changes, full: false }
  const whole = changes.filter((change) => change.at < next.at)
  return whole.length > 0
    ? { changes: whole, full: true }
    : await pageOf(db, holder, water, { ...window, limit: window.limit * 4 })
}

/**
 * One row more than the limit, so that the caller can tell a full page. Tables whose newest row is not newer than the window are not
 * asked at all: an incremental pull costs what changed, not what is stored.
 */
async function changesIn(db: Kysely<Tables>, holder: ScopeHolder, water: HighWater, page: Window): Promise<Change[]> {
  const window = { ...page, limit: page.limit + 1 }
  const scopeMoved = water.scope > window.from
  const scoped = scopedFor(holder.role)
    .filter((name) => scopeMoved || water.tables[name] > window.from)
    .map(async (name) =>
      (await changedKeys(db, holder, name, window)).map(({ key, at }) => ({ collection: name, key, at, gone: false })),
    )
  const gone = scopeMoved && window.from > 0 ? goneKeys(db, holder, window) : Promise.resolve([])
  const small = SMALL.filter((name) => water.tables[name] > window.from).map((name) => ({
    collection: name,
    key: '',
    at: water.tables[name],
    gone: false,
  }))
  const left = (await gone).map((row) => ({ ...row, collection: 'participants' as const, gone: true }))
  return [...small, ...(await Promise.all(scoped)).flat(), ...left].sort((a, b) => a.at - b.at)
}

async function documentsOf(
  loaders: ReplicatedLoaders,
  changes: readonly Change[],
): Promise<Pick<PullAnswer, 'rows' | 'gone'>> {
  const present = changes.filter((change) => !change.gone)
  const names = REPLICATED.filter((name) => present.some((change) => change.collection === name))
  const loaded = await Promise.all(
    names.map(async (name) => {
      const keys = present.filter((change) => change.collection === name).map((change) => change.key)
      return [name, await loaders[name](keys)] as const
    }),
  )
  const gone = changes.filter((change) => change.gone).map(({ collection, key }) => ({ collection, id: key }))
  return { rows: Object.fromEntries(loaded) as PullAnswer['rows'], gone }
}
