import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '../../server/platform/database/transaction'
import { createStaff } from '../../server/staff/staffService'
import { resetMfaByCommand, resetPasswordByCommand } from '../../server/team/teamRescue'
import { from, newConsole, openWorld, outcome, START, type World } from '../staff/staffWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

const EMAIL = 'only.admin@alder.example'
const PASSWORD = 'quiet lanterns over seven harbours'
let database: TestDatabase
let world: World

beforeAll(async () => {
  database = await createTestDatabase()
  world = openWorld(database)
  const person = { email: EMAIL, displayName: 'Only Admin', role: 'admin', now: START, password: PASSWORD } as const
  await inTransaction(world.db, (tx) => createStaff(tx, world.hasher, person))
  await world.db
    .updateTable('staff')
    .set({ totp_secret: Buffer.alloc(40) })
    .execute()
})
afterAll(() => database.drop())

const signIn = (password: string) => world.auth.signIn({ email: EMAIL, password }, from(newConsole(), START))

test('M8: the only administrator who lost a phone comes back by the command line, and the reset is in the audit log', async () => {
  expect((await signIn(PASSWORD)).next).toBe('totp')
  await inTransaction(world.db, (tx) => resetMfaByCommand(tx, ' Only.Admin@Alder.example ', START))
  expect((await signIn(PASSWORD)).next).toBe('enrol')
  const rows = await world.db
    .selectFrom('audit_log')
    .select(['actor_kind', 'detail'])
    .where('action', '=', 'team.mfa_reset')
    .execute()
  expect(rows).toEqual([{ actor_kind: 'system', detail: { reason: 'command_line' } }])
})

test('a new first password from the command line replaces the old one and has to be changed', async () => {
  const password = await resetPasswordByCommand(world.db, world.hasher, EMAIL, START)
  expect(await outcome(signIn(PASSWORD))).toBe('SIGN_IN_FAILED')
  expect((await signIn(password)).next).toBe('enrol')
  const row = await world.db.selectFrom('staff').select('password_changed_at').executeTakeFirstOrThrow()
  expect(row.password_changed_at).toBeNull()
})

test('an address nobody has is named as what is wrong', async () => {
  const unknown = inTransaction(world.db, (tx) => resetMfaByCommand(tx, 'nobody@alder.example', START))
  await expect(unknown).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})
