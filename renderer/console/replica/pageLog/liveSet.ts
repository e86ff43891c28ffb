import type { PageDocument, PageEntry } from './pageEntries'

interface LiveStream {
  readonly idField: string
  readonly documents: Map<string, PageDocument>
  writes: number
  characters: number
}

/** What the pages add up to: the newest state of every document, and roughly how many bytes of it are alive. */
export class LiveSet {
  readonly #streams = new Map<string, LiveStream>()

  /** Applies one entry. `characters` is its encoded length and only feeds the estimate in `liveCharacters`. */
  apply(entry: PageEntry, characters: number): void {
    if (entry.kind === 'drop') this.#streams.delete(entry.stream)
    else if (entry.kind === 'forget') for (const id of entry.ids) this.#streams.get(entry.stream)?.documents.delete(id)
    else this.#put(entry, characters)
  }

  /** Live documents of one stream, oldest insert first. */
  documents(stream: string): PageDocument[] {
    return [...(this.#streams.get(stream)?.documents.values() ?? [])]
  }

  /** The whole set as entries: what a compaction writes. */
  entries(): PageEntry[] {
    return [...this.#streams].map(([stream, { idField, documents }]) => {
      return { kind: 'put', stream, idField, documents: [...documents.values()] }
    })
  }

  /** Estimate: per stream the mean size of a write times the number of live documents. Exact sizes would cost a number per document. */
  liveCharacters(): number {
    let sum = 0
    for (const { writes, characters, documents } of this.#streams.values()) {
      if (writes > 0) sum += (characters / writes) * documents.size
    }
    return sum
  }

  clear(): void {
    this.#streams.clear()
  }

  #put(entry: PageEntry & { kind: 'put' }, characters: number): void {
    const stream = this.#stream(entry)
    for (const document of entry.documents) stream.documents.set(String(document[entry.idField]), document)
    stream.writes += entry.documents.length
    stream.characters += characters
  }

  #stream(entry: PageEntry & { kind: 'put' }): LiveStream {
    const known = this.#streams.get(entry.stream)
    if (known !== undefined) return known
    const created = { idField: entry.idField, documents: new Map(), writes: 0, characters: 0 }
    this.#streams.set(entry.stream, created)
    return created
  }
}
