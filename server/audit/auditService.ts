import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type {
  AuditChoices,
  AuditHeadAnswer,
  AuditListInput,
  AuditPage,
  ListedRow,
} from '../../shared/audit/auditListSchemas'
import type { AuditRow } from '../../shared/audit/auditSchemas'
import type { ClinicService } from '../clinic/clinicService'
import type { Tables } from '../platform/database/tables'
import type { Secrets } from '../platform/secrets/secrets'
import { readAnchor } from './auditAnchor'
import type { HeadKeeper } from './auditHead'
import { auditLook, auditVerification, type Looker } from './auditLook'
import { namesFor } from './auditNames'
import { AUDIT_COLUMNS, selectRows } from './auditQuery'
import { fromTable, type StoredRow } from './auditTable'
import { rawPublicKey } from './headFile'

export interface AuditDeps {
  readonly db: Kysely<Tables>
  readonly clinic: Pick<ClinicService, 'read'>
  readonly head: Pick<HeadKeeper, 'current' | 'hashAt'>
  readonly secrets: Pick<Secrets, 'auditPublicKey' | 'seal' | 'open'>
  readonly hasher: { verifyPassword(stored: string, password: string): Promise<boolean> }
}

/** One page of the log of the reader's sight, newest first. The look itself is audited once for each session and filter. */
export async function listAudit(deps: AuditDeps, looker: Looker, input: AuditListInput): Promise<AuditPage> {
  const { filter, cursor, limit } = input
  const found = await selectRows(deps.db, looker.caller, filter, { cursor, limit: limit + 1 })
  await auditLook(deps.db, looker, filter)
  const page = pageOf(found, input)
  return { ...page, names: await namesFor(deps.db, looker.caller, page.rows) }
}

/** One row more than the page was read, to know whether there is more on its far side. */
function pageOf(found: readonly ListedRow[], { cursor, limit }: AuditListInput): Omit<AuditPage, 'names'> {
  const more = found.length > limit
  const rising = cursor?.direction === 'newer'
  const rows = more ? (rising ? found.slice(1) : found.slice(0, limit)) : found
  const [newest, oldest] = [rows[0]?.row.seq ?? null, rows.at(-1)?.row.seq ?? null]
  return {
    rows,
    older: rising || more ? oldest : null,
    newer: cursor !== null && (!rising || more) ? newest : null,
  }
}

/** The signed head of now, and what a console needs to hold its own witness against it. */
export async function auditHead(deps: AuditDeps, witnessCount: number): Promise<AuditHeadAnswer> {
  const [head, witnessHash, anchor, { settings }] = await Promise.all([
    deps.head.current(),
    witnessCount > 0 ? deps.head.hashAt(witnessCount) : null,
    readAnchor(deps.db),
    deps.clinic.read(),
  ])
  const publicKey = rawPublicKey(deps.secrets.auditPublicKey)
  const { auditRetentionYears: retentionYears, consoleLockMinutes: lockMinutes } = settings
  return { head, witnessHash, publicKey, anchor, retentionYears, lockMinutes }
}

/** Rows as hashed, in the order of `seq`, for verification in the page; whole-log roles only. */
export async function hashedRows(
  deps: AuditDeps,
  looker: Looker,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly AuditRow[]> {
  await auditVerification(deps.db, looker)
  const { rows } = await sql<StoredRow>`
    select ${AUDIT_COLUMNS} from audit_log where seq > ${after} order by seq limit ${limit}`.execute(deps.db)
  return rows.map(fromTable)
}

/** Colleagues and consoles to filter by. */
export async function auditChoices({ db }: AuditDeps): Promise<AuditChoices> {
  const [staff, devices] = await Promise.all([
    db.selectFrom('staff').select(['id', 'display_name']).orderBy('display_name').execute(),
    db.selectFrom('device').select(['id', 'name']).orderBy('name').execute(),
  ])
  return { staff: staff.map(({ id, display_name: name }) => ({ id, name })), devices }
}
