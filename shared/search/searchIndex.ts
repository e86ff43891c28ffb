import { BEGINS, createHaystack, type Haystack, INSIDE, markOf, markRecords } from './haystack'
import { digitsOf, foldText, type Searchable, type SearchKey, searchKey } from './searchRules'

export interface SearchIndex {
  /** Adds the record, or replaces what was known of its id. */
  put(record: Searchable & { readonly id: string }): void
  remove(id: string): void
  /** Ids that have every word of the query, best first. An empty query finds everybody, by family name. */
  search(query: string): readonly string[]
  /** Forgets everybody, also what the last query was. */
  clear(): void
  readonly size: number
}

interface Entry extends SearchKey {
  readonly id: string
}

/** Entries in the order of their names, and their texts in one piece. */
interface Table {
  readonly entries: readonly Entry[]
  readonly all: readonly number[]
  readonly names: Haystack
  readonly others: Haystack
}

/** What one query found: places in the table, ascending, each with the number of words that begin a name. */
interface Found {
  readonly places: readonly number[]
  readonly begun: Uint8Array
}

/** Below this many candidates, looking at each by itself is faster than scanning everything. */
const FEW = 3000
/** So many changes are looked at one by one before the table is made again, which takes about as long as twenty searches. */
const MOST_CHANGES = 500

/**
 * An in-memory search over folded text: a scan, no word index, so that the middle of a name and the last digits of a phone are found too.
 * A query that extends the last one looks only at what that one found.
 */
export function createSearchIndex(): SearchIndex {
  const byId = new Map<string, Entry>()
  // What changed since the table was made: entries of it that no longer count, and entries that are not in it.
  const stale = new Set<Entry>()
  const fresh = new Map<string, Entry>()
  let table: Table | null = null
  let last: { readonly words: readonly string[]; readonly found: Found } | null = null
  const drop = (id: string) => {
    const old = byId.get(id)
    if (old && !fresh.delete(id)) stale.add(old)
    byId.delete(id)
  }
  const currentTable = (): Table => {
    if (table !== null && stale.size + fresh.size <= MOST_CHANGES) return table
    const kept = table?.entries.filter((entry) => !stale.has(entry)) ?? []
    table = tableOf([...kept, ...fresh.values()].sort(bySort))
    stale.clear()
    fresh.clear()
    last = null
    return table
  }
  return {
    put(record) {
      drop(record.id)
      const entry = { id: record.id, ...searchKey(record) }
      byId.set(entry.id, entry)
      fresh.set(entry.id, entry)
    },
    remove: drop,
    clear() {
      for (const held of [byId, fresh, stale]) held.clear()
      table = null
      last = null
    },
    search(query) {
      const known = currentTable()
      const words = queryWords(query)
      const among = last !== null && extend(last.words, words) ? last.found.places : known.all
      last = { words, found: find(known, words, among) }
      const groups = grouped(known, last.found, words.length, stale)
      for (const entry of fresh.values()) addFresh(groups, entry, words)
      const [all, some, none] = groups
      return all.concat(some, none).map(({ id }) => id)
    },
    get size() {
      return byId.size
    },
  }
}

function tableOf(entries: readonly Entry[]): Table {
  return {
    entries,
    all: Array.from(entries, (_, place) => place),
    names: createHaystack(entries.map(({ names }) => names)),
    others: createHaystack(entries.map(({ others }) => others)),
  }
}

/** Plain code-unit order is the same on every machine; equal names stay apart by id. */
function bySort(a: Entry, b: Entry): number {
  if (a.sort !== b.sort) return a.sort < b.sort ? -1 : 1
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1
}

/** Where the entry is, or where it belongs. */
function placeOf(entries: readonly Entry[], entry: Entry): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = entries[middle]
    if (other !== undefined && bySort(other, entry) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** A query of digits and phone punctuation is one word, however the digits are grouped. */
function queryWords(query: string): readonly string[] {
  const digits = digitsOf(query)
  if (digits.length >= 4 && /^[\p{Nd}\s()+./-]+$/u.test(query.normalize('NFKC'))) return [digits]
  const words = foldText(query)
    .split(' ')
    .filter((word) => word !== '')
  return [...new Set(words)].sort((a, b) => b.length - a.length)
}

/** Whether everything that has the words of `after` also has those of `before`. */
function extend(before: readonly string[], after: readonly string[]): boolean {
  return before.every((word) => after.some((longer) => longer === word || (!isInitial(word) && longer.includes(word))))
}

/** One Latin letter or digit is inside nearly everybody: it is looked for only where names begin. */
function isInitial(word: string): boolean {
  return /^[a-z0-9]$/.test(word)
}

/** Longest word first: it is the rarest, and leaves the others little to look at. */
function find(table: Table, words: readonly string[], among: readonly number[]): Found {
  const begun = new Uint8Array(table.entries.length)
  let places = among
  for (const word of words) {
    const marks = places.length > FEW ? markAll(table, word) : markSome(table, word, places)
    places = places.filter((place) => marks[place] !== 0)
    for (const place of places) if (marks[place] === BEGINS) begun[place] = (begun[place] ?? 0) + 1
  }
  return { places, begun }
}

function markAll({ entries, names, others }: Table, word: string): Uint8Array {
  const marks = new Uint8Array(entries.length)
  if (isInitial(word)) markRecords(names, ` ${word}`, marks, INSIDE, BEGINS)
  else {
    markRecords(names, word, marks, BEGINS)
    markRecords(others, word, marks, INSIDE)
  }
  return marks
}

function markSome({ entries }: Table, word: string, places: readonly number[]): Uint8Array {
  const marks = new Uint8Array(entries.length)
  for (const place of places) {
    const entry = entries[place]
    if (entry) marks[place] = markEntry(entry, word)
  }
  return marks
}

function markEntry({ names, others }: Entry, word: string): 0 | 1 | 2 {
  const mark = markOf(names, word, BEGINS)
  if (isInitial(word)) return mark === BEGINS ? BEGINS : 0
  return mark || markOf(others, word, INSIDE)
}

type Groups = [all: Entry[], some: Entry[], none: Entry[]]

/** First those where every word begins a name, then those where one does, then the rest; each group by family name. */
function grouped({ entries }: Table, { places, begun }: Found, words: number, stale: ReadonlySet<Entry>): Groups {
  const groups: Groups = [[], [], []]
  for (const place of places) {
    const entry = entries[place]
    if (entry && !(stale.size > 0 && stale.has(entry))) groups[groupOf(begun[place] ?? 0, words)].push(entry)
  }
  return groups
}

function groupOf(begun: number, words: number): 0 | 1 | 2 {
  return begun === words ? 0 : begun > 0 ? 1 : 2
}

function addFresh(groups: Groups, entry: Entry, words: readonly string[]): void {
  const marks = words.map((word) => markEntry(entry, word))
  if (marks.includes(0)) return
  const group = groups[groupOf(marks.filter((mark) => mark === BEGINS).length, words.length)]
  group.splice(placeOf(group, entry), 0, entry)
}
