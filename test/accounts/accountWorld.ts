import { randomBytes, randomUUID } from 'node:crypto'
import { sealFactorSecret } from '../../server/accountSecurity/factorStore'
import type { AccountItem } from '../../server/accounts/accountCommandParts'
import { applyAccountCommand } from '../../server/accounts/accountCommands'
import type { CommandResult } from '../../server/participants/participantCommands'
import { inTransaction } from '../../server/platform/database/transaction'
import type { Message } from '../../server/platform/mail/message'
import type { WriteCaller } from '../../server/sync/writeCaller'
import type { WaysInDeps } from '../../server/waysIn/waysInParts'
import type { Role } from '../../shared/access/roles'
import type { ClinicSettings } from '../../shared/clinic/clinicSchemas'
import type { ParticipantFields } from '../../shared/participants/participantSchemas'
import {
  addParticipant,
  type Clinic,
  type Invited,
  invite,
  joined,
  openWorld,
  staffCaller,
  type World,
} from '../invites/portalWorld'
import { testNotices } from '../support/notices'
import type { TestDatabase } from '../support/postgres'

/** A clinic's desk: what staff do to accounts, and every message that leaves. */
export interface Desk {
  readonly world: World
  readonly clinic: Clinic
  readonly deps: WaysInDeps
  readonly sent: Message[]
}

export function openDesk(database: Pick<TestDatabase, 'db'>, clinic: Clinic): Desk {
  const world = openWorld(database)
  const { notices, sent } = testNotices(world.deps.clinic)
  return { world, clinic, deps: { ...world.deps, notices }, sent }
}

/** A command without the ids that every one of them has. */
export type Wish = AccountItem extends infer Item
  ? Item extends AccountItem
    ? Omit<Item, 'writeId' | 'participantId'>
    : never
  : never

/** One command as the push runs it: in one transaction, scope checked. */
export async function act(
  { world, clinic, deps }: Desk,
  participantId: string,
  wish: Wish,
  role: Role = 'manager',
): Promise<CommandResult> {
  const item = { writeId: randomUUID(), participantId, ...wish } as AccountItem
  const caller: WriteCaller = staffCaller(world, clinic, role)
  return await inTransaction(world.db, (tx) => applyAccountCommand(deps, tx, caller, item))
}

export async function change({ world }: Desk, settings: Partial<ClinicSettings>): Promise<void> {
  const row = await world.db.selectFrom('clinic').select(['settings', 'rev']).executeTakeFirstOrThrow()
  const next = JSON.stringify({ ...(row.settings as object), ...settings })
  await world.db
    .updateTable('clinic')
    .set({ settings: next, rev: row.rev + 1_000_000 })
    .execute()
}

/** Fields of a record whose starred address is `email`; null: no address at all. */
export function withEmail(email: string | null): Partial<ParticipantFields> {
  if (email === null) return {}
  const id = randomUUID()
  return { defaultEmail: id, emails: { [id]: { value: email, label: '' } } }
}

export async function setRecord({ world }: Desk, id: string, fields: Partial<ParticipantFields>): Promise<void> {
  const row = await world.db.selectFrom('participant').select('fields').where('id', '=', id).executeTakeFirstOrThrow()
  const next = JSON.stringify({ ...row.fields, ...fields })
  await world.db.updateTable('participant').set({ fields: next }).where('id', '=', id).execute()
}

/** Somebody with an account, through the consents, signed in; their record has the starred address `<name>@record.example`. */
export async function member(desk: Desk, name: string) {
  const { participantId, browser } = await joined(desk.world, desk.clinic, `${name}@own.example`)
  await setRecord(desk, participantId, withEmail(`${name}@record.example`))
  return { id: participantId, browser, email: `${name}@own.example` }
}

/** Somebody with an open invite and no account. */
export async function invited(desk: Desk): Promise<Invited & { readonly id: string }> {
  const id = await addParticipant(desk.world, desk.clinic)
  return { id, ...(await invite(desk.world, desk.clinic, id)) }
}

export async function account({ world }: Desk, id: string) {
  return await world.db.selectFrom('account').selectAll().where('participant_id', '=', id).executeTakeFirstOrThrow()
}

/** An active authenticator and two recovery codes, as enrolment leaves them. */
export async function addFactor({ world, deps }: Desk, id: string): Promise<Buffer> {
  const [factorId, secret] = [randomUUID(), randomBytes(20)]
  const times = { created_at: world.now, verified_at: world.now }
  const sealed = sealFactorSecret(deps.secrets, id, factorId, secret)
  await world.db
    .insertInto('totp_factor')
    .values({ id: factorId, participant_id: id, name: 'Phone', secret: sealed, status: 'verified', ...times })
    .execute()
  const codes = [0, 1].map(() => ({ hash: randomBytes(32), participant_id: id, created_at: world.now }))
  await world.db.insertInto('recovery_code').values(codes).execute()
  return secret
}

/** A link that was sent and not used, and a challenge of the second step: both must die with the access. */
export async function addPending({ world }: Desk, id: string): Promise<void> {
  const times = { created_at: world.now, expires_at: new Date(world.now.getTime() + 600_000) }
  const secret = { id: randomUUID(), hash: randomBytes(32), purpose: 'email_link', participant_id: id } as const
  await world.db
    .insertInto('one_time_secret')
    .values({ ...secret, ...times })
    .execute()
  const challenge = { hash: randomBytes(32), participant_id: id, way: 'password', shared: false } as const
  await world.db
    .insertInto('portal_challenge')
    .values({ ...challenge, ...times })
    .execute()
}

/** How many ways into the account are open: sessions, challenges, unused secrets. */
export async function openWays({ world }: Desk, id: string): Promise<readonly [number, number, number]> {
  const { db } = world
  const sessions = await db.selectFrom('portal_session').select('hash').where('participant_id', '=', id).execute()
  const challenges = await db.selectFrom('portal_challenge').select('hash').where('participant_id', '=', id).execute()
  const secrets = await db
    .selectFrom('one_time_secret')
    .select('id')
    .where('participant_id', '=', id)
    .where('ended_at', 'is', null)
    .where('used_at', 'is', null)
    .execute()
  return [sessions.length, challenges.length, secrets.length]
}

export interface AuditLine {
  readonly action: string
  readonly outcome: string
  readonly target: string
  readonly detail: unknown
}

/** Audit rows after `seq`, oldest first. */
export async function auditAfter({ world }: Desk, seq: number): Promise<AuditLine[]> {
  const rows = await world.db.selectFrom('audit_log').selectAll().where('seq', '>', seq).orderBy('seq').execute()
  return rows.map(({ action, outcome, target_kind, detail }) => ({ action, outcome, target: target_kind, detail }))
}

export async function lastSeq({ world }: Desk): Promise<number> {
  const row = await world.db
    .selectFrom('audit_log')
    .select((query) => query.fn.max('seq').as('seq'))
    .executeTakeFirst()
  return Number(row?.seq ?? 0)
}
