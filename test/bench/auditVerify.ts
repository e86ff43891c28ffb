import { join } from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { appendAudit, readRows, sha256hex } from '../../server/audit/auditStore'
import { verifyAudit } from '../../server/audit/auditVerify'
import { copyRows } from '../../server/audit/copyRows'
import { COLUMN_COUNT, COLUMNS } from '../../server/audit/fastVerify'
import type { Tables } from '../../server/platform/database/tables'
import { inTransaction } from '../../server/platform/database/transaction'
import { readSecrets } from '../../server/platform/secrets/secrets'
import { contentJson } from '../../shared/audit/auditChain'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import { type Installation, withInstallation } from './support/installation'
import type { Row } from './support/report'
import { interleaved, median, timed } from './support/rounds'

const CHUNK = 4000

/**
 * The whole log read from the database and verified: against hashing the same bytes that lie ready in memory, and against what nothing that reads the
 * log can do without, the same COPY with its rows dropped unread and those hashes.
 */
export async function auditVerify({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const count = quick ? 10_000 : 200_000
  return await withInstallation(100, async (installation) => {
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: installation.pool }) })
    await fill(db, count)
    const texts = await hashedTexts(db)
    const rounds = await interleaved(quick ? 2 : 5, {
      ours: { run: async () => await timed(async () => await verifyOnce(db, installation, count)) },
      floor: { run: async () => await timed(async () => texts.forEach((text) => void sha256hex(text))) },
      reading: { run: async () => await timed(async () => await readOnce(installation)) },
    })
    const [ours, hashing, reading] = [median(rounds.ours), median(rounds.floor), median(rounds.reading)]
    const row = { bench: 'audit-verify', unit: 'ms', ours, rounds } as const
    const what = `verify an audit log of ${count} rows`
    return [
      {
        ...row,
        what: `${what}, against hashing its bytes`,
        floor: hashing,
        ratio: ours / hashing,
        target: 'at most 2 x floor',
        met: ours <= 2 * hashing,
      },
      {
        ...row,
        what: `${what}, against reading and hashing them`,
        floor: reading + hashing,
        ratio: ours / (reading + hashing),
      },
    ]
  })
}

async function readOnce({ owner }: Installation): Promise<void> {
  await copyRows(owner, `select ${COLUMNS} from audit_log order by seq`, COLUMN_COUNT, () => true)
}

async function verifyOnce(db: Kysely<Tables>, { owner, secretsDir }: Installation, count: number): Promise<void> {
  const publicKey = readSecrets(secretsDir).auditPublicKey
  const headFile = join(secretsDir, 'audit-head.json')
  const report = await verifyAudit({ db, headFile, publicKey, fast: owner, witness: null, keep: 1 })
  if (report.firstBad || report.count < count) throw new Error('the log did not verify')
}

async function fill(db: Kysely<Tables>, count: number): Promise<void> {
  for (let from = 0; from < count; from += CHUNK) {
    const entries = Array.from({ length: Math.min(CHUNK, count - from) }, (_, n) => entry(from + n))
    await inTransaction(db, async (tx) => await appendAudit(tx, entries, new Date()))
  }
}

function entry(n: number): AuditEntry {
  const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  return {
    actor: { kind: 'staff', id, role: 'staff', deviceId: 'bench-device-000000000', address: '192.0.2.1' },
    action: 'participant.edited',
    target: { kind: 'participant', id },
    outcome: 'ok',
    detail: { fields: ['givenName', 'address'] },
  }
}

async function hashedTexts(db: Kysely<Tables>): Promise<string[]> {
  const texts: string[] = []
  for await (const rows of readRows(db)) {
    for (const row of rows) texts.push(`${row.prevHash}\n${row.seq}\n${contentJson(row)}`)
  }
  return texts
}
