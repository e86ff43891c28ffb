import { sql } from 'kysely'
import { createTestDatabase } from '../../support/postgres'
import { type Clinic, createClinic, serveClinic } from './clinic'

export type PushSite = Awaited<ReturnType<typeof openPushSite>>

/** A clinic of 140 and a second server process (`other`) on the same database, with what tests of push look at. */
export async function openPushSite() {
  const database = await createTestDatabase()
  const clinic = await createClinic(database, 140)
  const second = await database.openAgain()
  const other: Clinic = serveClinic(second, clinic.programs, clinic.participants)
  let next = 0
  return {
    clinic,
    other,
    /** A participant that no other test of the file touches, in the first program and in the caseload of `staff`. */
    somebody(): string {
      next += 2
      return clinic.participants[next - 2] ?? ''
    },
    async record(id: string) {
      const query = clinic.db.selectFrom('participant').selectAll().where('id', '=', id)
      return await query.executeTakeFirstOrThrow()
    },
    async conflictsOf(id: string) {
      const query = clinic.db.selectFrom('conflict').selectAll().where('participant_id', '=', id)
      return await query.orderBy('rev').execute()
    },
    /** Everything that a write could change, to be the same before and after one that must do nothing. */
    async fingerprint(): Promise<string> {
      const { rows } = await sql<{ print: string }>`select concat_ws(' ',
        (select md5(coalesce(string_agg(p::text, '' order by id), '')) from participant p),
        (select md5(coalesce(string_agg(i::text, '' order by id), '')) from invite i),
        (select count(*) from conflict), (select count(*) from scope)) as print`.execute(clinic.db)
      return rows[0]?.print ?? ''
    },
    async close() {
      clinic.close()
      other.close()
      await second.close()
      await database.drop()
    },
  }
}

export const outcomes = (results: readonly { readonly outcome: string; readonly reason?: string }[]) =>
  results.map(({ outcome, reason }) => (reason ? `${outcome} ${reason}` : outcome))
