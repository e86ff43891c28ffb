import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startListener } from '../../server/platform/database/listen'
import type { Tables } from '../../server/platform/database/tables'
import { inTransaction, nextRev, nextRevs, notify, type Tx } from '../../server/platform/database/transaction'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

/** 20 writers with uneven transactions, while a puller asks again and again for what is above its checkpoint. */
async function skippedRevs(db: Kysely<Tables>, draw: (tx: Tx) => Promise<number>): Promise<number[]> {
  await db.deleteFrom('program').execute()
  let writing = true
  const seen = new Set<number>()
  const pull = async () => {
    let checkpoint = 0
    const step = async () => {
      const rows = await db.selectFrom('program').select('rev').where('rev', '>', checkpoint).orderBy('rev').execute()
      for (const { rev } of rows) seen.add(rev)
      checkpoint = rows.at(-1)?.rev ?? checkpoint
    }
    while (writing) await step()
    await step()
  }
  const write = (writer: number) => async () => {
    for (let round = 0; round < 10; round++) {
      await inTransaction(db, async (tx) => {
        const rev = await draw(tx)
        await pause((writer * 7 + round * 3) % 5)
        await sql`insert into program (id, rev, name) values (gen_random_uuid(), ${rev}, 'x')`.execute(tx)
      })
    }
  }
  const pulling = pull()
  await Promise.all(Array.from({ length: 19 }, (_, writer) => write(writer)()))
  writing = false
  await pulling
  const all = await db.selectFrom('program').select('rev').execute()
  return all.map(({ rev }) => rev).filter((rev) => !seen.has(rev))
}

test('Y3: under parallel writers a puller that goes by its checkpoint sees every rev', async () => {
  expect(await skippedRevs(database.db, nextRev)).toEqual([])
})

test('Y3: the same puller does skip rows when revs are drawn without the commit lock, so the test can tell', async () => {
  const naive = async (tx: Tx) =>
    (await sql<{ rev: number }>`select nextval('sync_rev') as rev`.execute(tx)).rows[0]?.rev ?? 0
  expect((await skippedRevs(database.db, naive)).length).toBeGreaterThan(0)
})

test('Y3: many revs at once rise and are all different', async () => {
  const revs = await inTransaction(database.db, (tx) => nextRevs(tx, 100))
  expect(new Set(revs).size).toBe(100)
  expect([...revs].sort((a, b) => a - b)).toEqual(revs)
  expect(await inTransaction(database.db, (tx) => nextRevs(tx, 0))).toEqual([])
})

test('a deadlock is repeated and both transactions end', async () => {
  await database.db
    .insertInto('rate_counter')
    .values(['a', 'b'].map((key) => ({ key, window_start: new Date(), count: 0 })))
    .execute()
  const both = (order: readonly string[]) =>
    inTransaction(database.db, async (tx) => {
      for (const key of order) {
        await tx
          .updateTable('rate_counter')
          .set(({ eb }) => ({ count: eb('count', '+', 1) }))
          .where('key', '=', key)
          .execute()
        await pause(30)
      }
    })
  await Promise.all([both(['a', 'b']), both(['b', 'a'])])
  const rows = await database.db.selectFrom('rate_counter').select('count').where('key', 'in', ['a', 'b']).execute()
  expect(rows).toEqual([{ count: 2 }, { count: 2 }])
})

test('a signal arrives after commit, never after rollback, and a cut connection ends in a resync', async () => {
  const listener = await startListener(database.app)
  const got: string[] = []
  let resyncs = 0
  listener.subscribe('test', (payload) => got.push(payload))
  listener.onResync(() => resyncs++)
  await listener.ready()
  await inTransaction(database.db, async (tx) => {
    await notify(tx, 'test', 'rolled back')
    throw new Error('no')
  }).catch(() => undefined)
  await inTransaction(database.db, (tx) => notify(tx, 'test', 'first'))
  await expect.poll(() => got).toEqual(['first'])
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vestibule-listen' and datname = current_database()`.execute(
    database.db,
  )
  await expect.poll(() => resyncs, { timeout: 30_000 }).toBe(1)
  await inTransaction(database.db, (tx) => notify(tx, 'test', 'second'))
  await expect.poll(() => got).toEqual(['first', 'second'])
  await listener.stop()
})
