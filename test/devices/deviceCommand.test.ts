import { afterAll, beforeAll, expect, test } from 'vitest'
import { deviceCommand } from '../../server/cli/deviceCommand'
import { devicePhrase } from '../../shared/devices/devicePhrase'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

const DEVICE_ID = 'abcdefghijklmnopqrstuv'
const STAFF_ID = '00000000-0000-4000-8000-000000000001'
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  const staff = {
    id: STAFF_ID,
    rev: 1,
    email: 'a@example.org',
    display_name: 'A',
    role: 'admin',
    password_hash: 'x',
  } as const
  await database.db.insertInto('staff').values(staff).execute()
  const device = {
    id: DEVICE_ID,
    public_key: Buffer.alloc(32),
    name: 'Lost laptop',
    app_version: '1',
    state: 'requested',
  } as const
  await database.db
    .insertInto('device')
    .values({ ...device, requested_by: STAFF_ID, requested_at: new Date() })
    .execute()
})
afterAll(async () => await database.drop())

const run = async (...args: string[]) => {
  const lines: string[] = []
  const open = { ...database, app: database.owner, migrated: [], stop: async () => undefined }
  await deviceCommand(open as never, args, (line) => lines.push(line))
  return lines.join('\n')
}

test('D3: the command line approves a console by its words when no approved one is left, and leaves an audit row', async () => {
  expect(await run('list')).toContain(devicePhrase(DEVICE_ID))
  expect(await run('approve', ...devicePhrase(DEVICE_ID).split(' '))).toContain('is approved')
  const { state } = await database.db.selectFrom('device').select('state').executeTakeFirstOrThrow()
  expect(state).toBe('active')
  const row = await database.db.selectFrom('audit_log').select(['action', 'actor_kind']).executeTakeFirstOrThrow()
  expect(row).toEqual({ action: 'device.approved', actor_kind: 'system' })
})

test('words that no console shows change nothing', async () => {
  await expect(run('revoke', 'no', 'such', 'words')).rejects.toThrow('No single console')
})
