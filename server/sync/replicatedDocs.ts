import { type Kysely, sql } from 'kysely'
import type { AccountDoc } from '../../shared/accounts/accountSchemas'
import type { ClinicDoc } from '../../shared/clinic/clinicSchemas'
import type { ReplicatedDocs, ReplicatedName } from '../../shared/sync/syncSchemas'
import { inviteDoc } from '../invites/inviteStore'
import { participantDoc } from '../participants/participantStore'
import type { Tables } from '../platform/database/tables'
import { conflictDoc } from './conflictStore'

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
  const any = (keys: readonly string[]) => sql<string>`any(${keys}::uuid[])`
  return {
    clinic: async () => [await clinicDoc()],
    programs: async () => await db.selectFrom('program').selectAll().execute(),
    staff: async () =>
      await db.selectFrom('staff').select(['id', 'rev', 'display_name as displayName', 'role']).execute(),
    participants: async (keys) =>
      (
        await db
          .selectFrom('participant')
          .select(['id', 'rev', 'fields', 'updated_at', 'updated_by_name'])
          .where('id', '=', any(keys))
          .execute()
      ).map(participantDoc),
    invites: async (keys) =>
      (await db.selectFrom('invite').selectAll().where('id', '=', any(keys)).execute()).map(inviteDoc),
    accounts: accountDocs,
    conflicts: async (keys) =>
      (await db.selectFrom('conflict').selectAll().where('id', '=', any(keys)).execute()).map(conflictDoc),
  }
}
