import { AppendQueue } from './appendQueue'
import { compactionIsDue, type PageWeight } from './compactionRule'
import { LiveSet } from './liveSet'
import { becomeOwner } from './ownerLock'
import {
  deletePageDatabase,
  openPageDatabase,
  type PageDatabase,
  pageDatabaseExists,
  pageDatabaseNames,
  storedName,
} from './pageDatabase'
import { encodeEntry, type PageDocument, type PageEntry, packPages } from './pageEntries'
import { newHead, readHead } from './pageHead'
import { PageLogError } from './pageLogError'
import { PageWriter } from './pageWriter'
import { replayPages } from './replayPages'
import type { PageCipher } from './sealedPage'

/** What the log needs from the browser; tests hand in their own. */
export interface PageLogPorts {
  readonly indexedDB: IDBFactory
  readonly locks: Pick<LockManager, 'request'>
  readonly crypto: Pick<Crypto, 'subtle' | 'getRandomValues'>
}

export interface PageLogOptions {
  readonly databaseName: string
  readonly key: CryptoKey
  /** Called once when a write failed or the database was taken away; every later append is refused with the same error. */
  readonly onFailure?: (error: PageLogError) => void
  /** When to compact by itself. */
  readonly compactWhen?: (weight: PageWeight) => boolean
  readonly ports?: PageLogPorts
}

/** An open log. One owner per name. */
export interface PageLog {
  /** The newest state of every document of a stream. */
  documents(stream: string): PageDocument[]
  /** Resolves when the entry is durable. The documents are encoded before this returns, so a later change does not matter. */
  append(entry: PageEntry): Promise<void>
  /** Rewrites the live documents into new pages; a failure leaves the old pages and the log usable. */
  compact(): Promise<void>
  weight(): PageWeight
  /** Waits for what is waiting, forgets key and documents, gives the ownership back. */
  close(): Promise<void>
}

interface CompactionAsked {
  readonly resolve: () => void
  readonly reject: (error: PageLogError) => void
}

type Job = { readonly entry: PageEntry; readonly encoded: string[] } | { readonly compact: CompactionAsked }

/**
 * Opens or creates the log of one database and replays it.
 * @throws PageLogError with the kind and page that is wrong; nothing is repaired or recreated.
 */
export async function openPageLog(options: PageLogOptions): Promise<PageLog> {
  const ports = options.ports ?? browserPorts()
  const name = await storedName(options.databaseName, ports.crypto)
  const release = await becomeOwner(ports.locks, name)
  const connection: Connection = { lost: () => undefined }
  try {
    const stored = await openPageDatabase(ports.indexedDB, name, () => connection.lost())
    try {
      return await replayed(options, { crypto: ports.crypto, key: options.key }, stored, connection, release)
    } catch (error) {
      stored.close()
      throw error
    }
  } catch (error) {
    await release()
    throw error
  }
}

/** True when a log of this name holds anything: with no key for it in the keychain, offer a re-sync and never start afresh. */
export async function pageLogExists(databaseName: string, ports: PageLogPorts = browserPorts()): Promise<boolean> {
  return pageDatabaseExists(ports.indexedDB, await storedName(databaseName, ports.crypto))
}

/** Deletes the logs of everybody on this computer: a wipe must not depend on who is remembered. */
export async function destroyEveryPageLog(ports: Pick<PageLogPorts, 'indexedDB'> = browserPorts()): Promise<void> {
  const names = await pageDatabaseNames(ports.indexedDB)
  // At once: one that is still held somewhere must not keep the others.
  await Promise.all(names.map((name) => deletePageDatabase(ports.indexedDB, name)))
}

/** Deletes everything that is stored under this name, for a wipe. An open owner, also in another window, is cut off. */
export async function destroyPageLog(databaseName: string, ports: PageLogPorts = browserPorts()): Promise<void> {
  await deletePageDatabase(ports.indexedDB, await storedName(databaseName, ports.crypto))
}

interface Connection {
  lost: () => void
}

