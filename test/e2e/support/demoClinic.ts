import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CuttableProxy, startProxy } from './cuttableProxy'
import { freePort, type Running, startProgram, temporaryFolder } from './processes'

export interface DemoPerson {
  readonly id: string
  readonly email: string
  readonly displayName: string
  readonly role: string
  readonly password: string
  readonly totpSecret: string
}

export interface ConsoleOptions {
  readonly port?: number
  /** Inside a session with a real keyring. */
  readonly keyring?: boolean
  /** A new line of its own to the server, so that it can be offline while the others are not, or one that it had; otherwise the one that all share. */
  readonly network?: 'own' | CuttableProxy
  /** More of the host's environment. */
  readonly env?: Readonly<Record<string, string>>
}

export interface OpenConsole {
  readonly url: string
  readonly port: number
  /** What the host keeps on disk. */
  readonly folder: string
  readonly host: Running
  /** Its way to the server: the one of all consoles, or its own. */
  readonly network: CuttableProxy
}

/** A whole installation: server with the demo clinic on its own PostgreSQL, and consoles behind a network that can be cut. */
export interface DemoInstallation {
  readonly portalUrl: string
  readonly port: number
  readonly dataDir: string
  readonly staff: readonly DemoPerson[]
  /** The link that works from the first start on, for the first person of the file. */
  readonly invite: { readonly token: string; readonly name: string }
  /** Milliseconds by the server's clock. */
  now(): number
  /** Moves the server's clock on; waits between sends and TOTP steps pass without waiting. */
  pass(seconds: number): void
  readonly network: CuttableProxy
  readonly server: Running
  /** After `server.stop('SIGKILL')`: the same folder, port and clock. */
  startAgain(): Promise<void>
  /** Starts a console host and returns its one-time link. The same name has the same folders; the browser's storage needs the same port. */
  openConsole(name: string, options?: ConsoleOptions): Promise<OpenConsole>
  stop(): Promise<void>
}

type DemoNote = Pick<DemoInstallation, 'staff' | 'invite'>

export async function startDemo(options: { readonly participants?: number } = {}): Promise<DemoInstallation> {
  const folder = temporaryFolder('e2e')
  // As root, PostgreSQL runs as another user, who must be able to pass through.
  chmodSync(folder.path, 0o755)
  const dataDir = join(folder.path, 'data')
  const port = await freePort()
  const portalUrl = `http://localhost:${port}`
  const clockFile = join(folder.path, 'clock-offset')
  let offset = 0
  const env = {
    DATA_DIR: dataDir,
    PORT: String(port),
    LOG_LEVEL: 'warn',
    OUTBOX_DIR: join(dataDir, 'outbox'),
    APP_TEST_HOOKS: '1',
    CLOCK_OFFSET_FILE: clockFile,
  }
  const args = ['dist/node/server.mjs', '--demo', '--participants', String(options.participants ?? 200)]
  const startServer = () => startProgram({ args, env, ready: /^Server: / })
  let server = await startServer()
  const network = await startProxy(port)
  const networks = [network]
  const lineOf = async (wanted: 'own' | CuttableProxy | undefined) => {
    if (wanted !== 'own') return wanted ?? network
    const own = await startProxy(port)
    networks.push(own)
    return own
  }
  const hosts: Running[] = []
  const note = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as DemoNote
  return {
    portalUrl,
    port,
    dataDir,
    staff: note.staff,
    invite: note.invite,
    now: () => Date.now() + offset * 1000,
    pass: (seconds) => {
      offset += seconds
      writeFileSync(clockFile, String(offset))
    },
    network,
    get server() {
      return server
    },
    startAgain: async () => {
      server = await startServer()
    },
    openConsole: async (name, { port: wanted, keyring = false, network: wantedLine, env: more = {} } = {}) => {
      const line = await lineOf(wantedLine)
      const hostPort = wanted ?? (await freePort())
      const hostFolder = join(folder.path, name)
      const hostEnv = {
        SERVER_URL: line.url,
        HOST_PORT: String(hostPort),
        CONSOLE_DATA_DIR: hostFolder,
        ...more,
      }
      const host = await startProgram({
        args: ['dist/node/host.mjs'],
        env: hostEnv,
        ready: /^Console: /,
        ...(keyring ? { keyringHome: join(folder.path, `${name}-keyring`) } : {}),
      })
      hosts.push(host)
      const url = /^Console: (\S+)/.exec(host.lines.find((line) => line.startsWith('Console: ')) ?? '')?.[1] ?? ''
      return { url, port: hostPort, folder: hostFolder, host, network: line }
    },
    stop: async () => {
      for (const host of hosts) await host.stop()
      for (const one of networks) await one.close()
      await server.stop()
      folder.remove()
    },
  }
}
