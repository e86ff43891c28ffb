import { HEAD_PAGE, type PageDatabase, type PageRecord } from './pageDatabase'
import { PageLogError } from './pageLogError'
import { type PageCipher, type Place, pageIsIntact, pageSizeIsOdd, sealPage, unsealPage } from './sealedPage'

/**
 * The sealed list of what must be there: pages `first` to `next - 1` of log `log`. It is rewritten in the transaction of every
 * append, so a missing tail is as visible as a missing middle. A whole older copy of the database (head and pages together)
 * is the one thing that it cannot notice: nothing outside the profile folder remembers the newest head.
 */
export interface PageHead {
  readonly log: string
  readonly first: number
  readonly next: number
}

/** The head of an empty log with a fresh random id. */
export function newHead(crypto: Pick<Crypto, 'getRandomValues'>): PageHead {
  const id = crypto.getRandomValues(new Uint8Array(16))
  return { log: Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join(''), first: 1, next: 1 }
}

export async function sealHead(cipher: PageCipher, database: string, head: PageHead): Promise<PageRecord> {
  const text = JSON.stringify([head.log, head.first, head.next])
  return { page: HEAD_PAGE, sealed: await sealPage(cipher, headPlace(database), text) }
}

/**
 * Reads the head. An intact head that does not open means a wrong key (or a head of another replica, which looks the same);
 * a head with rotten bytes is damage, whatever the key. Null when nothing at all is stored: a log that was never written.
 */
export async function readHead(cipher: PageCipher, database: string, stored: PageDatabase): Promise<PageHead | null> {
  const numbers = await stored.pageNumbers()
  if (numbers.length === 0) return null
  const record = (await stored.read(HEAD_PAGE, HEAD_PAGE))[0]
  if (record === undefined) throw new PageLogError('missing', HEAD_PAGE)
  const text = await unsealPage(cipher, headPlace(database), record.sealed)
  if (text === null) throw headError(database, record)
  const [log, first, next] = JSON.parse(text) as [string, number, number]
  const head = { log, first, next }
  checkNumbers(head, numbers)
  return head
}

/** Every page of the list must be stored, and none beside it. */
function checkNumbers(head: PageHead, numbers: readonly number[]): void {
  const stored = new Set(numbers)
  for (let page = head.first; page < head.next; page++) {
    if (stored.has(page)) continue
    const anyLater = numbers.some((number) => number > page)
    throw new PageLogError(anyLater ? 'missing' : 'tail_missing', page)
  }
  const stranger = numbers.find((number) => number !== HEAD_PAGE && (number < head.first || number >= head.next))
  if (stranger !== undefined) throw new PageLogError('foreign', stranger)
}

function headError(database: string, record: PageRecord): PageLogError {
  if (pageSizeIsOdd(headPlace(database), record.sealed)) return new PageLogError('cut', HEAD_PAGE)
  return pageIsIntact(record.sealed) ? new PageLogError('wrong_key') : new PageLogError('damaged', HEAD_PAGE)
}

function headPlace(database: string): Place {
  return { part: 'head', database }
}
