import type { PageDatabase, PageRecord } from './pageDatabase'
import { decodePage, type PageEntry } from './pageEntries'
import type { PageHead } from './pageHead'
import { PageLogError } from './pageLogError'
import { type PageCipher, type Place, pageIsIntact, pageSizeIsOdd, unsealPage } from './sealedPage'

/**
 * Pages per read and reads under way at once. Many small reads keep the browser's storage thread, the decryption and the parsing
 * busy together: the fastest of nine mixes tried with 32 MB in Chromium, though on a busy machine. At most some 14 MB are in flight.
 */
const CHUNK = 16
const READS_AHEAD = 16

export interface ReplaySource {
  readonly cipher: PageCipher
  readonly database: string
  readonly stored: PageDatabase
}

interface OpenedPage {
  readonly text: string
  readonly sealedBytes: number
}

/** Opens every page of the head's list in order and hands its entries on. The first page that does not open is an error. */
export async function replayPages(
  source: ReplaySource,
  head: PageHead,
  apply: (entries: PageEntry[], characters: number, sealedBytes: number) => void,
): Promise<void> {
  for await (const chunk of openedChunks(source, head)) {
    for (const { text, sealedBytes } of chunk) apply(decodePage(text), text.length, sealedBytes)
  }
}

async function* openedChunks(source: ReplaySource, head: PageHead): AsyncGenerator<OpenedPage[]> {
  const ahead: Promise<OpenedPage[]>[] = []
  let from = head.first
  const readAhead = () => {
    while (from < head.next && ahead.length < READS_AHEAD) {
      const chunk = openChunk(source, head, from)
      // A page of an earlier chunk may be refused while this one is still under way.
      chunk.catch(() => undefined)
      ahead.push(chunk)
      from += CHUNK
    }
  }
  readAhead()
  for (let chunk = ahead.shift(); chunk !== undefined; chunk = ahead.shift()) {
    readAhead()
    yield await chunk
  }
}

async function openChunk(source: ReplaySource, head: PageHead, from: number): Promise<OpenedPage[]> {
  const records = await source.stored.read(from, Math.min(from + CHUNK, head.next) - 1)
  return Promise.all(
    records.map(async (record) => {
      return { text: await openPage(source, head, record), sealedBytes: record.sealed.byteLength }
    }),
  )
}

async function openPage(source: ReplaySource, head: PageHead, record: PageRecord): Promise<string> {
  const text = await unsealPage(source.cipher, placeOf(source, head, record.page), record.sealed)
  if (text === null) throw await whyNot(source, head, record)
  return text
}

/** Names what is wrong with a page that did not open. Slow (tries other places), but only ever called once per failed opening. */
async function whyNot(source: ReplaySource, head: PageHead, record: PageRecord): Promise<PageLogError> {
  if (pageSizeIsOdd(placeOf(source, head, record.page), record.sealed)) return new PageLogError('cut', record.page)
  if (!pageIsIntact(record.sealed)) return new PageLogError('damaged', record.page)
  const home = await findHome(source, head, record)
  if (home === null) return new PageLogError('foreign', record.page)
  return new PageLogError((await isAtHome(source, head, home)) ? 'repeated' : 'swapped', record.page)
}

async function findHome(source: ReplaySource, head: PageHead, record: PageRecord): Promise<number | null> {
  for (let page = head.next - 1; page > 0; page--) {
    if ((await unsealPage(source.cipher, placeOf(source, head, page), record.sealed)) !== null) return page
  }
  return null
}

/** A page from before the last compaction has no home any more: then it is a repeat of something old. */
async function isAtHome(source: ReplaySource, head: PageHead, page: number): Promise<boolean> {
  if (page < head.first) return true
  const [record] = await source.stored.read(page, page)
  if (record === undefined) return false
  return (await unsealPage(source.cipher, placeOf(source, head, page), record.sealed)) !== null
}

function placeOf(source: ReplaySource, head: PageHead, page: number): Place {
  return { part: 'page', database: source.database, log: head.log, page }
}
