import { expect, inject, test } from 'vitest'
import { withClient } from '../../server/platform/database/connectionTarget'
import { migrate, readMigrations } from '../../server/platform/database/migrations'
import { createEmptyDatabase, dropDatabase } from '../support/postgres'

const id = (kind: number, at: number) => `00000000-0000-4000-8000-0000000${kind}000${at}`
const [FIRST, NAMESAKE] = [id(1, 1), id(1, 2)]
const [UNTOUCHED, REVIEWED, DECIDED, UNKNOWN] = [id(2, 1), id(2, 2), id(2, 3), id(2, 4)]

/** The first colleague reviewed two requests, the namesake decided one of them. Of the last one the log knows nothing. */
const BEFORE = `
  set session_replication_role = replica;
  insert into staff (id, rev, email, display_name, role, password_hash) values
    ('${FIRST}', 1, 'a@x', 'Sam', 'staff', '-'), ('${NAMESAKE}', 2, 'b@x', 'Sam', 'staff', '-');
  insert into correction (id, rev, participant_id, author_name, state, changes, description, profile, language, received_at, due_on,
      reviewed_at, reviewed_by_name, decided_at, decided_by_name, ground, answer)
    select c.id::uuid, 3, '${id(3, 1)}', 'Ada', c.state, '[]', 'A note', 'days_60_30', 'en', now(), '2026-05-01',
      c.reviewed, case when c.reviewed is not null then 'Sam' end, c.decided, case when c.decided is not null then 'Sam' end,
      case when c.decided is not null then 'not_in_record' end, case when c.decided is not null then 'No.' end
    from (values
      ('${UNTOUCHED}', 'submitted', null::timestamptz, null::timestamptz), ('${REVIEWED}', 'in_review', now(), null),
      ('${DECIDED}', 'denied', now(), now()), ('${UNKNOWN}', 'in_review', now(), null)) c (id, state, reviewed, decided);
  insert into audit_log (seq, at, actor_kind, actor_id, action, target_kind, target_id, outcome, detail, prev_hash, hash) values
    (1, now(), 'staff', '${FIRST}', 'correction.in_review', 'correction', '${REVIEWED}', 'ok', '{}', '', ''),
    (2, now(), 'staff', '${FIRST}', 'correction.in_review', 'correction', '${DECIDED}', 'ok', '{}', '', ''),
    (3, now(), 'staff', '${NAMESAKE}', 'correction.denied', 'correction', '${DECIDED}', 'ok', '{}', '', '');
  select setval('sync_rev', 9);
  set session_replication_role = origin`

test('S0.17: the upgrade takes from the audit log in whose hands a request is, and every console hears of it', async () => {
  const migrations = readMigrations(inject('testCluster').migrationsDir)
  const at = migrations.findIndex(({ name }) => name.endsWith('-correction-hands.sql'))
  const database = await createEmptyDatabase()
  await withClient(database, async (client) => {
    await migrate(client, migrations.slice(0, at))
    await client.query(BEFORE)
    await migrate(client, migrations.slice(0, at + 1))
    const { rows } = await client.query(
      'select id, reviewed_by, decided_by, rev > 9 as told from correction order by id',
    )
    expect(rows).toEqual([
      { id: UNTOUCHED, reviewed_by: null, decided_by: null, told: false },
      { id: REVIEWED, reviewed_by: FIRST, decided_by: null, told: true },
      { id: DECIDED, reviewed_by: FIRST, decided_by: NAMESAKE, told: true },
      { id: UNKNOWN, reviewed_by: null, decided_by: null, told: true },
    ])
  })
  await dropDatabase(database)
})
