import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { AuditFilter } from '../../shared/audit/auditListSchemas'
import type { AuditDetail, AuditEntry } from '../../shared/audit/auditSchemas'
import type { Tables } from '../platform/database/tables'
import { inTransaction } from '../platform/database/transaction'
import { takeToken } from '../platform/rate/tokens'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import { appendAudit } from './auditStore'

/** Longer than any session lives (W2). */
const SESSION_SECONDS = 86_400

export interface Looker {
  readonly caller: WriteCaller
  readonly sessionToken: string
}

/** Reading the log is an event too, once for each session and filter and not once for each page. */
export async function auditLook(db: Kysely<Tables>, looker: Looker, filter: AuditFilter): Promise<void> {
  const { participantId } = filter
  const detail: AuditDetail = { by: Object.keys(filter).filter((key) => filter[key as keyof AuditFilter] !== null) }
  const target =
    participantId === null
      ? ({ kind: 'clinic', id: 'clinic' } as const)
      : ({ kind: 'participant', id: participantId } as const)
  await once(db, looker, JSON.stringify(filter), { action: 'audit.viewed', target, outcome: 'ok', detail })
}

/** The whole log as hashed, to be verified. */
export async function auditVerification(db: Kysely<Tables>, looker: Looker): Promise<void> {
  const target = { kind: 'clinic', id: 'clinic' } as const
  await once(db, looker, 'verify', { action: 'audit.verified', target, outcome: 'ok' })
}

async function once(
  db: Kysely<Tables>,
  { caller, sessionToken }: Looker,
  what: string,
  entry: Omit<AuditEntry, 'actor'>,
): Promise<void> {
  const { now } = caller
  const key = `audit-look/${createHash('sha256').update(`${sessionToken}\n${what}`).digest('base64url')}`
  await inTransaction(db, async (tx) => {
    const first = await takeToken(tx, { key, limit: 1, windowSeconds: SESSION_SECONDS, now })
    if (first.allowed) await appendAudit(tx, [{ ...entry, actor: staffActor(caller) }], now)
  })
}
