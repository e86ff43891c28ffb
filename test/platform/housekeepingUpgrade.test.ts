import { expect, inject, test } from 'vitest'
import { withClient } from '../../server/platform/database/connectionTarget'
import { migrate, readMigrations } from '../../server/platform/database/migrations'
import { createEmptyDatabase, dropDatabase } from '../support/postgres'

const PERSON = '00000000-0000-4000-8000-000000000001'
const INVITE = '00000000-0000-4000-8000-000000000002'
const LINK = '00000000-0000-4000-8000-000000000003'
const RESET = '00000000-0000-4000-8000-000000000004'

/** What a running clinic holds at the upgrade; foreign keys are no matter here. */
const BEFORE = `
  set time zone 'UTC';
  set session_replication_role = replica;
  insert into invite (id, rev, participant_id, token_hash, short_hash, created_at, created_by, created_by_name, expires_at)
  values ('${INVITE}', 1, '${PERSON}', 'a', 'b', '2026-03-01', '${PERSON}', 'X', '2026-03-08');
  insert into one_time_secret (id, hash, purpose, participant_id, sent_by, created_at, expires_at) values
    ('${LINK}', 'c', 'email_link', '${PERSON}', 'participant', '2026-03-01', '2026-03-01 00:15'),
    ('${RESET}', 'd', 'reset', '${PERSON}', 'staff', '2026-03-01 01:00', '2026-03-02 01:00'),
    (gen_random_uuid(), 'e', 'reset', '${PERSON}', 'staff', '2026-02-01', '2026-02-02');
  insert into outbox_message (id, channel, status, next_at, created_at, dedupe_key, ref_kind, ref_id) values
    (gen_random_uuid(), 'email', 'queued', now(), '2026-03-01', '1', 'invite', '${INVITE}'),
    (gen_random_uuid(), 'email', 'sending', now(), '2026-03-01', '2', 'sign_in', '${LINK}'),
    (gen_random_uuid(), 'email', 'queued', now(), '2026-03-01 01:00', '3', 'reset', '${PERSON}'),
    (gen_random_uuid(), 'email', 'queued', now(), '2026-03-01', '4', null, null),
    (gen_random_uuid(), 'email', 'sent', now(), '2026-03-01', '5', 'invite', '${INVITE}');
  insert into attempt (key, failures, window_start) values
    ('portal-codes-hour/x', 3, '2026-03-01'), ('staff-codes-hour/x', 40, '2026-03-01'), ('portal-codes-row/x', 99, '2026-03-01');
  set session_replication_role = origin`

test('W4 M3: what waits in the queue at the upgrade learns what it opens, and hourly counts that run go on', async () => {
  const migrations = readMigrations(inject('testCluster').migrationsDir)
  const at = migrations.findIndex((one) => one.name.startsWith('008-'))
  const database = await createEmptyDatabase()
  await withClient(database, async (client) => {
    await migrate(client, migrations.slice(0, at))
    await client.query(BEFORE)
    await migrate(client, migrations.slice(0, at + 1))
    const queue = await client.query('select opens, expires_at from outbox_message order by dedupe_key')
    expect(queue.rows.map(({ opens, expires_at }) => [opens, expires_at?.getTime() ?? null])).toEqual([
      [INVITE, Date.UTC(2026, 2, 8)],
      [LINK, Date.UTC(2026, 2, 1, 0, 15)],
      [RESET, Date.UTC(2026, 2, 2, 1)],
      [null, null],
      [null, null],
    ])
    const counts = await client.query('select key, cardinality(times) as times from attempt order by key')
    expect(counts.rows).toEqual([
      { key: 'portal-codes-hour/x', times: 3 },
      { key: 'portal-codes-row/x', times: 0 },
      { key: 'staff-codes-hour/x', times: 10 },
    ])
  })
  await dropDatabase(database)
})
