import type { Selectable } from 'kysely'
import type { Language } from '../../shared/clinic/clinicSchemas'
import { fieldOf, words } from '../../shared/corrections/correctionChange'
import { isOverdue } from '../../shared/corrections/correctionDates'
import { isOpen, type LawProfile, OPEN_STATES } from '../../shared/corrections/correctionLimits'
import type { Submitted } from '../../shared/corrections/correctionRules'
import type {
  CorrectionAbout,
  CorrectionChange,
  CorrectionDoc,
  CorrectionPerson,
  LetterMark,
  PortalChange,
  PortalCorrection,
} from '../../shared/corrections/correctionSchemas'
import type { FileInfo } from '../../shared/files/fileSchemas'
import { filesOf } from '../files/attachments'
import type { Tables } from '../platform/database/tables'
import { nextRev, type Reading, type Tx } from '../platform/database/transaction'

export type CorrectionRow = Selectable<Tables['correction']>

export async function submitted(db: Reading, row: CorrectionRow): Promise<Submitted> {
  const files = (await filesOf(db, [row.id])).get(row.id) ?? []
  return {
    participantId: row.participant_id,
    changes: row.changes.map(portalChange),
    description: row.description,
    messageId: row.about?.id ?? null,
    persons: row.persons,
    fileIds: files.map(({ id }) => id),
  }
}

/** What replicas hold of these requests, attachments by their names. */
export async function correctionDocs(db: Reading, rows: readonly CorrectionRow[]): Promise<CorrectionDoc[]> {
  const files = await filesOf(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => correctionDoc(row, files.get(row.id) ?? []))
}

export function correctionDoc(row: CorrectionRow, files: readonly FileInfo[]): CorrectionDoc {
  return {
    id: row.id,
    rev: row.rev,
    participantId: row.participant_id,
    authorName: row.author_name,
    state: row.state,
    changes: row.changes,
    about: row.about,
    description: row.description,
    files,
    persons: row.persons,
    profile: row.profile,
    language: row.language,
    receivedAt: row.received_at.toISOString(),
    dueOn: row.due_on,
    acknowledgedAt: iso(row.acknowledged_at),
    acknowledgedByName: row.acknowledged_by_name,
    reviewedAt: iso(row.reviewed_at),
    reviewedById: row.reviewed_by,
    reviewedByName: row.reviewed_by_name,
    extendedAt: iso(row.extended_at),
    extendedByName: row.extended_by_name,
    extensionReason: row.extension_reason,
    extensionLetter: row.extension_letter,
    decidedAt: iso(row.decided_at),
    decidedById: row.decided_by,
    decidedByName: row.decided_by_name,
    ground: row.ground,
    answer: row.answer,
    letter: row.letter,
    withdrawnAt: iso(row.withdrawn_at),
    disagreement: row.disagreement,
    disagreedAt: iso(row.disagreed_at),
    rebuttal: row.rebuttal,
    rebuttedAt: iso(row.rebutted_at),
    rebuttedByName: row.rebutted_by_name,
    closedAt: iso(row.closed_at),
    closedByName: row.closed_by_name,
  }
}

/** As the participant sees them: no path of the record, and not which colleague decided (G2). */
export async function portalCorrections(
  db: Reading,
  rows: readonly CorrectionRow[],
  today: string,
): Promise<PortalCorrection[]> {
  const files = await filesOf(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => portalCorrection(row, files.get(row.id) ?? [], today))
}

function portalCorrection(row: CorrectionRow, files: readonly FileInfo[], today: string): PortalCorrection {
  return {
    id: row.id,
    state: row.state,
    changes: row.changes.map(portalChange),
    quote: row.about?.quote ?? null,
    description: row.description,
    files,
    persons: row.persons.map(({ name, contact, toldAt }) => ({ name, contact, toldAt })),
    receivedAt: row.received_at.toISOString(),
    dueOn: row.due_on,
    overdue: isOpen(row.state) && isOverdue(row.due_on, today),
    acknowledgedAt: iso(row.acknowledged_at),
    reviewedAt: iso(row.reviewed_at),
    extendedAt: iso(row.extended_at),
    extensionReason: row.extension_reason,
    decidedAt: iso(row.decided_at),
    ground: row.ground,
    answer: row.answer,
    withdrawnAt: iso(row.withdrawn_at),
    disagreement: row.disagreement,
    disagreedAt: iso(row.disagreed_at),
    rebuttal: row.rebuttal,
    rebuttedAt: iso(row.rebutted_at),
    closedAt: iso(row.closed_at),
    letters: [...(row.extension_letter ? ['extension' as const] : []), ...(row.letter ? ['decision' as const] : [])],
  }
}

function portalChange({ path, old, proposed, verdict }: CorrectionChange): PortalChange {
  return { field: fieldOf(path), seen: words(old), proposed: words(proposed), verdict }
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

export async function findCorrection(db: Reading, id: string): Promise<CorrectionRow | undefined> {
  return await db.selectFrom('correction').selectAll().where('id', '=', id).executeTakeFirst()
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
    .where('state', 'in', OPEN_STATES)
    .executeTakeFirstOrThrow()
  return count
}

export interface NewCorrection {
  readonly id: string
  readonly participantId: string
  readonly changes: readonly CorrectionChange[]
  readonly about: CorrectionAbout | null
  readonly description: string
  readonly persons: readonly CorrectionPerson[]
  readonly authorName: string
  readonly profile: LawProfile
  readonly language: Language
  readonly dueOn: string
  readonly now: Date
}

/** Takes the commit lock. */
export async function insertCorrection(tx: Tx, made: NewCorrection): Promise<CorrectionRow> {
  return await tx
    .insertInto('correction')
    .values({
      id: made.id,
      rev: await nextRev(tx),
      participant_id: made.participantId,
      author_name: made.authorName,
      state: 'submitted',
      changes: JSON.stringify(made.changes),
      about: made.about && JSON.stringify(made.about),
      description: made.description,
      persons: JSON.stringify(made.persons),
      profile: made.profile,
      language: made.language,
      received_at: made.now,
      due_on: made.dueOn,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

type Fixed =
  | 'id'
  | 'rev'
  | 'participant_id'
  | 'author_name'
  | 'about'
  | 'description'
  | 'profile'
  | 'received_at'
  | 'changes'
  | 'persons'
  | 'letter'
  | 'extension_letter'
type Step = Partial<Omit<CorrectionRow, Fixed>> & {
  readonly changes?: readonly CorrectionChange[]
  readonly persons?: readonly CorrectionPerson[]
  readonly letter?: LetterMark
  readonly extension_letter?: LetterMark
}

/** One step forward of a locked request. Takes the commit lock. */
export async function stepCorrection(tx: Tx, id: string, step: Step): Promise<CorrectionRow> {
  const { changes, persons, letter, extension_letter, ...plain } = step
  const documents = { changes, persons, letter, extension_letter }
  const texts = Object.entries(documents).flatMap(([name, value]) => (value ? [[name, JSON.stringify(value)]] : []))
  return await tx
    .updateTable('correction')
    .set({ ...plain, ...Object.fromEntries(texts), rev: await nextRev(tx) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}
