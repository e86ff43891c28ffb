import { Kysely, PostgresDialect } from 'kysely'
import { createPasswordHasher } from '../../../server/accounts/passwordHash'
import { startPortalSession } from '../../../server/accounts/portalSessionStore'
import { programPaths } from '../../../server/app/paths'
import { createClinicService } from '../../../server/clinic/clinicService'
import { createNotices } from '../../../server/notices/noticeService'
import { readNoticeTexts } from '../../../server/notices/noticeTexts'
import { preparing } from '../../../server/platform/database/preparing'
import type { Tables } from '../../../server/platform/database/tables'
import { inTransaction, notify } from '../../../server/platform/database/transaction'
import { createEnqueue } from '../../../server/platform/mail/outbox'
import { readSecrets } from '../../../server/platform/secrets/secrets'
import { SESSION_COOKIE } from '../../../server/portal/portalCookies'
import { SYNC_CHANNEL } from '../../../server/sync/pushService'
import type { WaysInDeps } from '../../../server/waysIn/waysInParts'
import type { Installation } from './installation'

export const PASSWORD = 'quiet lanterns over seven harbours'
/** The bench calls as the proxy of many addresses, since one address may sign in 60 times in five minutes (Q2). */
export const BEHIND_PROXY = { TRUSTED_PROXIES: '127.0.0.1' } as const

/** The services behind the portal, in this process and on the installation's database, wired as server/app/compose.ts does. */
export function portalParts({ pool, secretsDir, url }: Installation): WaysInDeps {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pool) }) })
  const secrets = readSecrets(secretsDir)
  const clinic = createClinicService({ db, portalUrl: url })
  return {
    db,
    clinic,
    hasher: createPasswordHasher(),
    notices: createNotices({ clinic, enqueue: createEnqueue(secrets), texts: readNoticeTexts(programPaths().mailDir) }),
    secrets,
    announce: async (tx, rev) => await notify(tx, SYNC_CHANNEL, String(rev)),
  }
}

export interface PortalPerson {
  readonly participantId: string
  readonly email: string
}

/** Accounts with every agreement given, all with `PASSWORD`, written straight into the tables: joining is not what is measured. */
export async function addPeople({ pool }: Installation, phc: string, count: number): Promise<PortalPerson[]> {
  const { rows } = await pool.query<PortalPerson>(
    `insert into account (participant_id, rev, email, email_norm, display_name, password_hash, language, created_at, email_verified_at, details_at)
     select id, nextval('sync_rev'), 'p-' || id || '@example.org', 'p-' || id || '@example.org', 'Robin', $1, 'en', now(), now(), now()
     from participant where id not in (select participant_id from account) order by id limit $2
     returning participant_id as "participantId", email`,
    [phc, count],
  )
  await pool.query(
    `insert into consent (participant_id, document_id, version, language, text_hash, agreed_at)
     select id, document_id, version, language, hash, now() from unnest($1::uuid[]) as person (id), consent_text
     where language = 'en'`,
    [rows.map(({ participantId }) => participantId)],
  )
  if (rows.length < count) throw new Error('the demo clinic has too few people')
  return rows
}

/** A living session of this person: its token, as the cookie `SESSION_COOKIE` carries it. */
export async function addSession({ db }: WaysInDeps, { participantId }: PortalPerson): Promise<string> {
  return await inTransaction(db, async (tx) => (await startPortalSession(tx, participantId, new Date())).token)
}

export const cookieOf = (token: string): string => `${SESSION_COOKIE}=${token}`

/** Failures and rates back to nothing, so that the next wrong passwords are compared and not refused. */
export async function forgetTries({ pool }: Installation): Promise<void> {
  await pool.query('delete from attempt')
  await pool.query('delete from rate_counter')
}
