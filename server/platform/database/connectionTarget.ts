import { Client } from 'pg'

/** How to reach one database. `host` is a folder when the connection is a unix socket. Holds a password: never log it. */
export interface ConnectionTarget {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  readonly ssl?: boolean | object
}

/** Reads a checked DATABASE_URL the way `pg` itself does, so that every option of its URL format keeps working. */
export function targetFromUrl(databaseUrl: string): ConnectionTarget {
  const client = new Client({ connectionString: databaseUrl })
  const { host, port, user, password, database, ssl } = client
  return { host, port, user: user ?? '', password: password ?? '', database: database ?? '', ssl }
}

/** Runs `work` on one connection of its own and closes it whatever happens. */
export async function withClient<T>(target: ConnectionTarget, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ ...target, connectionTimeoutMillis: 5_000, application_name: 'vestibule-owner' })
  // A connection that breaks while idle is reported by the next query; without a listener it would end the process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** SQLSTATE or system error code (ECONNREFUSED) of a failed query or connection; '' when there is none. */
export function errorCodeOf(error: unknown): string {
  if (error instanceof AggregateError) return errorCodeOf(error.errors[0])
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return ''
}
