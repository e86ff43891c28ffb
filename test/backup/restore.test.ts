import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../server/app/startServer'
import { runAuditVerify } from '../../server/cli/auditCommand'
import type { Connected } from '../../server/platform/database/connect'
import { withClient } from '../../server/platform/database/connectionTarget'
import { totpCode, totpStep } from '../../server/platform/secrets/totp'
import {
  codeOf,
  cookieFrom,
  openLink,
  portalCall,
  pushInvite,
  SESSION_COOKIE,
  staffCall,
} from '../security/support/calls'
import { addClinic, addParticipant, type Desks, PASSWORD } from '../security/support/people'
import { addRich, allowEveryWay, CHALLENGE_COOKIE, type Rich } from '../security/support/rich'
import { openSite, type Site } from '../security/support/servers'
import {
  backUp,
  type EmptyPlace,
  emptyPlace,
  type Folder,
  openFolder,
  openPlace,
  restore,
  servePlace,
} from './backupKit'

let site: Site
let desks: Desks
let rich: Rich
let folder: Folder
let place: EmptyPlace
let restored: Connected
let server: RunningServer
let invite: Awaited<ReturnType<typeof pushInvite>>
let before: Readonly<Record<string, string>>
let facts: Awaited<ReturnType<typeof restore>>
beforeAll(async () => {
  folder = openFolder()
  site = await openSite()
  desks = await addClinic(site.database)
  await allowEveryWay(site)
  rich = await addRich(site, desks, 'ospreyfield', '0123')
  invite = await pushInvite(site.port, desks.admin, await addParticipant(site.database, desks))
  // Its mail waits: this server has no way out for mail.
  await portalCall(site.port, 'auth.requestReset', 'mutation', { email: rich.email, language: 'en' })
  await eventuallyQueued()
  before = await quietBackup(folder.file('one'))
  place = await emptyPlace(folder, 'place')
  facts = await restore(place, site.database, folder.file('one'))
  restored = await openPlace(place, site.database)
  mkdirSync(folder.file('outbox'))
  server = await servePlace(place, { OUTBOX_DIR: folder.file('outbox') })
}, 180_000)
afterAll(async () => {
  await server.stop()
  await restored.close()
  await place.drop()
  await site.stop()
  folder.remove()
})

/** What is asked by visitors is looked up behind their backs: until nothing was written around the backup. */
async function quietBackup(file: string): Promise<typeof before> {
  for (;;) {
    const first = await fingerprints(site.database.owner)
    await backUp(site.database, file)
    if (JSON.stringify(first) === JSON.stringify(await fingerprints(site.database.owner))) return first
    rmSync(file)
  }
}

async function eventuallyQueued(): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const rows = await site.database.db
      .selectFrom('outbox_message')
      .select('id')
      .where('status', '=', 'queued')
      .execute()
    if (rows.length > 0) return
    await new Promise((done) => setTimeout(done, 20))
  }
  throw new Error('no message was queued')
}

