import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '../../server/platform/database/transaction'
import { createStaff, type NewStaff } from '../../server/staff/staffService'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { auditLines, from, newConsole, openWorld, outcome, START, type World } from './staffWorld'

let database: TestDatabase
let world: World

beforeAll(async () => {
  database = await createTestDatabase()
  world = openWorld(database)
})
afterAll(() => database.drop())

const create = (staff: Partial<NewStaff>) =>
  inTransaction(world.db, (tx) =>
    createStaff(tx, world.hasher, {
      email: 'kim@alder.example',
      displayName: 'Kim',
      role: 'staff',
      now: START,
      ...staff,
    }),
  )

test('a new colleague gets a passphrase of six words that signs in and leads to enrolment', async () => {
  const { id, password } = await create({ email: ' Kim.Lee@Alder.example ' })
  expect(password).toMatch(/^([a-z]+-){5}[a-z]+$/)
  const { next } = await world.auth.signIn({ email: 'kim.lee@alder.example', password }, from(newConsole(), START))
  expect(next).toBe('enrol')
  expect(await auditLines(world)).toEqual([`staff.created ok ${id}`])
  const row = await world.db.selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  expect(JSON.stringify(row)).not.toContain(password)
  expect((await create({ email: 'lou@alder.example' })).password).not.toBe(password)
})

test('an email that is used, empty names and what is no email are refused and change nothing', async () => {
  await create({ email: 'once@alder.example' })
  const before = (await auditLines(world)).length
  for (const staff of [{ email: 'ONCE@alder.example' }, { email: 'no email' }, { displayName: '  ' }]) {
    expect(await outcome(create(staff))).toBe('INVALID_INPUT')
  }
  expect(await auditLines(world)).toHaveLength(before)
})
