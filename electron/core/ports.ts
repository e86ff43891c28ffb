/** Secrets by name. One contract for the system keychain, the passphrase vault and plain memory. */
export interface SecretBox {
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  delete(name: string): Promise<void>
}

/** The system's keychain. `available` proves by a write and a read that it really works; it never falls back (R2). */
export interface Keychain extends SecretBox {
  available(): Promise<boolean>
}

/** The console's built files. `path` is relative, already decoded and checked, for example `assets/index.js`. */
export interface ConsoleFiles {
  read(path: string): Promise<Uint8Array<ArrayBuffer> | null>
}

/** Small text files of the data folder. `write` replaces the whole file at once or not at all. */
export interface Store {
  read(name: string): Promise<string | null>
  write(name: string, text: string): Promise<void>
  delete(name: string): Promise<void>
}

export interface Clock {
  /** Epoch milliseconds of this machine. */
  now(): number
  /** Milliseconds of a clock that nobody sets. */
  steady(): number
}

/** `fetch` towards the server. Must reject when no connection is made in bounded time, and must not follow redirects. */
export type ServerFetch = (url: string, init: RequestInit) => Promise<Response>

export interface DesktopPorts {
  readonly keychain: Keychain
  readonly files: ConsoleFiles
  readonly store: Store
  readonly clock: Clock
  readonly serverFetch: ServerFetch
}

export interface DesktopSettings {
  /** Origin only, for example `https://portal.example`. */
  readonly serverUrl: string
  readonly appVersion: string
  /** For the status page, for example `node 20.20.0` or `electron 45.4.1`. */
  readonly runtime: string
  readonly shell: 'host' | 'electron'
  /** How long the server may take until its answer begins (ms); the time to send the body comes on top. */
  readonly answerWithinMs?: number
  /** How often an unlocked console looks whether somebody is still there (ms). */
  readonly idleLookMs?: number
  /** How often a locked console asks for a word of the server (ms). */
  readonly askEveryMs?: number
}
