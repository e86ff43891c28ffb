import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { loadAccountDocs } from '../../../server/accounts/accountStore'
import { commandTable } from '../../../server/app/commands'
import { createHeadKeeper } from '../../../server/audit/auditHead'
import { createClinicService } from '../../../server/clinic/clinicService'
import type { Connected } from '../../../server/platform/database/connect'
import type { Tables } from '../../../server/platform/database/tables'
import { inTransaction, nextRev } from '../../../server/platform/database/transaction'
import { type PullDeps, pull } from '../../../server/sync/pullService'
import { type PushDeps, push } from '../../../server/sync/pushService'
import { replicatedLoaders } from '../../../server/sync/replicatedDocs'
import type { WriteCaller } from '../../../server/sync/writeCaller'
import type { Role } from '../../../shared/access/roles'
import { emptyParticipant } from '../../../shared/participants/participantRules'
import type { ParticipantFields } from '../../../shared/participants/participantSchemas'
import type { Checkpoint, OutboxItem, PullAnswer, PushAnswer, PushResult } from '../../../shared/sync/syncSchemas'
import { quickHasher } from '../../staff/staffWorld'
import { testNotices } from '../../support/notices'

export const NOW = new Date('2026-03-02T09:00:00.000Z')
export const ROLES = ['admin', 'manager', 'staff', 'front_desk', 'auditor'] as const
export type Envelope = { readonly writeId: string; readonly kind: string }

/** A clinic with two programs, one person of each role and a second `staff`, and participants in turn in both programs. */
export interface Clinic {
  readonly db: Kysely<Tables>
  readonly programs: readonly [string, string]
  readonly participants: readonly string[]
  readonly pullDeps: PullDeps
  readonly pushDeps: PushDeps
  /** Defects that push reported; a test that expects none asserts it is empty. */
  readonly failures: string[]
  caller(role: Role | 'staff2'): WriteCaller
  pull(role: Role | 'staff2', input?: Partial<PullInput>): Promise<PullAnswer>
  push(role: Role | 'staff2', items: readonly Envelope[]): Promise<readonly PushResult[]>
  close(): void
}
export interface PullInput {
  readonly checkpoint: Checkpoint | null
  readonly limit: number
  readonly witnessCount: number
}

const ids = new Map<string, string>(
  [...ROLES, 'staff2'].map((role, at) => [role, `10000000-0000-4000-8000-00000000000${at}`]),
)
export const staffId = (role: Role | 'staff2') => ids.get(role) ?? ''

/**
 * Scope: manager and front desk have the first program, `staff` every other participant, `staff2` the rest. Services work on
 * `connected`, so a second fixture over `openAgain()` is a second server process as far as the database can tell.
 */
export async function createClinic(connected: Connected, count = 20): Promise<Clinic> {
  const programs = [randomUUID(), randomUUID()] as const
  const participants = Array.from({ length: count }, () => randomUUID())
  await inTransaction(connected.db, async (tx) => {
    const rev = await nextRev(tx)
    const text = { name: 'Alder Clinic', phone: '', email: '', address: '', time_zone: 'UTC', mail_sender: '' }
    await tx
      .insertInto('clinic')
      .values({ rev, epoch: randomUUID(), ...text, settings: '{}' })
      .execute()
    for (const [at, id] of programs.entries())
      await tx
        .insertInto('program')
        .values({ id, rev: await nextRev(tx), name: `Program ${at + 1}` })
        .execute()
    for (const role of [...ROLES, 'staff2'] as const) {
      const person = {
        email: `${role}@alder.example`,
        display_name: `Ms ${role}`,
        password_hash: '-',
        password_changed_at: NOW,
      }
      const row = { id: staffId(role), rev: await nextRev(tx), role: role === 'staff2' ? 'staff' : role, ...person }
      await tx
        .insertInto('staff')
        .values(row as never)
        .execute()
    }
    for (const role of ['manager', 'front_desk'] as const)
      await tx
        .insertInto('staff_program')
        .values({ staff_id: staffId(role), program_id: programs[0] })
        .execute()
    await sql`insert into participant (id, rev, program_id, fields, created_at, updated_at, updated_by_name)
      select id, nextval('sync_rev'), (f->>'programId')::uuid, f, ${NOW}, ${NOW}, 'Import'
      from unnest(${participants}::uuid[], ${participants.map((id, at) => JSON.stringify(fieldsOf(id, programs[at % 2] ?? '')))}::jsonb[]) as p(id, f)`.execute(
      tx,
    )
    await sql`insert into scope (staff_id, participant_id, rev, active)
      select s.id, p.id, nextval('sync_rev'), true
      from unnest(${participants}::uuid[]) with ordinality as p(id, at)
      join staff s on (s.role in ('manager', 'front_desk') and p.at % 2 = 1)
        or (s.id = ${staffId('staff')} and p.at % 2 = 1) or (s.id = ${staffId('staff2')} and p.at % 2 = 0)`.execute(tx)
  })
  return serveClinic(connected, programs, participants)
}

