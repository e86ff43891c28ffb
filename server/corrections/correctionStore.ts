import type { Selectable } from 'kysely'
import { fieldOf, words } from '../../shared/corrections/correctionChange'
import type { Submitted } from '../../shared/corrections/correctionRules'
import type { CorrectionDoc, PortalCorrection, ProposedChange } from '../../shared/corrections/correctionSchemas'
import type { Tables } from '../platform/database/tables'
import { nextRev, type Reading, type Tx } from '../platform/database/transaction'

export type CorrectionRow = Selectable<Tables['correction']>

export function changeOf({ path, old_value, proposed_value }: CorrectionRow): ProposedChange | null {
  return path === null ? null : { path, old: old_value, proposed: proposed_value }
}

export function submitted(row: CorrectionRow): Submitted {
  const { field, seen, proposed, description } = portalCorrection(row)
  return { participantId: row.participant_id, field, seen, proposed, description }
}

/** What replicas hold of a request. */
export function correctionDoc(row: CorrectionRow): CorrectionDoc {
  return {
    id: row.id,
    rev: row.rev,
    participantId: row.participant_id,
    authorName: row.author_name,
    state: row.state,
    change: changeOf(row),
    description: row.description,
    receivedAt: row.received_at.toISOString(),
    dueOn: row.due_on,
    acknowledgedAt: iso(row.acknowledged_at),
    acknowledgedByName: row.acknowledged_by_name,
    extendedAt: iso(row.extended_at),
    extendedByName: row.extended_by_name,
    extensionReason: row.extension_reason,
    decidedAt: iso(row.decided_at),
    decidedByName: row.decided_by_name,
    ground: row.ground,
    answer: row.answer,
    withdrawnAt: iso(row.withdrawn_at),
    disagreement: row.disagreement,
    disagreedAt: iso(row.disagreed_at),
  }
}

/** As the participant sees it: no path of the record, and not which colleague decided (G2). */
export function portalCorrection(row: CorrectionRow): PortalCorrection {
  const change = changeOf(row)
  return {
    id: row.id,
    state: row.state,
    field: change === null ? null : fieldOf(change.path),
    seen: change === null ? null : words(change.old),
    proposed: change === null ? null : words(change.proposed),
    description: row.description,
    receivedAt: row.received_at.toISOString(),
    dueOn: row.due_on,
    acknowledgedAt: iso(row.acknowledged_at),
    extensionReason: row.extension_reason,
    decidedAt: iso(row.decided_at),
    ground: row.ground,
    answer: row.answer,
    withdrawnAt: iso(row.withdrawn_at),
    disagreement: row.disagreement,
    disagreedAt: iso(row.disagreed_at),
  }
}

function iso(time: Date | null): string | null {
  return time?.toISOString() ?? null
}

/** A participant's own requests, newest first. */
export async function loadCorrections(db: Reading, participantId: string, limit: number): Promise<CorrectionRow[]> {
  return await db
    .selectFrom('correction')
    .selectAll()
    .where('participant_id', '=', participantId)
    .orderBy('received_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Locked until the transaction ends. The participant's row is locked before (decision 0003). */
export async function lockCorrection(tx: Tx, id: string): Promise<CorrectionRow | undefined> {
  return await tx.selectFrom('correction').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

export async function countOpen(tx: Tx, participantId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('correction')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('participant_id', '=', participantId)
    .where('state', 'in', ['submitted', 'acknowledged'])
    .executeTakeFirstOrThrow()
  return count
}

export interface NewCorrection {
  readonly id: string
  readonly participantId: string
  readonly change: ProposedChange | null
  readonly description: string
  readonly authorName: string
  readonly dueOn: string
  readonly now: Date
}

/** Takes the commit lock. */
export async function insertCorrection(tx: Tx, made: NewCorrection): Promise<CorrectionRow> {
  const { change } = made
  const json = (value: unknown) => (change === null ? null : JSON.stringify(value))
  return await tx
    .insertInto('correction')
    .values({
      id: made.id,
      rev: await nextRev(tx),
      participant_id: made.participantId,
      author_name: made.authorName,
      state: 'submitted',
      path: change?.path ?? null,
      old_value: json(change?.old),
      proposed_value: json(change?.proposed),
      description: made.description,
      received_at: made.now,
      due_on: made.dueOn,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

type Step = Partial<
  Pick<
    CorrectionRow,
    | 'state'
    | 'due_on'
    | 'acknowledged_at'
    | 'acknowledged_by_name'
    | 'extended_at'
    | 'extended_by_name'
    | 'extension_reason'
    | 'decided_at'
    | 'decided_by_name'
    | 'ground'
    | 'answer'
    | 'withdrawn_at'
    | 'disagreement'
    | 'disagreed_at'
  >
>

/** One step forward of a locked request. Takes the commit lock. */
export async function stepCorrection(tx: Tx, id: string, step: Step): Promise<CorrectionRow> {
  return await tx
    .updateTable('correction')
    .set({ ...step, rev: await nextRev(tx) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}
