import { type Kysely, sql } from 'kysely'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import type { Tables } from '../platform/database/tables'
import { inTransaction, type Tx, takeCommitLock } from '../platform/database/transaction'
import type { DemoClinic } from './demoClinic'

export interface SeedDeps {
  readonly hashPassword: (password: string) => Promise<string>
  /** Seals a TOTP secret for the row of this staff member. */
  readonly sealTotp: (secret: Buffer, staffId: string) => Buffer
  readonly appendAudit: (tx: Tx, entries: readonly AuditEntry[], now: Date) => Promise<unknown>
  /** The server's epoch: a fresh random UUID, never one from the seed, or two demo servers would look like one to a console. */
  readonly epoch: string
  readonly now: Date
}

const CHUNK = 5000

/**
 * Loads a demo clinic into an empty database, in one transaction: all of it or nothing. Passwords are hashed before, so that the commit
 * lock is held only while rows are written.
 */
export async function seedDemo(db: Kysely<Tables>, demo: DemoClinic, deps: SeedDeps): Promise<void> {
  const hashes = await Promise.all(demo.staff.map(({ password }) => deps.hashPassword(password)))
  await inTransaction(db, async (tx) => {
    await takeCommitLock(tx)
    await insertClinic(tx, demo, deps.epoch)
    await insertStaff(tx, demo, hashes, deps)
    await tx
      .insertInto('staff_program')
      .values(demo.staffPrograms.map(({ staffId, programId }) => ({ staff_id: staffId, program_id: programId })))
      .execute()
    for (const people of chunks(demo.participants)) await insertParticipants(tx, people)
    for (const pairs of chunks(demo.scope)) await insertScope(tx, pairs)
    await deps.appendAudit(tx, auditEntries(demo), deps.now)
  })
}

function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, at) => items.slice(at * CHUNK, (at + 1) * CHUNK))
}

const nextRev = sql<number>`nextval('sync_rev')`

async function insertClinic(tx: Tx, { clinic, programs }: DemoClinic, epoch: string): Promise<void> {
  const { timeZone, mailSender, settings, ...plain } = clinic
  const row = { ...plain, epoch, time_zone: timeZone, mail_sender: mailSender, settings: JSON.stringify(settings) }
  await tx
    .insertInto('clinic')
    .values({ ...row, rev: nextRev })
    .execute()
  await tx
    .insertInto('program')
    .values(programs.map((program) => ({ ...program, rev: nextRev })))
    .execute()
}

async function insertStaff(tx: Tx, { staff }: DemoClinic, hashes: readonly string[], deps: SeedDeps): Promise<void> {
  const rows = staff.map(({ id, email, displayName, role, totpSecret }, index) => ({
    id,
    email,
    display_name: displayName,
    role,
    password_hash: hashes[index] ?? '',
    totp_secret: deps.sealTotp(totpSecret, id),
    // Nobody has to change a password that is printed at every start.
    password_changed_at: deps.now,
    rev: nextRev,
  }))
  await tx.insertInto('staff').values(rows).execute()
}

/** Arrays instead of rows: 5,000 rows of bound values would pass PostgreSQL's limit of 65,535 parameters. */
async function insertParticipants(tx: Tx, people: DemoClinic['participants']): Promise<void> {
  const ids = people.map(({ id }) => id)
  const programs = people.map(({ fields }) => fields.programId)
  const fields = people.map((person) => JSON.stringify(person.fields))
  const created = people.map(({ createdAt }) => createdAt.toISOString())
  await sql`insert into participant (id, rev, program_id, fields, created_at, updated_at, updated_by_name)
    select id, nextval('sync_rev'), program_id, fields, created_at, created_at, 'Import'
    from unnest(${ids}::uuid[], ${programs}::uuid[], ${fields}::jsonb[], ${created}::timestamptz[])
      as person (id, program_id, fields, created_at)`.execute(tx)
}

async function insertScope(tx: Tx, pairs: DemoClinic['scope']): Promise<void> {
  const staff = pairs.map(({ staffId }) => staffId)
  const participants = pairs.map(({ participantId }) => participantId)
  await sql`insert into scope (staff_id, participant_id, rev, active)
    select staff_id, participant_id, nextval('sync_rev'), true
    from unnest(${staff}::uuid[], ${participants}::uuid[]) as pair (staff_id, participant_id)`.execute(tx)
}

/** One row for the clinic, with the count of imported records, and one for each colleague; 50,000 rows "created" would tell nothing more. */
function auditEntries({ staff, participants }: DemoClinic): readonly AuditEntry[] {
  const actor = { kind: 'system', id: null, role: null, deviceId: null, address: null } as const
  return [
    {
      actor,
      action: 'clinic.created',
      target: { kind: 'clinic', id: 'clinic' },
      outcome: 'ok',
      detail: { demo: true, participants: participants.length },
    },
    ...staff.map(
      ({ id, role }): AuditEntry => ({
        actor,
        action: 'staff.created',
        target: { kind: 'staff', id },
        outcome: 'ok',
        detail: { role },
      }),
    ),
  ]
}
