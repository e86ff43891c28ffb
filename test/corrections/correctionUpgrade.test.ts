import { expect, inject, test } from 'vitest'
import { withClient } from '../../server/platform/database/connectionTarget'
import { migrate, readMigrations } from '../../server/platform/database/migrations'
import type { CorrectionDoc } from '../../shared/corrections/correctionSchemas'
import { correctionOfToday } from '../../shared/corrections/earlierDocs'
import { createEmptyDatabase, dropDatabase } from '../support/postgres'

test('G3: requests of the version with one change are kept whole: values, verdicts, dates and the language of the account', async () => {
  const migrations = readMigrations(inject('testCluster').migrationsDir)
  const upTo = (name: string) => migrations.slice(0, migrations.findIndex((one) => one.name.startsWith(name)) + 1)
  const database = await createEmptyDatabase()
  await withClient(database, async (client) => {
    await migrate(client, upTo('007-'))
    await client.query(`
      with place as (insert into program (id, rev, name) values (gen_random_uuid(), nextval('sync_rev'), 'Day') returning id),
        clerk as (insert into staff (id, rev, email, display_name, role, password_hash)
          values (gen_random_uuid(), nextval('sync_rev'), 'a@b', 'Sam', 'staff', '-') returning id),
        person as (insert into participant (id, rev, program_id, fields, created_at, updated_at, updated_by, updated_by_name)
          select gen_random_uuid(), nextval('sync_rev'), place.id, '{}', now(), now(), clerk.id, 'Sam' from place, clerk returning id)
      insert into correction (id, rev, participant_id, author_name, state, path, old_value, proposed_value, description, received_at, due_on,
        decided_at, ground, answer)
      select gen_random_uuid(), nextval('sync_rev'), person.id, 'Ada', state, path, old_value::jsonb, proposed::jsonb, said, now(), '2026-05-01',
        decided, ground, answer
      from person, (values
        ('submitted', 'familyName', '"Marsh"', '"Marshall"', '', null::timestamptz, null, null),
        ('accepted', 'phone:1', 'null', '{"value":"1","label":""}', '', now(), null, null),
        ('denied', 'birthDate', '"1984-03-09"', 'null', '', now(), 'not_in_record', 'No.'),
        ('disagreement', null, null, null, 'A note', now(), 'not_in_record', 'No.')
      ) as old (state, path, old_value, proposed, said, decided, ground, answer)`)
    const before = await client.query<{ rev: string }>('select max(rev) as rev from correction')
    await migrate(client, upTo('009-'))
    const { rows } = await client.query(
      'select state, changes, profile, language, due_on, rev from correction order by state',
    )
    expect(rows).toMatchObject([
      { state: 'accepted', changes: [{ path: 'phone:1', old: null, proposed: { value: '1' }, verdict: 'accepted' }] },
      { state: 'denied', changes: [{ path: 'birthDate', old: '1984-03-09', proposed: null, verdict: 'denied' }] },
      { state: 'disagreement', changes: [] },
      { state: 'submitted', changes: [{ path: 'familyName', old: 'Marsh', proposed: 'Marshall', verdict: null }] },
    ])
    for (const row of rows) {
      expect(row).toMatchObject({ profile: 'days_60_30', language: 'en', due_on: '2026-05-01' })
      expect(Number(row.rev)).toBeGreaterThan(Number(before.rows[0]?.rev))
    }
  })
  await dropDatabase(database)
})

test('S0.17: a console that was updated away from the network reads the requests of its earlier replica', () => {
  const earlier = {
    ...{ id: 'c', rev: 3, participantId: 'p', authorName: 'Ada', description: '', state: 'accepted' as const },
    ...{ receivedAt: '2026-03-02T15:00:00.000Z', dueOn: '2026-05-01', decidedByName: 'Sam' },
    change: { path: 'pronouns', old: '', proposed: 'they/them' },
  }
  const today: CorrectionDoc = correctionOfToday(earlier)
  expect(today).toMatchObject({
    changes: [{ path: 'pronouns', old: '', proposed: 'they/them', verdict: 'accepted' }],
    decidedByName: 'Sam',
    persons: [],
    profile: 'days_60_30',
  })
  expect('change' in today).toBe(false)
  expect(correctionOfToday(today)).toBe(today)
  expect(correctionOfToday({ ...earlier, change: null }).changes).toEqual([])
})
