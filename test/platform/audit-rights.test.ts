import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test.each([
  ['UPDATE', 'update audit_log set action = action'],
  ['DELETE', 'delete from audit_log'],
  ['TRUNCATE', 'truncate audit_log'],
  ['ALTER', 'alter table audit_log disable trigger all'],
  ['DROP', 'drop table audit_log'],
  ['migration history', 'select * from schema_migration'],
  ['CREATE', 'create table mine (id int)'],
  ['SET ROLE', 'set role vestibule_owner'],
])('U4: the application role cannot %s', async (_name, statement) => {
  await expect(sql.raw(statement).execute(database.db)).rejects.toMatchObject({ code: '42501' })
})

test('U4: the application role can read and add audit rows, and use every other table', async () => {
  expect(await database.db.selectFrom('audit_log').selectAll().execute()).toEqual([])
  await database.db.insertInto('rate_counter').values({ key: 'k', window_start: new Date(), count: 1 }).execute()
  await database.db.updateTable('rate_counter').set({ count: 2 }).execute()
  await database.db.deleteFrom('rate_counter').execute()
  expect((await sql<{ rev: number }>`select nextval('sync_rev') as rev`.execute(database.db)).rows[0]?.rev).toBeTypeOf(
    'number',
  )
})
