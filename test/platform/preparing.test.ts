import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(async () => await database?.drop())

test('W4: a marked statement is prepared once a connection, every other one is not, and both answer for their own values', async () => {
  await database.db.connection().execute(async (db) => {
    const ask = async (value: number) =>
      (await sql<{ n: number }>`/* prepared: test_statement */ select ${value}::int as n`.execute(db)).rows[0]?.n
    expect([await ask(1), await ask(2), await ask(3)]).toEqual([1, 2, 3])
    expect((await sql<{ n: number }>`select ${4}::int as n`.execute(db)).rows).toEqual([{ n: 4 }])
    const { rows } = await sql<{ name: string }>`select name from pg_prepared_statements`.execute(db)
    expect(rows).toEqual([{ name: 'test_statement' }])
  })
})

test('W4: a prepared statement works on every connection, beside others and after a failed one', async () => {
  const ask = async (value: string) =>
    (await sql<{ n: number }>`/* prepared: test_other */ select ${value}::int as n`.execute(database.db)).rows[0]?.n
  const numbers = Array.from({ length: 40 }, (_, n) => n)
  expect(await Promise.all(numbers.map(async (n) => await ask(String(n))))).toEqual(numbers)
  await expect(ask('no number')).rejects.toThrow('invalid input syntax')
  expect(await ask('7')).toBe(7)
})
