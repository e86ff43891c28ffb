import { expect, inject, test } from 'vitest'
import { withClient } from '../../server/platform/database/connectionTarget'
import { migrate, readMigrations } from '../../server/platform/database/migrations'
import { createEmptyDatabase, dropDatabase } from '../support/postgres'

test('what the version without marks was sending when it ended counts as handed over; what waited does not', async () => {
  const migrations = readMigrations(inject('testCluster').migrationsDir)
  const upTo = (name: string) => migrations.slice(0, migrations.findIndex((one) => one.name.startsWith(name)) + 1)
  const database = await createEmptyDatabase()
  await withClient(database, async (client) => {
    await migrate(client, upTo('001-'))
    await client.query(`
      insert into outbox_message (id, channel, status, next_at, created_at, dedupe_key)
      select gen_random_uuid(), 'email', status, now(), now(), status
      from unnest(array['queued', 'sending', 'sent', 'failed']) as status`)
    await migrate(client, upTo('002-'))
    const marked = await client.query('select status from outbox_message where handed_at is not null')
    expect(marked.rows).toEqual([{ status: 'sending' }])
  })
  await dropDatabase(database)
})
