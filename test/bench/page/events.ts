type Listener = (...args: unknown[]) => void

interface Entry {
  readonly listener: Listener
  readonly once: boolean
}

/**
 * The part of Node's `events` that PouchDB extends and calls, so that it can be bundled for a browser. Unlike Node's, an `error` that nobody
 * hears is dropped.
 */
class EventEmitter {
  /** Made when first needed: some of PouchDB's objects inherit without calling the constructor. */
  heard?: Map<string, readonly Entry[]>

  on(name: string, listener: Listener): this {
    return this.add(name, listener, false)
  }
  addListener(name: string, listener: Listener): this {
    return this.add(name, listener, false)
  }
  once(name: string, listener: Listener): this {
    return this.add(name, listener, true)
  }
  removeListener(name: string, listener: Listener): this {
    return this.replace(
      name,
      this.entries(name).filter((entry) => entry.listener !== listener),
    )
  }
  off(name: string, listener: Listener): this {
    return this.removeListener(name, listener)
  }
  removeAllListeners(name?: string): this {
    if (name === undefined) this.heard?.clear()
    else this.heard?.delete(name)
    return this
  }
  listeners(name: string): Listener[] {
    return this.entries(name).map(({ listener }) => listener)
  }
  listenerCount(name: string): number {
    return this.entries(name).length
  }
  setMaxListeners(): this {
    return this
  }
  emit(name: string, ...args: unknown[]): boolean {
    const entries = this.entries(name)
    for (const { listener, once } of entries) {
      if (once) this.removeListener(name, listener)
      listener.apply(this, args)
    }
    return entries.length > 0
  }

  private entries(name: string): readonly Entry[] {
    return this.heard?.get(name) ?? []
  }
  private add(name: string, listener: Listener, once: boolean): this {
    return this.replace(name, [...this.entries(name), { listener, once }])
  }
  private replace(name: string, entries: readonly Entry[]): this {
    this.heard ??= new Map()
    this.heard.set(name, entries)
    return this
  }
}

// PouchDB finds the methods with Object.keys, as those of Node's old-style class can be.
for (const name of Object.getOwnPropertyNames(EventEmitter.prototype)) {
  if (name !== 'constructor') Object.defineProperty(EventEmitter.prototype, name, { enumerable: true })
}

// biome-ignore lint/style/noDefaultExport: that is how Node's own module is imported by PouchDB.
export default EventEmitter
