import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { StartProblem } from '../startProblem'
import { type ConnectionTarget, errorCodeOf } from './connectionTarget'

/** Any constant will do; advisory locks live per database, and this one in the database `postgres`. */
const SERVER_LOCK = 4_300_431
const RETAKE_TRIES = 40

/** The right to serve one data folder. It ends with the session, so a killed server never leaves it behind. */
export interface OwnerLock {
  release(): Promise<void>
  onLost(handler: () => void): void
}

/** 'held': a live server has it. 'starting': a PostgreSQL process is there but does not answer (yet, or no longer). */
export type LockAnswer = OwnerLock | 'held' | 'starting'

export async function takeOwnerLock(target: ConnectionTarget): Promise<LockAnswer> {
  const client = await connectAndLock(target)
  return typeof client === 'string' ? client : keepLock(target, client)
}

async function connectAndLock(target: ConnectionTarget): Promise<Client | 'held' | 'starting'> {
  const client = new Client({
    ...target,
    connectionTimeoutMillis: 3_000,
    application_name: 'vestibule-lock',
    keepAlive: true,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const answer = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [SERVER_LOCK])
    if (answer.rows[0]?.taken) return client
    await client.end()
    return 'held'
  } catch (error) {
    await client.end().catch(() => undefined)
    if (errorCodeOf(error) !== '28P01') return 'starting'
    throw new StartProblem('The database password in the secrets folder does not belong to this database.')
  }
}

function keepLock(target: ConnectionTarget, first: Client): OwnerLock {
  let client = first
  let released = false
  let handler: () => void = () => undefined
  const watch = (watched: Client) => {
    watched.once('end', () => {
      if (!released) void retake()
    })
  }
  // A crashed backend makes PostgreSQL drop every session and recover; the lock is then free for a moment.
  const retake = async () => {
    for (let tries = 0; tries < RETAKE_TRIES && !released; tries++) {
      const again = await connectAndLock(target).catch(() => 'starting' as const)
      if (again === 'held') break
      if (typeof again !== 'string') {
        client = again
        return watch(again)
      }
      await sleep(250)
    }
    if (!released) handler()
  }
  watch(first)
  return {
    async release() {
      released = true
      await client.end().catch(() => undefined)
    },
    onLost(next) {
      handler = next
    },
  }
}