/** What a restore must not change in any way, by table. */
async function fingerprints(owner: Connected['app']): Promise<Readonly<Record<string, string>>> {
  const tables = ['participant', 'scope', 'program', 'message', 'correction', 'consent', 'consent_text', 'device']
  const more = ['sign_in_attempt', 'sync_write', 'conflict', 'participant_contact']
  return await withClient(owner, async (client) => {
    const found: Record<string, string> = {}
    for (const table of [...tables, ...more]) {
      const { rows } = await client.query<{ sum: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as sum from ${table} t`,
      )
      found[table] = rows[0]?.sum ?? ''
    }
    return found
  })
}

test('K1: what was in the clinic is in the restored one, to the last field', async () => {
  const after = await fingerprints(place.owner)
  expect(after).toEqual(before)
  expect(facts.note.auditRows).toBeGreaterThan(20)
})

test('K1, U3: audit verify calls the restored log sound, with the restore as a named event', async () => {
  const lines: string[] = []
  const { db, secrets } = restored
  const options = { db, headFile: place.config.auditHeadFile, publicKey: secrets.auditPublicKey }
  expect(await runAuditVerify({ ...options, args: ['--last', '500'], write: (line) => lines.push(line) })).toBe(0)
  expect(lines.at(-1)).toMatch(/^SOUND: /)
  expect(lines.join('\n')).toContain('restored the server from a backup')
  const [row] = await db.selectFrom('audit_log').selectAll().where('action', '=', 'server.restored').execute()
  expect(row).toMatchObject({
    seq: facts.note.auditRows + 1,
    detail: { madeAt: facts.note.backupMadeAt, auditRows: facts.note.auditRows, epoch: facts.note.epoch, invites: 1 },
  })
})

test('K2: no session of staff or participants, no challenge and no invite link of before works', async () => {
  const port = server.port
  expect(
    codeOf(await staffCall(port, desks.admin, 'sync.pull', 'query', { checkpoint: null, limit: 10, witnessCount: 0 })),
  ).toBe('NOT_SIGNED_IN')
  for (const cookie of [rich.cookie, rich.otherCookie])
    expect(codeOf(await portalCall(port, 'messages.list', 'query', undefined, cookie))).toBe('NOT_SIGNED_IN')
  expect(await openLink(site.port, invite.token)).not.toBe('')
  expect(await openLink(port, invite.token)).toBe('')
  expect(await openLink(port, invite.shortCode)).toBe('')
  const row = await restored.db
    .selectFrom('invite')
    .selectAll()
    .where('id', '=', invite.inviteId)
    .executeTakeFirstOrThrow()
  expect(row.revoked_by_name).toBe('the restore of a backup')
  const audited = await restored.db
    .selectFrom('audit_log')
    .select('detail')
    .where('target_id', '=', invite.inviteId)
    .execute()
  expect(audited.at(-1)?.detail).toMatchObject({ reason: 'restored' })
})

test('K2: recovery codes are over, and a TOTP code of a step up to the restore is not taken', async () => {
  const port = server.port
  expect(await restored.db.selectFrom('recovery_code').select('hash').execute()).toEqual([])
  const lowest = totpStep(new Date(facts.note.restoredAt))
  const staff = await restored.db.selectFrom('staff').select('totp_last_step').execute()
  const factors = await restored.db.selectFrom('totp_factor').select('last_step').execute()
  expect(
    Math.min(...staff.map((row) => row.totp_last_step), ...factors.map((row) => row.last_step)),
  ).toBeGreaterThanOrEqual(lowest)
  const begin = async () =>
    cookieFrom(
      await portalCall(port, 'auth.signIn', 'mutation', { email: rich.email, password: PASSWORD }),
      CHALLENGE_COOKIE,
    )
  const verify = async (code: string, challenge: string) =>
    await portalCall(port, 'auth.verifySecond', 'mutation', { code }, challenge)
  const challenge = await begin()
  expect(challenge).not.toBe('')
  expect(codeOf(await verify(totpCode(rich.secret, lowest), challenge))).not.toBe('ok')
  expect(codeOf(await verify(rich.recoveryCodes[1] ?? '', challenge))).not.toBe('ok')
  // The sealed secret itself came along: a code of the next step opens.
  const opened = await verify(totpCode(rich.secret, Math.max(lowest, totpStep(new Date())) + 1), await begin())
  expect([codeOf(opened), cookieFrom(opened, SESSION_COOKIE) !== '']).toEqual(['ok', true])
})

test('K2: a message that had not left does not leave after the restore', async () => {
  const waiting = await restored.db
    .selectFrom('outbox_message')
    .select(['status', 'last_error', 'body_sealed'])
    .where('last_error', '=', 'restored')
    .execute()
  expect(waiting.length).toBeGreaterThan(0)
  expect(new Set(waiting.map((row) => `${row.status} ${row.body_sealed}`))).toEqual(new Set(['void null']))
  expect(readdirSync(folder.file('outbox'))).toEqual([])
})

test('K2: a restore never goes into a place that is not empty, nor beside other keys, and changes nothing there', async () => {
  const other = await emptyPlace(folder, 'other')
  mkdirSync(other.config.secretsDir)
  writeFileSync(join(other.config.secretsDir, 'server.key'), 'another')
  await expect(restore(other, site.database, folder.file('one'))).rejects.toThrow(/There are other keys in/)
  expect(readdirSync(other.config.secretsDir)).toEqual(['server.key'])
  const filled = {
    ...other,
    config: { ...other.config, secretsDir: folder.file('new-secrets'), databaseUrl: site.database.url },
  }
  await expect(restore(filled, site.database, folder.file('one'))).rejects.toThrow(/is not empty/)
  expect(existsSync(filled.config.secretsDir)).toBe(false)
  await other.drop()
})

test('K2: a head that outlived the database says which rows were lost, and is kept', async () => {
  const keyed = await emptyPlace(folder, 'keyed')
  mkdirSync(keyed.config.secretsDir)
  const head = await site.servers[0]?.composition.audit.current()
  writeFileSync(keyed.config.auditHeadFile, JSON.stringify(head))
  const { knownRows } = await restore(keyed, site.database, folder.file('one'))
  expect(knownRows).toBe(head?.count)
  expect(knownRows).toBeGreaterThan(facts.note.auditRows)
  expect(readdirSync(keyed.config.secretsDir).filter((name) => name.includes('.before-'))).toHaveLength(1)
  await keyed.drop()
})
