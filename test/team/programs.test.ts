import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClinicService } from '../../server/clinic/clinicService'
import { caseloadOf, setCaseload, type TeamDeps } from '../../server/team/teamService'
import type { PushResult } from '../../shared/sync/syncSchemas'
import { quickHasher } from '../staff/staffWorld'
import { testNotices } from '../support/notices'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Clinic, createClinic, creation, edit, staffId } from '../sync/support/clinic'

let database: TestDatabase
let clinic: Clinic
let deps: TeamDeps
let own: string
let other: string

beforeAll(async () => {
  database = await createTestDatabase()
  clinic = await createClinic(database, 20)
  ;[own, other] = clinic.programs
  const service = createClinicService({ db: clinic.db, portalUrl: 'https://portal.example.org' })
  const { notices } = testNotices(service)
  deps = { db: clinic.db, hasher: quickHasher(), announce: async () => undefined, clinic: service, notices }
})
afterAll(async () => {
  clinic.close()
  await database.drop()
})

type Who = 'manager' | 'front_desk' | 'staff' | 'staff2'
const inProgram = (programId: string, id = randomUUID()) => creation({ programs: [programId, own] }, id)
const said = ([result]: readonly PushResult[]) => [result?.outcome, result?.reason]
const sees = async (who: Who, id: string) =>
  (await clinic.pull(who)).rows.participants?.some((row) => row.id === id) ?? false
const give = async (who: Who, programIds: readonly string[], participantIds: readonly string[] = []) => {
  const caseload = { programIds: [...programIds], participantIds: [...participantIds] }
  await setCaseload(deps, clinic.caller('admin'), { staffId: staffId(who), caseload })
}

test('D1 D4: nobody makes themselves of another program by a record of their own in it, and its newcomers stay out of their sight', async () => {
  for (const who of ['manager', 'front_desk'] as const) {
    expect(said(await clinic.push(who, [inProgram(other)]))).toEqual(['refused', 'program_not_yours'])
    const mine = clinic.participants[0] ?? ''
    const moved = await clinic.push(who, [edit(mine, { programId: [own, other] })])
    expect(said(moved)).toEqual(['refused', 'program_not_yours'])
  }
  const newcomer = randomUUID()
  await clinic.push('admin', [inProgram(other, newcomer)])
  expect([await sees('manager', newcomer), await sees('front_desk', newcomer)]).toEqual([false, false])
})

test('D4: a single person of a program in somebody’s caseload, or one whom they made, brings nobody else of it', async () => {
  const foreign = clinic.participants[1] ?? ''
  const seen = clinic.participants.filter((_, at) => at % 2 === 0)
  await give('manager', [own], [foreign])
  const made = randomUUID()
  expect(said(await clinic.push('staff', [inProgram(other, made)]))).toEqual(['applied', undefined])
  const newcomer = randomUUID()
  await clinic.push('admin', [inProgram(other, newcomer)])
  expect([await sees('manager', foreign), await sees('manager', newcomer)]).toEqual([true, false])
  expect([await sees('staff', made), await sees('staff', newcomer)]).toEqual([true, false])
  await give('manager', [own], seen)
})

test('D4: who enters a program, or is moved into it, reaches its own managers and front desk, also one who had left their sight', async () => {
  const [born, moved] = [randomUUID(), clinic.participants[3] ?? '']
  await clinic.push('admin', [inProgram(own, born)])
  expect(said(await clinic.push('staff2', [edit(moved, { programId: [other, own] })]))).toEqual(['applied', undefined])
  for (const who of ['manager', 'front_desk'] as const)
    expect([await sees(who, born), await sees(who, moved)]).toEqual([true, true])
  expect([await sees('staff', moved), await sees('staff2', moved)]).toEqual([false, true])
  await give('front_desk', [])
  await clinic.push('admin', [edit(moved, { programId: [own, other] })])
  await give('front_desk', [own])
  expect(await sees('front_desk', moved)).toBe(false)
  await clinic.push('admin', [edit(moved, { programId: [other, own] })])
  expect(await sees('front_desk', moved)).toBe(true)
})

test('U1 D1: only an administrator’s caseload makes somebody of a program, also of an empty one; their consoles learn it and the log names it', async () => {
  const empty = randomUUID()
  await clinic.db.insertInto('program').values({ id: empty, rev: 1, name: 'Empty' }).execute()
  const { checkpoint } = await clinic.pull('manager')
  await give('manager', [own, empty])
  const news = await clinic.pull('manager', { checkpoint })
  const me = news.rows.staff?.find(({ id }) => id === staffId('manager'))
  expect(me?.programIds).toEqual([own, empty].sort())
  expect(await caseloadOf(deps, staffId('manager'))).toMatchObject({ programIds: [own, empty].sort() })
  const first = randomUUID()
  expect(said(await clinic.push('manager', [inProgram(empty, first)]))).toEqual(['applied', undefined])
  const [row] = await clinic.db
    .selectFrom('audit_log')
    .select(['detail', 'actor_id'])
    .where('action', '=', 'team.caseload_changed')
    .orderBy('seq', 'desc')
    .limit(1)
    .execute()
  expect(row).toMatchObject({ actor_id: staffId('admin'), detail: { programs: [own, empty].sort() } })
})
