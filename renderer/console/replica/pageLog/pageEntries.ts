/** A stored document: plain JSON with its id in one text field. */
export type PageDocument = Readonly<Record<string, unknown>>

/** One change of one stream. A stream is a collection in one schema version; to the log it is only a name. */
export type PageEntry =
  | {
      readonly kind: 'put'
      readonly stream: string
      readonly idField: string
      readonly documents: readonly PageDocument[]
    }
  | { readonly kind: 'forget'; readonly stream: string; readonly ids: readonly string[] }
  | { readonly kind: 'drop'; readonly stream: string }

type WrittenEntry = ['p', string, string, PageDocument[]] | ['f', string, string[]] | ['d', string]

/**
 * Characters per page. Chromium moves IndexedDB values above 64 KiB into files of their own, which costs more than it saves
 * for edits; a single document larger than this simply gets a large page.
 */
export const PAGE_CHARACTERS = 56 * 1024

/** One entry as JSON texts that each fit a page (a bulk of 2,000 documents becomes some 25 of them). */
export function encodeEntry(entry: PageEntry): string[] {
  if (entry.kind === 'drop') return [JSON.stringify(['d', entry.stream] satisfies WrittenEntry)]
  const [head, items] = entry.kind === 'put' ? putParts(entry) : forgetParts(entry)
  return packed(items, PAGE_CHARACTERS - head.length - 2).map((list) => `${head}[${list}]]`)
}

/** Encoded entries, in order, packed into as few page texts as their sizes allow. */
export function packPages(encoded: readonly string[]): string[] {
  return packed(encoded, PAGE_CHARACTERS).map((list) => `[${list}]`)
}

/** The entries of a page text, in order. */
export function decodePage(text: string): PageEntry[] {
  return (JSON.parse(text) as WrittenEntry[]).map((written) => {
    if (written[0] === 'p') return { kind: 'put', stream: written[1], idField: written[2], documents: written[3] }
    if (written[0] === 'f') return { kind: 'forget', stream: written[1], ids: written[2] }
    return { kind: 'drop', stream: written[1] }
  })
}

function putParts(entry: PageEntry & { kind: 'put' }): [string, string[]] {
  const head = `["p",${JSON.stringify(entry.stream)},${JSON.stringify(entry.idField)},`
  return [head, entry.documents.map((document) => JSON.stringify(document))]
}

function forgetParts(entry: PageEntry & { kind: 'forget' }): [string, string[]] {
  return [`["f",${JSON.stringify(entry.stream)},`, entry.ids.map((id) => JSON.stringify(id))]
}

function packed(items: readonly string[], limit: number): string[] {
  const lists: string[] = []
  let current: string[] = []
  let size = 0
  for (const item of items) {
    if (current.length > 0 && size + item.length > limit) {
      lists.push(current.join(','))
      current = []
      size = 0
    }
    current.push(item)
    size += item.length + 1
  }
  if (current.length > 0) lists.push(current.join(','))
  return lists
}
