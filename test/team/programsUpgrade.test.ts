import { expect, inject, test } from 'vitest'
import { withClient } from '../../server/platform/database/connectionTarget'
import { migrate, readMigrations } from '../../server/platform/database/migrations'
import { createEmptyDatabase, dropDatabase } from '../support/postgres'

const id = (kind: number, at: number) => `00000000-0000-4000-8000-0000000${kind}000${at}`
const program = (at: number) => id(1, at)
const staff = (at: number) => id(2, at)
const person = (at: number) => id(3, at)

const [MANAGER, DESK, CARER] = [staff(1), staff(2), staff(3)]

/**
 * Program 1 has the persons 1 to 3, of whom 3 was moved there and nobody told the manager. Program 2 has person 4, program 3 only person 5, whom the
 * desk made. The carer has all of program 2, the manager nobody of it.
 */
const BEFORE = `
  set session_replication_role = replica;
  insert into program (id, rev, name) values ('${program(1)}', 1, 'A'), ('${program(2)}', 2, 'B'), ('${program(3)}', 3, 'C');
  insert into staff (id, rev, email, display_name, role, password_hash) values
    ('${MANAGER}', 4, 'm@x', 'M', 'manager', '-'), ('${DESK}', 5, 'd@x', 'D', 'front_desk', '-'), ('${CARER}', 6, 'c@x', 'C', 'staff', '-');
  insert into participant (id, rev, program_id, fields, created_at, updated_at, updated_by_name)
    select p.id::uuid, 7, p.program::uuid, '{}', now(), now(), 'X' from (values
      ('${person(1)}', '${program(1)}'), ('${person(2)}', '${program(1)}'), ('${person(3)}', '${program(1)}'),
      ('${person(4)}', '${program(2)}'), ('${person(5)}', '${program(3)}')) p (id, program);
  insert into scope (staff_id, participant_id, rev, active) values
    ('${MANAGER}', '${person(1)}', 8, true), ('${MANAGER}', '${person(2)}', 8, true),
    ('${DESK}', '${person(1)}', 8, true), ('${DESK}', '${person(2)}', 8, false), ('${DESK}', '${person(5)}', 8, true),
    ('${CARER}', '${person(4)}', 8, true);
  insert into audit_log (seq, at, actor_kind, actor_id, action, target_kind, target_id, outcome, detail, prev_hash, hash) values
    (1, now(), 'staff', '${CARER}', 'participant.edited', 'participant', '${person(3)}', 'ok', '{"fields":["programId"]}', '', ''),
    (2, now(), 'staff', '${DESK}', 'participant.created', 'participant', '${person(5)}', 'ok', '{}', '', '');
  select setval('sync_rev', 9);
  set session_replication_role = origin`

test('D4: the upgrade makes of a program who had everybody in it, never by a record of their own, and nobody’s scope changes', async () => {
  const migrations = readMigrations(inject('testCluster').migrationsDir)
  const at = migrations.findIndex(({ name }) => name.endsWith('-staff-program.sql'))
  const database = await createEmptyDatabase()
  await withClient(database, async (client) => {
    await migrate(client, migrations.slice(0, at))
    await client.query(BEFORE)
    const scope = async () => (await client.query('select * from scope order by 1, 2')).rows
    const before = await scope()
    await migrate(client, migrations.slice(0, at + 1))
    expect(await scope()).toEqual(before)
    const members = await client.query('select staff_id, program_id from staff_program order by 1, 2')
    expect(members.rows).toEqual([
      { staff_id: MANAGER, program_id: program(1) },
      { staff_id: CARER, program_id: program(2) },
    ])
    const revs = await client.query<{ low: string; count: string }>(
      'select min(rev) as low, count(distinct rev) as count from staff',
    )
    expect(revs.rows.map(({ low, count }) => [Number(low), Number(count)])).toEqual([[10, 3]])
  })
  await dropDatabase(database)
})
