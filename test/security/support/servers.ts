import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { programPaths } from '../../../server/app/paths'
import { type RunningServer, startServer } from '../../../server/app/startServer'
import { type Config, readConfig } from '../../../server/platform/config'
import { createTestDatabase, type TestDatabase } from '../../support/postgres'

export const PORTAL_ORIGIN = 'https://portal.example.org'

/** The whole server as it is composed in production, on databases of the test run, with a page of its own to serve. */
export interface Site {
  readonly database: TestDatabase
  /** As many processes' worth of servers as were asked for, all on the one database. */
  readonly servers: readonly RunningServer[]
  readonly port: number
  /** Rate counters and locks back to nothing: for tests that ask more often than a person would. */
  forgetRates(): Promise<void>
  stop(): Promise<void>
}

export async function openSite({ servers = 1, settings = {} } = {}): Promise<Site> {
  const database = await createTestDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-site-'))
  const portalDir = pageFolder(folder)
  const running: RunningServer[] = []
  for (let count = 0; count < servers; count++) {
    const paths = { ...programPaths(), portalDir }
    running.push(await startServer({ config: configFor(database, folder, settings), paths }))
  }
  return {
    database,
    servers: running,
    port: running[0]?.port ?? 0,
    async forgetRates() {
      await database.db.deleteFrom('rate_counter').execute()
      await database.db.deleteFrom('attempt').execute()
    },
    async stop() {
      for (const server of running) await server.stop()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function configFor(database: TestDatabase, folder: string, settings: Readonly<Record<string, string>>): Config {
  const config = readConfig({
    PORT: '0',
    DATA_DIR: join(folder, 'data'),
    DATABASE_URL: database.url,
    SECRETS_DIR: database.secretsDir,
    PUBLIC_URL: PORTAL_ORIGIN,
    LOG_LEVEL: 'silent',
    ...settings,
  })
  if ('problem' in config) throw new Error(config.problem)
  return config
}

/** What the build would have put there; these tests are about what goes round it. */
function pageFolder(folder: string): string {
  const portal = join(folder, 'portal')
  mkdirSync(join(portal, 'assets'), { recursive: true })
  writeFileSync(join(portal, 'index.html'), '<!doctype html><script nonce="__CSP_NONCE__">1</script>')
  writeFileSync(join(portal, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(portal, 'assets/app-1a2b3c.js'), '1')
  return portal
}
