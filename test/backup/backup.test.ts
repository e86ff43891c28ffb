import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LEFT_OUT } from '../../server/backup/backupTables'
import { verifyBackup } from '../../server/backup/verifyBackup'
import { withClient } from '../../server/platform/database/connectionTarget'
import { staffCall } from '../security/support/calls'
import { addClinic, addParticipant, type Desks } from '../security/support/people'
import { addRich, allowEveryWay, type Rich } from '../security/support/rich'
import { openSite, type Site } from '../security/support/servers'
import { inviteFor } from '../sync/support/clinic'
import { backUp, contentOf, type Folder, openFolder, PASSPHRASE } from './backupKit'

const CANARY = 'kestrelmoor'
let site: Site
let desks: Desks
let rich: Rich
let folder: Folder
let file = ''
beforeAll(async () => {
  folder = openFolder()
  site = await openSite()
  desks = await addClinic(site.database)
  await allowEveryWay(site)
  rich = await addRich(site, desks, CANARY, '0117')
  const invited = await addParticipant(site.database, desks)
  const item = { ...inviteFor(invited), verbalCode: 'heron-7-moor' }
  const pushed = await staffCall(site.port, desks.staff, 'sync.push', 'mutation', { items: [item] })
  expect(pushed.body).toContain('"applied"')
  file = folder.file('one.backup')
  await backUp(site.database, file)
}, 120_000)
afterAll(async () => {
  await site.stop()
  folder.remove()
})

/** Every stored hash or sealed text that still opens something. */
async function living() {
  return await withClient(site.database.owner, async (client) => {
    const columns = await client.query<{ table: string; column: string }>(`
      select table_name as table, column_name as column from information_schema.columns
      where table_schema = 'public' and (column_name = 'hash' or column_name like '%\\_hash' or column_name like '%\\_sealed'
        or column_name = 'pending_secret') and table_name not in ('clinic_logo', 'consent', 'consent_text', 'audit_log', 'audit_anchor')`)
    const found: { readonly column: string; readonly value: Buffer }[] = []
    for (const { table, column } of columns.rows) {
      if (PASSWORDS.has(`${table}.${column}`) || KEYED.has(`${table}.${column}`)) continue
      const { rows } = await client.query<{ value: Buffer | string | null }>(
        `select ${column} as value from ${table} ${table === 'invite' ? PENDING : ''}`,
      )
      found.push(
        ...rows.flatMap(({ value }) =>
          value === null ? [] : [{ column: `${table}.${column}`, value: Buffer.from(value) }],
        ),
      )
    }
    return found
  })
}
/** A password is not a token: without it the clinic would have nobody after a restore. */
const PENDING = 'where accepted_at is null and revoked_at is null and superseded_at is null and locked_at is null'
const PASSWORDS = new Set(['account.password_hash', 'staff.password_hash'])
/** Keyed marks of contacts in the history of sign-ins, and the logo's name. */
const KEYED = new Set(['sign_in_attempt.contact_hash', 'clinic.logo_hash'])

test('K1: the decrypted content holds no hash of a living token, code or session, in no spelling', async () => {
  const { bytes } = await contentOf(file)
  const hashes = await living()
  expect(hashes.length).toBeGreaterThan(20)
  for (const { column, value } of hashes) {
    const spellings = [value, ...(['hex', 'base64', 'base64url'] as const).map((name) => value.toString(name))]
    expect([column, spellings.some((spelling) => bytes.includes(spelling))]).toEqual([column, false])
  }
  const columns = new Set(hashes.map(({ column }) => column))
  for (const column of [
    'portal_session.hash',
    'staff_session.hash',
    'portal_challenge.hash',
    'recovery_code.hash',
    'invite.verbal_hash',
  ])
    expect([column, columns.has(column)]).toEqual([column, true])
  for (const secret of rich.hidden) expect(bytes.includes(secret)).toBe(false)
  // The search itself works: what is meant to be there is found.
  expect(bytes.includes(`${CANARY}family`)).toBe(true)
})

test('K1: nothing can be read from the file without the passphrase, in no spelling', async () => {
  const raw = readFileSync(file)
  const words = [CANARY, 'Alder', 'participant', 'audit_log', 'manifest', 'BEGIN PRIVATE KEY', 'server.key']
  for (const word of words) {
    const text = Buffer.from(word)
    const spellings = [text, Buffer.from(word, 'utf16le'), text.toString('hex'), text.toString('base64').slice(0, -4)]
    for (const spelling of spellings) expect(raw.includes(spelling)).toBe(false)
  }
  await expect(verifyBackup(file, `${PASSPHRASE}.`)).rejects.toThrow('This is not the passphrase of that backup.')
})

test('K1: every table is either in the backup or left out on purpose, and the keys that open sealed columns are there', async () => {
  const { keys } = await contentOf(file)
  expect(keys).toEqual(expect.arrayContaining(['audit.key', 'server.key']))
  expect(keys).not.toContain('postgres.password')
  const checked = await verifyBackup(file, PASSPHRASE)
  const counted = await withClient(site.database.owner, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public'",
    )
    return rows.map(({ name }) => name)
  })
  expect(Object.keys(LEFT_OUT).filter((name) => !counted.includes(name))).toEqual([])
  expect(checked.tables).toBe(counted.length - Object.keys(LEFT_OUT).length)
})

test('U1: each backup is one row of the audit log', async () => {
  const rows = await site.database.db
    .selectFrom('audit_log')
    .selectAll()
    .where('action', '=', 'server.backed_up')
    .execute()
  expect(rows).toHaveLength(1)
  const { size } = statSync(file)
  expect(rows[0]).toMatchObject({ actor_kind: 'system', outcome: 'ok', detail: { bytes: size } })
})

test('K1: a backup never replaces a file, and one that fails leaves none', async () => {
  const taken = folder.file('taken')
  writeFileSync(taken, 'mine')
  await expect(backUp(site.database, taken)).rejects.toThrow(/is there already; a backup never replaces a file/)
  expect(readFileSync(taken, 'utf8')).toBe('mine')
  await expect(backUp(site.database, folder.file('no/such/folder'))).rejects.toThrow(/cannot be written/)
  const before = readdirSync(folder.path)
  const stop = () => {
    throw new Error('the disk broke')
  }
  await expect(backUp(site.database, folder.file('broken'), stop)).rejects.toThrow('the disk broke')
  expect(readdirSync(folder.path)).toEqual(before)
})
