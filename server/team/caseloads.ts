import { sql } from 'kysely'
import type { Role } from '../../shared/access/roles'
import { CodedError } from '../../shared/errors/errorCodes'
import { hasCaseload } from '../../shared/team/teamRules'
import type { Caseload } from '../../shared/team/teamSchemas'
import { type Reading, type Tx, takeCommitLock } from '../platform/database/transaction'

export interface CaseloadChange {
  readonly added: number
  readonly removed: number
  /** The programs are others than before. */
  readonly programsChanged: boolean
  /** The highest revision; null when nothing changed. */
  readonly rev: number | null
}

/**
 * Checks a caseload and locks its participants, which the rows of `scope` will point at: nothing may wait for a row after the commit lock.
 * `INVALID_INPUT` for a program or participant that does not exist, and for a role without a caseload.
 */
export async function lockCaseload(tx: Tx, role: Role, { programIds, participantIds }: Caseload): Promise<void> {
  const [programs, participants] = [new Set(programIds), new Set(participantIds)]
  if (!hasCaseload(role) && programs.size + participants.size > 0)
    throw invalid('caseload', 'is not for this role: it sees the whole clinic, or nobody')
  const found = await tx
    .selectFrom('program')
    .select('id')
    .where('id', '=', anyOf([...programs]))
    .execute()
  if (found.length < programs.size) throw invalid('caseload.programIds', 'names a program that does not exist')
  const rows = await tx
    .selectFrom('participant')
    .select('id')
    .where((where) =>
      where.or([where('id', '=', anyOf([...participants])), where('program_id', '=', anyOf([...programs]))]),
    )
    .orderBy('id')
    .forKeyShare()
    .execute()
  const known = new Set(rows.map(({ id }) => id))
  if ([...participants].some((id) => !known.has(id)))
    throw invalid('caseload.participantIds', 'names a participant who does not exist')
}

/**
 * Makes this the colleague's caseload: everybody who is in the programs now, and the named ones. Each row that changes gets a revision of its own, so
 * that consoles fetch whom they now see and drop whom they no longer do (D4). Decided under the commit lock, which every writer of `scope` holds: nobody
 * who is entered into a program at this moment is missed. Whoever enters one of `programIds` later is given to them with that write, and nothing else
 * makes them of a program.
 */
export async function writeCaseload(
  tx: Tx,
  staffId: string,
  { programIds, participantIds }: Caseload,
): Promise<CaseloadChange> {
  await takeCommitLock(tx)
  const wanted = sql`select id from participant where id = ${anyOf(participantIds)} or program_id = ${anyOf(programIds)}`
  const added = await sql<{ rev: number }>`
    insert into scope as s (staff_id, participant_id, rev, active)
    select ${staffId}::uuid, w.id, nextval('sync_rev'), true from (${wanted}) w
    where not exists (select 1 from scope o where o.staff_id = ${staffId} and o.participant_id = w.id and o.active)
    on conflict (staff_id, participant_id) do update set rev = excluded.rev, active = true
    returning s.rev`.execute(tx)
  const removed = await sql<{ rev: number }>`
    update scope set rev = nextval('sync_rev'), active = false
    where staff_id = ${staffId} and active and participant_id not in (${wanted})
    returning rev`.execute(tx)
  const programs = await writePrograms(tx, staffId, programIds)
  const revs = [...added.rows, ...removed.rows, ...programs].map(({ rev }) => rev)
  const rev = revs.reduce<number | null>((highest, each) => Math.max(highest ?? 0, each), null)
  return { added: added.rows.length, removed: removed.rows.length, programsChanged: programs.length > 0, rev }
}

/** The colleague's own consoles offer their programs in forms, so a change moves their row. */
async function writePrograms(tx: Tx, staffId: string, programIds: readonly string[]): Promise<{ rev: number }[]> {
  const dropped = await sql`
    delete from staff_program where staff_id = ${staffId} and not program_id = ${anyOf(programIds)}`.execute(tx)
  const given = await sql`
    insert into staff_program (staff_id, program_id) select ${staffId}::uuid, id from program where id = ${anyOf(programIds)}
    on conflict do nothing`.execute(tx)
  if ((dropped.numAffectedRows ?? 0n) + (given.numAffectedRows ?? 0n) === 0n) return []
  const { rows } = await sql<{ rev: number }>`
    update staff set rev = nextval('sync_rev') where id = ${staffId} returning rev`.execute(tx)
  return rows
}

/** The programs that an administrator gave a colleague. */
export async function programsOf(db: Reading, staffId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('staff_program')
    .select('program_id')
    .where('staff_id', '=', staffId)
    .orderBy('program_id')
    .execute()
  return rows.map((row) => row.program_id)
}

/** Whom a colleague's caseload names now; it stays stored while a role without one is theirs. */
export async function activeCaseload(db: Reading, staffId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('scope')
    .select('participant_id')
    .where('staff_id', '=', staffId)
    .where('active', '=', true)
    .orderBy('participant_id')
    .execute()
  return rows.map((row) => row.participant_id)
}

function anyOf(ids: readonly string[]) {
  return sql<string>`any(${ids}::uuid[])`
}

function invalid(path: string, message: string): CodedError {
  return new CodedError('INVALID_INPUT', { fields: [{ path, message }] })
}
