import { join } from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { programPaths } from '../../server/app/paths'
import { BACKUP_COST } from '../../server/backup/backupHeader'
import { makeBackup } from '../../server/backup/makeBackup'
import { restoreBackup } from '../../server/backup/restoreBackup'
import { findRunning } from '../../server/platform/database/embedded'
import type { Tables } from '../../server/platform/database/tables'
import { temporaryFolder } from '../e2e/support/processes'
import { ask, withChromium } from './support/chromium'
import { enlist } from './support/consoles'
import { type Installation, withInstallation } from './support/installation'
import { startPageServer } from './support/pageServer'
import type { Row } from './support/report'
import { median, timed } from './support/rounds'

const PASSPHRASE = 'seven quiet herons at dusk'
const MOST_MS = 15 * 60_000
const MOST_RATIO = 1.2

/** K1, K2: the backup beside the running server, its restore into an empty folder, and what every console then has to do. */
export async function restore({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const count = quick ? 2000 : 10_000
  return await withInstallation(count, async (installation) => [
    ...(await thereAndBack(installation, count, quick ? 1 : 3)),
    await resync(installation, count, quick ? 3 : 7),
  ])
}

async function thereAndBack(installation: Installation, count: number, rounds: number): Promise<Row[]> {
  const folder = temporaryFolder('bench-restore')
  const owner = await findRunning(join(installation.secretsDir, '..'), installation.secretsDir)
  if (owner === null) throw new Error('the database of the bench server was not found')
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: installation.pool }) })
  const [there, back]: [number[], number[]] = [[], []]
  const shared = { passphrase: PASSPHRASE, now: () => new Date() }
  for (let round = 0; round < rounds; round++) {
    const file = join(folder.path, `backup-${round}`)
    const { secretsDir } = installation
    const headFile = join(secretsDir, 'audit-head.json')
    const source = { owner, db, secretsDir, headFile, file, program: 'bench', cost: BACKUP_COST }
    there.push(await timed(async () => await makeBackup({ ...shared, ...source })))
    const dataDir = join(folder.path, `data-${round}`)
    const secrets = join(dataDir, 'secrets')
    const config = { dataDir, databaseUrl: null, secretsDir: secrets, auditHeadFile: join(secrets, 'audit-head.json') }
    const { migrationsDir } = programPaths()
    back.push(await timed(async () => await restoreBackup({ ...shared, config, migrationsDir, file })))
  }
  folder.remove()
  const ours = median(back)
  const base = { bench: 'restore', unit: 'ms' } as const
  return [
    {
      ...base,
      what: `backup of ${count} participants beside the server`,
      ours: median(there),
      rounds: { ours: there },
    },
    {
      ...base,
      what: `restore of ${count} participants on an empty machine`,
      ours,
      target: 'at most 15 min',
      met: ours <= MOST_MS,
      rounds: { ours: back },
    },
  ]
}

async function resync(installation: Installation, count: number, rounds: number): Promise<Row> {
  const [credentials] = await enlist(installation.pool, 'admin', 1)
  if (!credentials) throw new Error('no console')
  const pages = await startPageServer({ port: installation.port, credentials })
  const [ours, floor]: [number[], number[]] = [[], []]
  try {
    await withChromium(async (browser) => {
      for (let round = 0; round <= rounds; round++) {
        const page = await browser.open(`${pages.url}/replica.html`)
        const { ms, first, documents } = await ask(page, 'ownResync', `resync-${round}`)
        await page.close()
        if (documents !== count) throw new Error(`the resync brought ${documents} of ${count} participants`)
        if (round === 0) continue
        ours.push(ms)
        floor.push(first)
      }
    })
  } finally {
    await pages.stop()
  }
  const ratio = median(ours) / median(floor)
  const what = `full resync after a restore, ${count} participants, against a first sync`
  const target = `at most ${MOST_RATIO} x a first sync`
  const measured = { ours: median(ours), floor: median(floor), ratio, target, met: ratio <= MOST_RATIO }
  return { bench: 'restore', what, unit: 'ms', ...measured, rounds: { ours, floor } }
}