async function replayed(
  options: PageLogOptions,
  cipher: PageCipher,
  stored: PageDatabase,
  connection: Connection,
  release: () => Promise<void>,
): Promise<PageLog> {
  const database = options.databaseName
  const live = new LiveSet()
  const head = await readHead(cipher, database, stored)
  let storedBytes = 0
  if (head !== null) {
    await replayPages({ cipher, database, stored }, head, (entries, characters, bytes) => {
      for (const entry of entries) live.apply(entry, characters / entries.length)
      storedBytes += bytes
    })
  }
  const writer = new PageWriter(cipher, database, stored, { head: head ?? newHead(cipher.crypto), storedBytes })
  // An empty log gets its head at once, so that a key is bound to it from the first moment.
  if (head === null) await writer.append([])
  return new OpenPageLog(options, live, writer, stored, connection, release)
}

class OpenPageLog implements PageLog {
  readonly #queue: AppendQueue<Job>
  readonly #due: (weight: PageWeight) => boolean
  #closing: Promise<void> | null = null
  #compactionFailed = false
  readonly #asked: CompactionAsked[] = []

  constructor(
    options: PageLogOptions,
    private readonly live: LiveSet,
    private writer: PageWriter | null,
    private readonly stored: PageDatabase,
    connection: Connection,
    private readonly release: () => Promise<void>,
  ) {
    const onFailure = options.onFailure ?? (() => undefined)
    this.#due = options.compactWhen ?? compactionIsDue
    this.#queue = new AppendQueue(
      (jobs) => this.#write(jobs),
      () => this.#compactIfDue(),
      onFailure,
    )
    connection.lost = () => {
      const error = new PageLogError('destroyed')
      this.#queue.stop(error)
      onFailure(error)
    }
  }

  documents(stream: string): PageDocument[] {
    return this.live.documents(stream)
  }

  append(entry: PageEntry): Promise<void> {
    if (this.#closing !== null) return Promise.reject(new PageLogError('closed'))
    const encoded = encodeEntry(entry)
    return encoded.length === 0 ? Promise.resolve() : this.#queue.add({ entry, encoded })
  }

  compact(): Promise<void> {
    if (this.#closing !== null) return Promise.reject(new PageLogError('closed'))
    return new Promise((resolve, reject) => {
      this.#queue.add({ compact: { resolve, reject } }).catch(reject)
    })
  }

  weight(): PageWeight {
    const { pages = 0, storedBytes = 0 } = this.writer ?? {}
    return { pages, storedBytes, liveBytes: this.live.liveCharacters() }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await this.#queue.idle()
    this.#queue.stop(new PageLogError('closed'))
    this.stored.close()
    this.live.clear()
    this.writer = null
    await this.release()
  }

  async #write(jobs: readonly Job[]): Promise<void> {
    const entries = jobs.filter((job) => 'entry' in job)
    if (entries.length > 0) await this.#open().append(packPages(entries.flatMap((job) => job.encoded)))
    for (const { entry, encoded } of entries) this.live.apply(entry, lengthOf(encoded))
    for (const job of jobs) if ('compact' in job) this.#asked.push(job.compact)
  }

  async #compactIfDue(): Promise<void> {
    const asked = this.#asked.splice(0)
    if (asked.length === 0 && (this.#compactionFailed || !this.#due(this.weight()))) return
    try {
      await this.#compactNow()
      for (const waiting of asked) waiting.resolve()
    } catch (cause) {
      // Most likely no room for both copies. The old pages are untouched, so the log goes on without compacting.
      this.#compactionFailed = true
      for (const waiting of asked) waiting.reject(new PageLogError('write_failed', null, { cause }))
    }
  }

  #compactNow(): Promise<void> {
    return this.#open().replaceAll(packPages(this.live.entries().flatMap(encodeEntry)))
  }

  #open(): PageWriter {
    if (this.writer === null) throw new PageLogError('closed')
    return this.writer
  }
}

function lengthOf(encoded: readonly string[]): number {
  return encoded.reduce((sum, part) => sum + part.length, 0)
}

function browserPorts(): PageLogPorts {
  return { indexedDB: globalThis.indexedDB, locks: globalThis.navigator.locks, crypto: globalThis.crypto }
}
