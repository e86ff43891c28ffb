import type { PageDatabase, PageRecord } from './pageDatabase'
import { type PageHead, sealHead } from './pageHead'
import { type PageCipher, sealPage } from './sealedPage'

/** Numbers, seals and stores pages together with the head that lists them. Knows no documents. */
export class PageWriter {
  #head: PageHead
  #storedBytes: number

  constructor(
    private readonly cipher: PageCipher,
    private readonly database: string,
    private readonly stored: PageDatabase,
    start: { head: PageHead; storedBytes: number },
  ) {
    this.#head = start.head
    this.#storedBytes = start.storedBytes
  }

  get pages(): number {
    return this.#head.next - this.#head.first
  }

  get storedBytes(): number {
    return this.#storedBytes
  }

  /** Adds pages after the last one. Resolves when they and the new head are on disk. */
  async append(texts: readonly string[]): Promise<void> {
    const head = { ...this.#head, next: this.#head.next + texts.length }
    const records = await this.#seal(texts)
    await this.stored.commit([...records, await sealHead(this.cipher, this.database, head)])
    this.#head = head
    this.#storedBytes += bytesOf(records)
  }

  /**
   * Puts these pages in the place of all others. One transaction: killed at any moment, the log is the old one or the new one.
   * New pages take new numbers, so an old page can never fit a new place.
   */
  async replaceAll(texts: readonly string[]): Promise<void> {
    const { log, first, next } = this.#head
    if (first === next) return
    const head = { log, first: next, next: next + texts.length }
    const records = await this.#seal(texts)
    const sealedHead = await sealHead(this.cipher, this.database, head)
    await this.stored.commit([...records, sealedHead], { from: first, to: next - 1 })
    this.#head = head
    this.#storedBytes = bytesOf(records)
  }

  #seal(texts: readonly string[]): Promise<PageRecord[]> {
    const { log, next } = this.#head
    return Promise.all(
      texts.map(async (text, index) => {
        const page = next + index
        return { page, sealed: await sealPage(this.cipher, { part: 'page', database: this.database, log, page }, text) }
      }),
    )
  }
}

function bytesOf(records: readonly PageRecord[]): number {
  return records.reduce((sum, record) => sum + record.sealed.byteLength, 0)
}
