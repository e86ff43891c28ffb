import { connect, createServer, type Socket } from 'node:net'
import type { ConnectionTarget } from '../../../server/platform/database/connectionTarget'

export interface HoldingProxy {
  readonly port: number
  /**
   * From the next COMMIT of a push on, what the database says is kept back: committed, and the server does not know. Resolves when that happened.
   * Commits of the server's own timers pass.
   */
  holdNextCommit(): Promise<void>
  close(): Promise<void>
}

/** The table in which every push claims its writes. */
const LEDGER = 'sync_write'

/** Between a server and its database. Transparent until it is asked to hold. */
export async function holdingProxy({ host, port }: ConnectionTarget): Promise<HoldingProxy> {
  let onCommit: (() => void) | null = null
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const database = connect(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port })
    let held = false
    let pushing = false
    sockets.add(client).add(database)
    client.on('data', (chunk) => {
      if (chunk.includes('begin')) pushing = false
      if (chunk.includes(LEDGER)) pushing = true
      if (onCommit && pushing && chunk.includes('commit')) {
        held = true
        const told = onCommit
        onCommit = null
        // The database's own answer says that the commit is durable and visible.
        database.once('data', told)
      }
      database.write(chunk)
    })
    database.on('data', (chunk) => {
      if (!held) client.write(chunk)
    })
    for (const [one, two] of [
      [client, database],
      [database, client],
    ] as const) {
      one.on('error', () => two.destroy())
      one.on('close', () => two.destroy())
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    holdNextCommit: () =>
      new Promise((done) => {
        onCommit = done
      }),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
}
