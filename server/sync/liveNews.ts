import type { Kysely } from 'kysely'
import type { LiveEvent, LiveNews } from '../../shared/sync/liveSchemas'
import type { Tables } from '../platform/database/tables'
import { type NewsReader, type ReaderSight, type Sight, sightsOf } from './newsReaders'
import { personalEpoch } from './personalEpoch'
import { changedKeys, type HighWater, readHighWater, SCOPED, type ScopedName } from './pullStore'
import type { ReplicatedLoaders } from './replicatedDocs'

/** More is an import or a long outage: a pull brings it in pages. */
const MOST_ROWS = 50
/** Far below what a stream may leave unread, so that a few events in a row do not cut a slow line. */
const MOST_CHARACTERS = 64 * 1024
/** Only `seesWholeClinic` counts here; what each reader may see is decided afterwards. */
const WHOLE_CLINIC = { staffId: '', role: 'admin' } as const

export interface NewsDeps {
  readonly db: Kysely<Tables>
  readonly loaders: Pick<ReplicatedLoaders, (typeof SCOPED)[number]>
  readonly now: () => Date
  /** News could not be read; the consoles pull instead. */
  readonly failed: (error: unknown) => void
}

export interface NewsDesk {
  /** Takes the present high water as the point from which news are told. Without it the first change is told without rows. */
  begin(): Promise<void>
  /**
   * What to tell each of `readers` after a signal for `rev`, as JSON text of a LiveEvent; null when it was told already. Never rejects.
   * Must not be called again before it has answered.
   */
  tell<Reader extends NewsReader>(rev: number, readers: readonly Reader[]): Promise<((reader: Reader) => string) | null>
}

type Cursor = Pick<LiveNews, 'epoch' | 'to'>
type Rows = LiveNews['rows']

/**
 * Reads what changed once for all streams of this process. Complete because revs are in commit order (Y3): after a snapshot that shows
 * `to`, every later one shows all rows of (from, to], whichever process wrote them and whether or not its signal has come yet. A row that
 * changed once more meanwhile has a rev after `to` and is told next time. Scope is read after the rows: nobody gets a state of a record
 * that is newer than their right to see it (D4).
 */
export function createNewsDesk(deps: NewsDeps): NewsDesk {
  let cursor: Cursor | null = null
  const advance = (water: HighWater) => {
    cursor = { epoch: water.epoch, to: water.highest }
  }
  return {
    async begin() {
      await readHighWater(deps.db, 'everybody').then(advance, () => undefined)
    },
    async tell(rev, readers) {
      const plain = textOf({ kind: 'change', rev })
      try {
        const water = await readHighWater(deps.db, 'everybody')
        const last = cursor
        advance(water)
        if (readers.length === 0) return null
        if (last !== null && isTold(last, water, rev)) return null
        const rows = last !== null && canTell(last, water) ? await rowsBetween(deps, last.to, water) : null
        if (last === null || rows === null) return () => plain
        const sights = await sightsOf(deps.db, readers, aboutIds(rows), deps.now())
        return teller({ epoch: water.epoch, from: last.to, to: water.highest, rows }, plain, sights)
      } catch (error) {
        deps.failed(error)
        return () => plain
      }
    },
  }
}

function isTold(last: Cursor, water: HighWater, rev: number): boolean {
  return last.epoch === water.epoch && last.to === water.highest && rev <= last.to
}

/** Only records changed: whatever moves a scope, a program, a name or the clinic itself needs a pull. */
function canTell(last: Cursor, water: HighWater): boolean {
  const { clinic, programs, staff } = water.tables
  return (
    last.epoch === water.epoch && last.to < water.highest && Math.max(clinic, programs, staff, water.scope) <= last.to
  )
}

/** All rows of the window, or null when they are too many. */
async function rowsBetween({ db, loaders }: NewsDeps, from: number, water: HighWater): Promise<Rows | null> {
  const names = SCOPED.filter((name) => water.tables[name] > from)
  const window = { from, to: water.highest, limit: MOST_ROWS + 1 }
  const changed = await Promise.all(
    names.map(
      async (name) => [name, (await changedKeys(db, WHOLE_CLINIC, name, window)).map(({ key }) => key)] as const,
    ),
  )
  if (changed.reduce((count, [, keys]) => count + keys.length, 0) > MOST_ROWS) return null
  const loaded = await Promise.all(changed.map(async ([name, keys]) => [name, await loaders[name](keys)] as const))
  return Object.fromEntries(loaded) as Rows
}

function aboutIds({
  participants = [],
  accounts = [],
  invites = [],
  messages = [],
  corrections = [],
  conflicts = [],
}: Rows) {
  const own = [...participants, ...accounts].map(({ id }) => id)
  const others = [...invites, ...messages, ...corrections, ...conflicts].map(({ participantId }) => participantId)
  return [...new Set([...own, ...others])]
}

/** The same text for all who see the whole clinic; one text for each member of staff otherwise. */
function teller(news: LiveNews, plain: string, sightOf: (reader: NewsReader) => ReaderSight) {
  const texts = new Map<string, string>()
  const write = (sight: Exclude<Sight, 'nothing'>, resetRev: number) => {
    const rows = sight === 'everything' ? news.rows : rowsIn(news.rows, sight)
    const epoch = personalEpoch(news.epoch, resetRev)
    const text = textOf({ kind: 'change', rev: news.to, news: { ...news, epoch, rows } })
    return text.length > MOST_CHARACTERS ? plain : text
  }
  return (reader: NewsReader): string => {
    const { sight, resetRev } = sightOf(reader)
    if (sight === 'nothing') return plain
    const key = sight === 'everything' && resetRev === 0 ? sight : reader.staffId
    const text = texts.get(key) ?? write(sight, resetRev)
    texts.set(key, text)
    return text
  }
}

function rowsIn(rows: Rows, { ids, names }: Exclude<Sight, 'nothing' | 'everything'>): Rows {
  const mine = (name: ScopedName) =>
    names.includes(name) ? (rows[name] ?? []).filter((row) => ids.has(personOf(row))) : []
  const kept = SCOPED.map((name) => [name, mine(name)] as const)
  return Object.fromEntries(kept) as Rows
}

/** A record and an account have the id of their participant. */
function personOf(row: { readonly id: string; readonly participantId?: string }): string {
  return row.participantId ?? row.id
}

function textOf(event: LiveEvent): string {
  return JSON.stringify(event)
}