/** The sync services over a database that holds a clinic already. */
export function serveClinic(
  { db, secrets }: Connected,
  programs: Clinic['programs'],
  participants: readonly string[],
): Clinic {
  const dir = mkdtempSync(join(tmpdir(), 'vestibule-sync-'))
  const clinic = createClinicService({ db, portalUrl: 'https://portal.example.org' })
  const failures: string[] = []
  const log = { warn: () => undefined, error: () => undefined }
  const audit = createHeadKeeper({ db, file: join(dir, 'head.json'), secrets, now: () => NOW, log })
  const accountDocs = async (keys: readonly string[]) => await loadAccountDocs(db, keys)
  const pullDeps = { db, audit, loaders: replicatedLoaders({ db, clinicDoc: () => clinic.doc(), accountDocs }) }
  const pushDeps: PushDeps = {
    db,
    newId: randomUUID,
    prepare: commandTable({
      db,
      clinic,
      hasher: quickHasher(),
      secrets,
      notices: testNotices(clinic).notices,
      announce: async () => undefined,
    }),
    failed: (error, kind) => failures.push(`${kind}: ${String(error)}`),
  }
  const caller = (role: Role | 'staff2'): WriteCaller => {
    const person = { staffId: staffId(role), displayName: `Ms ${role}`, role: role === 'staff2' ? 'staff' : role }
    return { ...person, deviceId: 'device-of-test', address: '127.0.0.1', now: new Date() } as WriteCaller
  }
  return {
    db,
    programs,
    participants,
    pullDeps,
    pushDeps,
    failures,
    caller,
    pull: async (role, input = {}) =>
      wire(
        await pull(pullDeps, caller(role), { checkpoint: null, limit: 5000, witnessCount: 0, ...input }, new Date()),
      ),
    push: async (role, items) => wire<PushAnswer>(await push(pushDeps, caller(role), wire(items))).results,
    close: () => rmSync(dir, { recursive: true, force: true }),
  }
}

/** As it arrives at the other end of a wire. */
export function wire<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

export function fieldsOf(id: string, programId: string, change: Partial<ParticipantFields> = {}): ParticipantFields {
  const name = { givenName: `Given ${id.slice(0, 4)}`, familyName: `Family ${id.slice(4, 8)}` }
  return { ...emptyParticipant(programId), ...name, fileNumber: `F-${id.slice(0, 8)}`, ...change }
}

type Values = Readonly<Record<string, readonly [base: unknown, value: unknown]>>

export function edit(participantId: string, values: Values, writeId: string = randomUUID()): OutboxItem {
  const changes = Object.entries(values).map(([path, [base, value]]) => ({ path, base, value }))
  return { kind: 'edit', writeId, participantId, changes } as OutboxItem
}

export function creation(clinic: Pick<Clinic, 'programs'>, participantId: string = randomUUID()): OutboxItem {
  const fields = fieldsOf(participantId, clinic.programs[0])
  return { kind: 'participant.create', writeId: randomUUID(), participantId, fields }
}

export function inviteFor(participantId: string, inviteId: string = randomUUID()): OutboxItem {
  const hash = () => randomBytes(32).toString('base64url')
  const hashes = { tokenHash: hash(), shortHash: hash() }
  return { kind: 'invite.create', writeId: randomUUID(), participantId, inviteId, ...hashes, verbalCode: null }
}

export function revocation(inviteId: string): OutboxItem {
  return { kind: 'invite.revoke', writeId: randomUUID(), inviteId }
}

/** Takes somebody out of a caseload, or puts them back. */
export async function setScope(
  { db }: Pick<Clinic, 'db'>,
  role: Role | 'staff2',
  participantId: string,
  active: boolean,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const rev = await nextRev(tx)
    await sql`insert into scope (staff_id, participant_id, rev, active)
      values (${staffId(role)}, ${participantId}, ${rev}, ${active})
      on conflict (staff_id, participant_id) do update set rev = excluded.rev, active = excluded.active`.execute(tx)
  })
}

export async function auditRows({ db }: Pick<Clinic, 'db'>, action?: string): Promise<number> {
  const all = db.selectFrom('audit_log').select('seq')
  return (await (action === undefined ? all : all.where('action', '=', action)).execute()).length
}

/** Pulls page by page until nothing remains; fails rather than going on for ever. */
export async function pullAll(clinic: Clinic, role: Role | 'staff2', input: Partial<PullInput> = {}) {
  const seen = new Map<string, { readonly id: string; readonly rev: number }>()
  let checkpoint = input.checkpoint ?? null
  for (let page = 1; ; page++) {
    if (page > 5_000) throw new Error('a pull did not come to an end')
    const answer = await clinic.pull(role, { ...input, checkpoint })
    for (const [name, rows] of Object.entries(answer.rows)) for (const row of rows) seen.set(`${name} ${row.id}`, row)
    for (const { collection, id } of answer.gone) seen.delete(`${collection} ${id}`)
    checkpoint = answer.checkpoint
    if (answer.remaining === 0) return { seen, checkpoint, pages: page }
  }
}
