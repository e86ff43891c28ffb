import { z } from 'zod'
import { AUDIT_GROUP_NAMES } from './auditGroups'
import type { AuditRow, SignedHead } from './auditSchemas'

/** As in `auditRules.ts`: nothing else was ever written, so nothing else can be found. */
const token = z.string().regex(/^[A-Za-z0-9_.:+/=%-]{1,200}$/, 'must be an id or a code')
/** A thousand events a second for thirty years. */
const seq = z.int().min(0).max(1_000_000_000_000)

/** What is asked for; `null` does not narrow. `from` belongs to the range, `to` does not. */
export const auditFilterSchema = z.strictObject({
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  group: z.enum(AUDIT_GROUP_NAMES).nullable(),
  /** Of a colleague or a participant. */
  actorId: token.nullable(),
  /** One participant's timeline: what was done to their record, account, invites, messages and requests, and what they did. */
  participantId: z.uuid().nullable(),
  deviceId: token.nullable(),
  outcome: z.enum(['ok', 'refused']).nullable(),
  /** An action, or an id or code as it stands in a row: target, network address or detail. Whole, not a part of it. */
  code: token.nullable(),
})
export type AuditFilter = z.infer<typeof auditFilterSchema>

export const NO_FILTER: AuditFilter = {
  from: null,
  to: null,
  group: null,
  actorId: null,
  participantId: null,
  deviceId: null,
  outcome: null,
  code: null,
}

export const AUDIT_PAGE_MOST = 200
/** `older`: rows before `seq`; `newer`: rows after it. Without a cursor: the newest. */
export const auditListSchema = z.strictObject({
  filter: auditFilterSchema,
  cursor: z.strictObject({ direction: z.enum(['older', 'newer']), seq }).nullable(),
  limit: z.int().min(1).max(AUDIT_PAGE_MOST),
})
export type AuditListInput = z.infer<typeof auditListSchema>

/** Names for display of whom the reader may see; the rows as hashed carry ids only. */
export interface AuditNames {
  readonly staff: Readonly<Record<string, string>>
  readonly participants: Readonly<Record<string, string>>
  readonly devices: Readonly<Record<string, string>>
}

export interface ListedRow {
  readonly row: AuditRow
  /** Whom it is about, as the database has it beside the row; not covered by the hash. */
  readonly participantId: string | null
}

/** Newest first. `older` and `newer` are cursors, null where the log of this sight and filter ends. */
export interface AuditPage {
  readonly rows: readonly ListedRow[]
  readonly older: number | null
  readonly newer: number | null
  readonly names: AuditNames
}

export const AUDIT_ROWS_MOST = 5_000
export const auditRowsSchema = z.strictObject({ after: seq, limit: z.int().min(1).max(AUDIT_ROWS_MOST) })
export const auditHeadSchema = z.strictObject({ witnessCount: seq })

/** Where a chain goes on after rows were archived: after `count` rows it had reached `hash`. Signed like a head, over another text. */
export interface ArchiveAnchor {
  readonly count: number
  readonly hash: string
  readonly at: string
  readonly signature: string
}

/** What a console holds its own witness against. `publicKey` is the raw Ed25519 key in base64. */
export interface AuditHeadAnswer {
  readonly head: SignedHead
  readonly witnessHash: string | null
  readonly publicKey: string
  readonly anchor: ArchiveAnchor | null
  readonly retentionYears: number
  readonly lockMinutes: number
}

export const auditExportSchema = z.strictObject({ filter: auditFilterSchema, password: z.string().max(4096) })
export interface AuditExportTicket {
  readonly count: number
  /** Path of the download on the console's own origin; works for this session, for a few minutes. */
  readonly path: string
}

/** What can be chosen in the filters. */
export interface AuditChoices {
  readonly staff: readonly { readonly id: string; readonly name: string }[]
  readonly devices: readonly { readonly id: string; readonly name: string }[]
}
