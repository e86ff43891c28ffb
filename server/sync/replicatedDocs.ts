import { type Kysely, sql } from 'kysely'
import type { AccountDoc } from '../../shared/accounts/accountSchemas'
import type { ClinicDoc } from '../../shared/clinic/clinicSchemas'
import type { Participant } from '../../shared/participants/participantSchemas'
import type { ReplicatedDocs, ReplicatedName } from '../../shared/sync/syncSchemas'
import { conflictDoc } from '../conflicts/conflictStore'
import { correctionDocs } from '../corrections/correctionStore'
import { inviteDoc } from '../invites/inviteStore'
import { messageDoc } from '../messages/messageStore'
import type { Tables } from '../platform/database/tables'

/** How each collection's documents are loaded by key. The small ones (clinic, programs, staff) are always loaded whole. */
export type ReplicatedLoaders = {
  readonly [Name in ReplicatedName]: (keys: readonly string[]) => Promise<ReplicatedDocs[Name][]>
}

export interface LoaderDeps {
  readonly db: Kysely<Tables>
  readonly clinicDoc: () => Promise<ClinicDoc>
  readonly accountDocs: (ids: readonly string[]) => Promise<AccountDoc[]>
}

export function replicatedLoaders({ db, clinicDoc, accountDocs }: LoaderDeps): ReplicatedLoaders {
  const any = (keys: readonly string[]) => sql<string>`any(${uuidArray(keys)}::uuid[])`
  return {
    clinic: async () => [await clinicDoc()],
    programs: async () => await db.selectFrom('program').selectAll().execute(),
    staff: async () =>
      await db
        .selectFrom('staff')
        .select(['id', 'rev', 'display_name as displayName', 'role'])
        .select(
          sql<string[]>`array(select program_id::text from staff_program where staff_id = staff.id order by 1)`.as(
            'programIds',
          ),
        )
        .execute(),
    participants: async (keys) => await participantDocs(db, keys),
    invites: async (keys) =>
      (await db.selectFrom('invite').selectAll().where('id', '=', any(keys)).execute()).map(inviteDoc),
    accounts: accountDocs,
    messages: async (keys) =>
      (await db.selectFrom('message').selectAll().where('id', '=', any(keys)).execute()).map(messageDoc),
    corrections: async (keys) =>
      await correctionDocs(db, await db.selectFrom('correction').selectAll().where('id', '=', any(keys)).execute()),
    conflicts: async (keys) =>
      (await db.selectFrom('conflict').selectAll().where('id', '=', any(keys)).execute()).map(conflictDoc),
  }
}

interface ParticipantText {
  readonly id: string
  readonly rev: number
  readonly fields: string
  readonly at: string
  readonly by: string
}

/**
 * The same documents as `participantDoc` makes, but all fields come as text and are parsed in one go: on a first sync a parser call, a date
 * and a copy for each of thousands of rows cost twice as much.
 */
async function participantDocs(db: Kysely<Tables>, keys: readonly string[]): Promise<Participant[]> {
  const { rows } = await sql<ParticipantText>`
    select id, rev, fields::text as fields, updated_by_name as by,
      to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from participant where id = any(${uuidArray(keys)}::uuid[])`.execute(db)
  const texts = rows.map(
    ({ id, rev, fields, at, by }) =>
      `{"id":"${id}","rev":${rev},"updatedAt":"${at}","updatedBy":${JSON.stringify(by)},${fields.slice(1)}`,
  )
  return JSON.parse(`[${texts.join(',')}]`) as Participant[]
}

/** PostgreSQL's own spelling of an array of ids that come from its tables: the driver would look at every character for quotes. */
function uuidArray(keys: readonly string[]): string {
  return `{${keys.join(',')}}`
}
