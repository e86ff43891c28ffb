import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { ArchiveAnchor } from '../../shared/audit/auditListSchemas'
import type { AuditActor } from '../../shared/audit/auditSchemas'
import { BUNDLE_FORMAT, type BundleHeader, readBundleLine } from '../../shared/audit/bundleFormat'
import { createChainVerifier } from '../../shared/audit/chainVerifier'
import { clinicSettingsSchema } from '../../shared/clinic/clinicSchemas'
import { createPool } from '../platform/database/connect'
import type { OpenDatabase } from '../platform/database/openDatabase'
import type { Tables } from '../platform/database/tables'
import { inTransaction, type Tx } from '../platform/database/transaction'
import { StartProblem } from '../platform/startProblem'
import { isAnchorSigned, readAnchor, signAnchor, storeAnchor } from './auditAnchor'
import { createBundle } from './auditBundle'
import { appendAudit, readHashAt, readRows, sha256hex } from './auditStore'
import { verifyAudit } from './auditVerify'
import { rawPublicKey } from './headFile'

const SYSTEM: AuditActor = { kind: 'system', id: null, role: null, deviceId: null, address: null }

export interface ArchiveOptions {
  readonly database: Pick<OpenDatabase, 'db' | 'owner' | 'secrets'>
  readonly headFile: string
  readonly auditDir: string
  /** Rows from before this moment go. */
  readonly before: Date
  readonly file: string
  readonly now: Date
  /** Brings the stored head up to date; throws when it cannot. */
  readonly keepHead: () => Promise<void>
}

export interface Archived {
  readonly rows: number
  /** The last one that went. */
  readonly upTo: number
  readonly sha256: string
}

interface Plan {
  readonly start: ArchiveAnchor | null
  readonly end: ArchiveAnchor
}

/**
 * The only way in which rows ever leave the log: older than the clinic keeps them, after the whole log was verified, into a bundle that was read back and
 * verified, in one transaction with an audit row and the signed place where the chain goes on. Needs the owner's login (U4). Until that transaction
 * commits nothing is removed; a refusal is a StartProblem.
 */
export async function archiveAudit(options: ArchiveOptions): Promise<Archived> {
  await refuseTooEarly(options)
  await options.keepHead()
  await refuseUnsound(options)
  const plan = await makePlan(options)
  const rows = plan.end.count - (plan.start?.count ?? 0)
  const sha256 = await writeBundle(options, plan)
  await refuseUnlike(options.file, plan, rows)
  await removeRows(options, plan, { rows, upTo: plan.end.count, sha256 })
  return { rows, upTo: plan.end.count, sha256 }
}

async function refuseTooEarly({ database, before, now }: ArchiveOptions): Promise<void> {
  const clinic = await database.db.selectFrom('clinic').select('settings').executeTakeFirst()
  if (clinic === undefined) throw new StartProblem('There is no clinic here yet.')
  const { auditRetentionYears: years } = clinicSettingsSchema.parse(clinic.settings)
  const latest = new Date(now)
  latest.setUTCFullYear(latest.getUTCFullYear() - years)
  if (before > latest)
    throw new StartProblem(
      `This clinic keeps its audit log for ${years} years: --before can be ${latest.toISOString().slice(0, 10)} at the latest.`,
    )
}

async function refuseUnsound({ database, headFile }: ArchiveOptions): Promise<void> {
  const { db, secrets } = database
  const report = await verifyAudit({ db, headFile, publicKey: secrets.auditPublicKey, witness: null, keep: 0 })
  if (report.firstBad === null && report.unproven === null) return
  throw new StartProblem(
    'The audit log is not proven to be sound, so nothing was archived. See: vestibule audit verify',
  )
}

/** Rows go from the beginning up to the first one that stays, whatever clocks said in between. */
async function makePlan({ database, before, now }: ArchiveOptions): Promise<Plan> {
  const { db, secrets } = database
  const start = await readAnchor(db)
  const { rows } = await sql<{ last: number | null }>`
    select min(seq) - 1 as last from audit_log where at >= ${before}`.execute(db)
  const count = Number(rows[0]?.last ?? 0)
  const hash = await readHashAt(db, count)
  if (count <= (start?.count ?? 0) || hash === null)
    throw new StartProblem('No row of the audit log is older than that; nothing was archived.')
  return { start, end: signAnchor({ count, hash, at: now.toISOString() }, secrets.auditKey) }
}

async function writeBundle({ database, file, auditDir, now }: ArchiveOptions, { start, end }: Plan): Promise<string> {
  const { db, secrets } = database
  const clinic = await db.selectFrom('clinic').select('name').executeTakeFirstOrThrow()
  const header: BundleHeader = {
    format: BUNDLE_FORMAT,
    version: 1,
    clinic: clinic.name,
    madeAt: now.toISOString(),
    publicKey: rawPublicKey(secrets.auditPublicKey),
    start,
    head: null,
    end,
  }
  const bundle = await createBundle(file, header, auditDir)
  try {
    for await (const rows of readRows(db, (start?.count ?? 0) + 1, end.count)) await bundle.add(rows)
    return await bundle.finish()
  } catch (error) {
    await bundle.discard()
    throw error
  }
}

/** What is about to be removed must stand in the file, as it was written to the disk. */
async function refuseUnlike(file: string, { start, end }: Plan, rows: number): Promise<void> {
  const anchors = [{ ...end, name: 'the end of the archive' }]
  const verifier = createChainVerifier({ sha256hex, anchors, ...(start === null ? {} : { start }) })
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    const entry = readBundleLine(line)
    if (entry !== null && 'row' in entry) verifier.push(entry.row)
  }
  const { count, firstBad } = verifier.finish()
  if (firstBad !== null || count !== rows)
    throw new StartProblem(`${file} does not hold the rows as they are in the log; nothing was removed.`)
}

async function removeRows({ database, now }: ArchiveOptions, plan: Plan, archived: Archived): Promise<void> {
  const { owner, secrets } = database
  if (!isAnchorSigned(plan.end, secrets.auditPublicKey)) throw new StartProblem('The audit key cannot be used.')
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(owner, 1) }) })
  try {
    await inTransaction(db, async (tx) => await remove(tx, plan, archived, now))
  } finally {
    await db.destroy()
  }
}

async function remove(tx: Tx, { end }: Plan, { rows, upTo, sha256 }: Archived, now: Date): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(tx)
  const deleted = await tx.deleteFrom('audit_log').where('seq', '<=', upTo).executeTakeFirst()
  if (Number(deleted.numDeletedRows) !== rows)
    throw new StartProblem('The audit log changed meanwhile; nothing was removed. Try again.')
  await storeAnchor(tx, end)
  const target = { kind: 'clinic', id: 'clinic' } as const
  const detail = { rows, upTo, hash: end.hash, bundle: sha256 }
  // Last, because it takes the commit lock: the server goes on writing while rows are removed.
  await appendAudit(tx, [{ actor: SYSTEM, action: 'audit.archived', target, outcome: 'ok', detail }], now)
}
