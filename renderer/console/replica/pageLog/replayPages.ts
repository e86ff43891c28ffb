import type { PageDatabase, PageRecord } from './pageDatabase'
import { decodePage, PAGE_CHARACTERS, type PageEntry } from './pageEntries'
import type { PageHead } from './pageHead'
import { PageLogError } from './pageLogError'
import { type PageCipher, type Place, pageIsIntact, pageSizeIsOdd, unsealPage } from './sealedPage'

/** Pages read and opened at a time: some 4 MB, while the next chunk is already being read. */
const CHUNK = 64

export interface ReplaySource {
  readonly cipher: PageCipher
  readonly database: string
  readonly stored: PageDatabase
}

/** Opens every page of the head's list in order and hands its entries on. The first page that does not open is an error. */
export async function replayPages(
  source: ReplaySource,
  head: PageHead,
  apply: (entries: PageEntry[], characters: number, sealedBytes: number) => void,
): Promise<void> {
  let ahead = readChunk(source, head, head.first)
  for (let from = head.first; from < head.next; from += CHUNK) {
    const records = await ahead
    ahead = readChunk(source, head, from + CHUNK)
    // A page of this chunk may be refused below while the next read is still under way.
    ahead.catch(() => undefined)
    const texts = await Promise.all(records.map((record) => openPage(source, head, record)))
    texts.forEach((text, index) => {
      apply(decodePage(text), text.length, records[index]?.sealed.byteLength ?? PAGE_CHARACTERS)
    })
  }
}

async function readChunk(source: ReplaySource, head: PageHead, from: number): Promise<PageRecord[]> {
  if (from >= head.next) return []
  return source.stored.read(from, Math.min(from + CHUNK, head.next) - 1)
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
