import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHeadKeeper, type HeadKeeper } from '../../server/audit/auditHead'
import { appendAudit } from '../../server/audit/auditStore'
import { runAuditVerify } from '../../server/cli/auditCommand'
import { withClient } from '../../server/platform/database/connectionTarget'
import { inTransaction } from '../../server/platform/database/transaction'
import type { SignedHead } from '../../shared/audit/auditSchemas'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { entry } from './auditFixtures'

export const EPOCH = '11111111-1111-4111-8111-111111111111'

/** A clinic's database with its head file, a superuser who can do anything to the table, and `audit verify`. */
export interface AuditSite {
  readonly database: TestDatabase
  readonly headFile: string
  readonly logged: string[]
  keeper(): HeadKeeper
  append(count: number): Promise<void>
  /** Statements by the owner of the database, whom U4 does not bind. */
  tamper(statement: string): Promise<void>
  head(): SignedHead
  putHead(text: string): void
  verify(...args: string[]): Promise<{ readonly code: number; readonly lines: readonly string[] }>
  drop(): Promise<void>
}

export async function createAuditSite(rows: number): Promise<AuditSite> {
  const database = await createTestDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-head-'))
  const headFile = join(folder, 'deep/audit-head.json')
  const logged: string[] = []
  const log = { warn: (m: string) => logged.push(`warn ${m}`), error: (m: string) => logged.push(`error ${m}`) }
  const site: AuditSite = {
    database,
    headFile,
    logged,
    keeper: () =>
      createHeadKeeper({
        db: database.db,
        file: headFile,
        secrets: database.secrets,
        now: () => new Date('2026-03-01T12:00:00Z'),
        log,
      }),
    append: async (count) => {
      const entries = Array.from({ length: count }, (_, n) => entry(n + 1))
      await inTransaction(database.db, (tx) => appendAudit(tx, entries, new Date('2026-03-01T12:00:00.123Z')))
    },
    tamper: (statement) => withClient(database.owner, async (client) => void (await client.query(statement))),
    head: () => JSON.parse(readFileSync(headFile, 'utf8')),
    putHead: (text) => writeFileSync(headFile, text),
    async verify(...args) {
      const lines: string[] = []
      const publicKey = database.secrets.auditPublicKey
      const code = await runAuditVerify({
        db: database.db,
        headFile,
        publicKey,
        fast: database.app,
        args,
        write: (line) => lines.push(line),
      })
      return { code, lines }
    },
    async drop() {
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await site.tamper(`insert into clinic values ('clinic', 1, '${EPOCH}', 'North', '1', 'c', 'a', 'UTC', 'm', '{}')`)
  if (rows > 0) await site.append(rows)
  return site
}
