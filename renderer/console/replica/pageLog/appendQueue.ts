import { PageLogError } from './pageLogError'

/** One waiting change and the promise of the one who asked for it. */
export interface Waiting<T> {
  readonly item: T
  readonly resolve: () => void
  readonly reject: (error: PageLogError) => void
}

/**
 * Group commit: what arrives while one transaction is in flight goes together into the next, in order of arrival.
 * After the first failure nothing is accepted any more: the memory already shows a write that the disk does not have,
 * and a later write could build on it.
 */
export class AppendQueue<T> {
  readonly #waiting: Waiting<T>[] = []
  #running: Promise<void> | null = null
  #failure: PageLogError | null = null

  /** `write` stores one group; `after` runs between groups (compaction) and must not throw. */
  constructor(
    private readonly write: (group: readonly T[]) => Promise<void>,
    private readonly after: () => Promise<void>,
    private readonly onFailure: (error: PageLogError) => void,
  ) {}

  add(item: T): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when nothing is waiting or in flight. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running
  }

  /** Refuses everything from now on, also what is waiting. The first reason stays. */
  stop(reason: PageLogError): void {
    this.#failure ??= reason
    for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#failure)
  }

  async #run(): Promise<void> {
    // One turn of the event loop's microtasks lets writes of the same moment meet in one transaction.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      await this.#writeGroup(this.#waiting.splice(0))
      if (this.#failure === null) await this.after()
    }
    this.#running = null
  }

  async #writeGroup(group: readonly Waiting<T>[]): Promise<void> {
    try {
      await this.write(group.map((waiting) => waiting.item))
      for (const waiting of group) waiting.resolve()
    } catch (cause) {
      const alreadyStopped = this.#failure !== null
      const error = this.#failure ?? new PageLogError('write_failed', null, { cause })
      this.stop(error)
      for (const waiting of group) waiting.reject(error)
      // On its own turn: an error thrown by the listener must not end this loop.
      if (!alreadyStopped) queueMicrotask(() => this.onFailure(error))
    }
  }
}
