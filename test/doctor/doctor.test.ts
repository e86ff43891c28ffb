import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { signHead } from '../../server/audit/headFile'
import { main } from '../../server/cli/main'
import { exitCodeOf, findingLines } from '../../server/doctor/findings'
import { checkDisk, checkNode, freeBytes } from '../../server/doctor/machineChecks'
import { applicationTarget } from '../../server/platform/database/applicationRole'
import { backUp } from '../backup/backupKit'
import { TEST_CERTIFICATE, TEST_CERTIFICATE_KEY } from '../platform/fixtures/certificate'
import { listener, openPatient, type Patient, toldAbout } from './doctorKit'

let patient: Patient
beforeAll(async () => {
  patient = await openPatient()
})
afterAll(async () => await patient.drop())

const later = (ms: number) => ({ now: () => new Date(Date.now() + ms) })

test('U4: an installation in good health has no problem, and the doctor changes nothing in it', async () => {
  const state = async () =>
    JSON.stringify([
      await patient.sql('select count(*) as rows, max(seq) as last from audit_log'),
      await patient.sql('select * from schema_migration order by name'),
      readFileSync(patient.headFile, 'utf8'),
    ])
  const before = await state()
  const findings = await patient.examine()
  expect(findings.filter(({ level }) => level === 'problem')).toEqual([])
  expect(exitCodeOf(findings)).toBe(0)
  const names = ['config', 'node', 'disk', 'keys', 'database', 'migrations', 'clock', 'fingerprint', 'role', 'clinic']
  const more = ['outbox', 'audit', 'head', 'time', 'backup', 'mail', 'sms', 'address']
  expect(findings.map(({ about }) => about)).toEqual([...names, ...more])
  expect(findings.every(({ level, next }) => (level === 'ok') === (next === null))).toBe(true)
  expect(findingLines(findings).at(-1)).toMatch(/^\d+ in order, \d+ warnings, 0 problems\.$/)
  expect(await state()).toBe(before)
  expect(existsSync(patient.env.DATA_DIR)).toBe(false)
})

const role = () => applicationTarget(patient.database.owner, patient.database.secrets.deriveKey).user
/** What is broken in the database, how it is mended, and what the doctor says of it. */
const broken: readonly (readonly [string, string, () => string, () => string, RegExp])[] = [
  [
    'a migration of a newer program',
    'migrations',
    () => "insert into schema_migration values ('999-later.sql', 'x')",
    () => "delete from schema_migration where name = '999-later.sql'",
    /^problem: The database knows 999-later/,
  ],
  [
    'a migration that is not applied',
    'migrations',
    () =>
      "create table kept as select * from schema_migration where name like '015%'; delete from schema_migration where name like '015%'",
    () => 'insert into schema_migration select * from kept; drop table kept',
    /^warning: 1 of \d+ migrations are not applied/,
  ],
  [
    'a changed migration',
    'migrations',
    () => "update schema_migration set checksum = checksum || 'x' where name like '001%'",
    () => "update schema_migration set checksum = rtrim(checksum, 'x') where name like '001%'",
    /^problem: The migration 001-foundation.sql is not the one/,
  ],
  [
    'other keys',
    'fingerprint',
    () => "update platform_state set value = value || 'x' where key = 'server_key'",
    () => "update platform_state set value = rtrim(value, 'x') where key = 'server_key'",
    /^problem: The keys belong to another database/,
  ],
  [
    'a right too many',
    'role',
    () => `grant update, truncate on audit_log to ${role()}`,
    () => `revoke update, truncate on audit_log from ${role()}`,
    /^problem: .* may do UPDATE, TRUNCATE on the audit log/,
  ],
  [
    'a right too few',
    'role',
    () => `revoke insert on audit_log from ${role()}`,
    () => `grant insert on audit_log to ${role()}`,
    /^problem: .* lacks INSERT on the audit log/,
  ],
  [
    'no administrator',
    'clinic',
    () => "update staff set suspended_at = now() where role = 'admin'",
    () => 'update staff set suspended_at = null',
    /^problem: The clinic has no administrator/,
  ],
  [
    'no clinic',
    'clinic',
    () => 'create table kept as select * from clinic; delete from clinic',
    () => 'insert into clinic select * from kept; drop table kept',
    /^problem: There is no clinic/,
  ],
  [
    'a restore that nobody confirmed',
    'restored',
    () =>
      `update clinic set restored = '{"epoch": "${crypto.randomUUID()}", "restoredAt": "2026-03-02T10:00:00.000Z", "backupMadeAt": "2026-03-01T10:00:00.000Z", "auditRows": 7, "acknowledgedAt": null, "acknowledgedByName": null}'`,
    () => 'update clinic set restored = null',
    /^warning: The clinic was restored from a backup of 2026-03-01/,
  ],
  [
    'mail that stays',
    'outbox',
    () =>
      "insert into outbox_message (id, channel, next_at, created_at, dedupe_key) values (gen_random_uuid(), 'email', now(), now() - interval '2 hours', 'old')",
    () => 'delete from outbox_message',
    /^warning: 1 messages wait for more than an hour/,
  ],
  [
    'a changed row of the log',
    'audit',
    () => "update audit_log set outcome = 'OK' where seq = 3",
    () => "update audit_log set outcome = 'ok' where seq = 3",
    /^problem: The audit log is not sound at row 3/,
  ],
  [
    'a row that is gone',
    'audit',
    () => 'create table kept as select * from audit_log where seq = 4; delete from audit_log where seq = 4',
    () => 'insert into audit_log select * from kept; drop table kept',
    /^problem: The audit log is not sound at row 4/,
  ],
  [
    'rows cut from the end',
    'head',
    () => 'create table kept as select * from audit_log where seq > 4; delete from audit_log where seq > 4',
    () => 'insert into audit_log select * from kept order by seq; drop table kept',
    /^problem: The audit log does not contain the signed head/,
  ],
]

test.each(broken)('K1, U4: the doctor finds %s', async (_what, about, spoil, mend, told) => {
  await patient.sql(spoil())
  const findings = await patient.examine()
  await patient.sql(mend())
  expect(toldAbout(findings, about)).toMatch(told)
  const wanted = told.source.startsWith('^problem') ? 1 : 0
  expect(exitCodeOf(findings)).toBe(wanted)
  expect(toldAbout(await patient.examine(), about)).toMatch(about === 'restored' ? /nothing/ : /^ok: /)
})

test('M1, U3: keys that others may read, that are damaged or gone are found', async () => {
  const dir = patient.database.secretsDir
  const key = join(dir, 'server.key')
  chmodSync(key, 0o644)
  expect(toldAbout(await patient.examine(), 'keys')).toMatch(/^problem: Others may read server.key in /)
  chmodSync(key, 0o600)
  chmodSync(dir, 0o755)
  expect(toldAbout(await patient.examine(), 'keys')).toMatch(/^problem: Others may read \. in /)
  chmodSync(dir, 0o700)
  renameSync(key, `${key}.away`)
  expect(toldAbout(await patient.examine(), 'keys')).toMatch(/^problem: The secret file server.key is missing/)
  writeFileSync(key, 'short', { mode: 0o600 })
  expect(toldAbout(await patient.examine(), 'keys')).toMatch(/^problem: The secret file server.key in \S+ is damaged/)
  renameSync(`${key}.away`, key)
  expect(toldAbout(await patient.examine(), 'keys')).toMatch(/^ok: /)
})

test('U3: a signed head that is missing, damaged or of another key is found', async () => {
  const text = readFileSync(patient.headFile, 'utf8')
  rmSync(patient.headFile)
  const told = (await patient.examine()).find(({ about }) => about === 'head')
  expect(told).toMatchObject({ level: 'problem', sentence: expect.stringContaining('is missing, although') })
  expect(told?.next).toMatch(/audit verify --witness COUNT:HASH.* audit accept-head/)
  writeFileSync(patient.headFile, '{"cut')
  expect(toldAbout(await patient.examine(), 'head')).toMatch(/^problem: The signed head \S+ is damaged/)
  writeFileSync(patient.headFile, JSON.stringify({ ...JSON.parse(text), count: 2 }))
  expect(toldAbout(await patient.examine(), 'head')).toMatch(/^problem: .* was not signed with this server’s key/)
  const { signature: _signature, ...head } = JSON.parse(text)
  const ahead = signHead(
    { ...head, at: new Date(Date.now() + 600_000).toISOString() },
    patient.database.secrets.auditKey,
  )
  writeFileSync(patient.headFile, JSON.stringify(ahead))
  expect(toldAbout(await patient.examine(), 'time')).toMatch(/^problem: This machine’s clock is behind the last entry/)
  writeFileSync(patient.headFile, text)
})

test('M2: a clock that is not the database’s, or behind what was signed, is found', async () => {
  expect(toldAbout(await patient.examine({}, later(20_000)), 'clock')).toMatch(/^warning: .* 20\.\d s apart/)
  expect(toldAbout(await patient.examine({}, later(300_000)), 'clock')).toMatch(/^problem: /)
  const behind = await patient.examine({}, later(-3_600_000))
  expect([toldAbout(behind, 'clock'), toldAbout(behind, 'time')]).toEqual([
    expect.stringMatching(/^problem: /),
    expect.stringMatching(/^problem: This machine’s clock is behind/),
  ])
})

test('K1: the age of the last backup is told', async () => {
  expect(toldAbout(await patient.examine(), 'backup')).toBe('warning: No backup was ever made.')
  await backUp(patient.database, join(patient.folder, 'one'))
  await patient.signHead()
  expect(toldAbout(await patient.examine(), 'backup')).toBe('ok: The last backup was made within a day.')
  const old = await patient.examine({}, later(9 * 86_400_000))
  expect(toldAbout(old, 'backup')).toBe('warning: The last backup was made 9 days ago.')
})

test('K3: an old Node, a small disk, a database that is not there and a restore that did not finish are found', async () => {
  expect(checkNode('v18.19.0').level).toBe('problem')
  expect(['v20.19.0', 'v22.1.0'].map((version) => checkNode(version).level)).toEqual(['ok', 'ok'])
  expect([1e8, 1e9, 1e11].map((bytes) => checkDisk('/srv', () => bytes).level)).toEqual(['problem', 'warning', 'ok'])
  expect(freeBytes('/nowhere/at/all')).toBeGreaterThan(0)
  const { port, close } = await listener()
  close()
  const away = { DATABASE_URL: `postgres://user:hush-hush@127.0.0.1:${port}/vestibule` }
  expect(toldAbout(await patient.examine(away), 'database')).toBe(
    'problem: The database cannot be used (ECONNREFUSED).',
  )
  const { DATABASE_URL: _url, ...embedded } = patient.env
  patient.env = { ...embedded, DATABASE_URL: '' }
  expect(toldAbout(await patient.examine(), 'database')).toMatch(/^problem: There is no database in \S+ yet/)
  patient.env = { ...embedded, DATABASE_URL: patient.database.url }
  const marker = join(patient.database.secretsDir, 'restore.unfinished')
  writeFileSync(marker, '999999999\n')
  expect(toldAbout(await patient.examine(), 'restore')).toMatch(/^problem: A restore into this place did not finish/)
  rmSync(marker)
})

test('H3: the mail server is greeted and signed in to, and no message is sent; what fails is told without the password', async () => {
  let messages = 0
  const server = new SMTPServer({
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, done) =>
      password === 'right-words' ? done(null, { user: 'us' }) : done(new Error('no')),
    onData: (stream, _session, done) => {
      messages++
      stream.resume().on('end', () => done())
    },
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const mail = async (password: string, at = port) => {
    const findings = await patient.examine({ SMTP_URL: `smtp://clinic:${password}@127.0.0.1:${at}` })
    expect(JSON.stringify(findings)).not.toContain(password)
    return toldAbout(findings, 'mail')
  }
  expect(await mail('right-words')).toBe(`ok: The mail server 127.0.0.1:${port} takes our connection and sign-in.`)
  expect(await mail('wrong-words')).toMatch(/^problem: The mail server \S+ does not let us in \(EAUTH\)/)
  await new Promise<void>((done) => server.close(done))
  expect(await mail('right-words')).toMatch(/^problem: .*\(E(SOCKET|CONNREFUSED|CONNECTION)\)/)
  expect(messages).toBe(0)
  const dkim = { MAIL_DKIM_DOMAIN: 'a.org', MAIL_DKIM_SELECTOR: 's', MAIL_DKIM_KEY_FILE: '/nowhere' }
  expect(toldAbout(await patient.examine({ ...dkim, SMTP_URL: 'smtp://127.0.0.1:9' }), 'mail')).toMatch(
    /MAIL_DKIM_KEY_FILE/,
  )
  expect(toldAbout(await patient.examine(), 'mail')).toMatch(/^warning: Mail is only written to/)
  expect(toldAbout(await patient.examine({ OUTBOX_DIR: '' }), 'mail')).toMatch(/^problem: No mail can be sent/)
})

test('H3: the SMS gateway and PUBLIC_URL are only connected to: closed ports and certificates that nobody trusts are told', async () => {
  const { port, close } = await listener()
  const sms = { SMS_URL: `http://127.0.0.1:${port}/hook`, SMS_WEBHOOK_SECRET: 'hush'.repeat(10) }
  const reached = await patient.examine(sms)
  close()
  expect(toldAbout(reached, 'sms')).toBe(`ok: The SMS gateway 127.0.0.1:${port} can be reached.`)
  expect(JSON.stringify(reached)).not.toContain('hushhush')
  expect(toldAbout(await patient.examine(sms), 'sms')).toMatch(/^problem: .* cannot be reached \(ECONNREFUSED\)/)

  const tls = createServer({ cert: TEST_CERTIFICATE, key: TEST_CERTIFICATE_KEY })
  tls.on('tlsClientError', () => undefined)
  await new Promise<void>((done) => tls.listen(0, '127.0.0.2', done))
  const at = tls.address()
  const secure = { PUBLIC_URL: `https://127.0.0.2:${typeof at === 'object' ? at?.port : 0}` }
  const seen = await patient.examine(secure)
  await new Promise((done) => tls.close(done))
  expect(toldAbout(seen, 'address')).toMatch(/^problem: The certificate of 127\.0\.0\.2:\d+ is not trusted/)
  expect(toldAbout(seen, 'proxies')).toMatch(/^warning: TRUSTED_PROXIES is empty/)
  const gone = await patient.examine({ ...secure, TRUSTED_PROXIES: '10.0.0.1' })
  expect([toldAbout(gone, 'address'), toldAbout(gone, 'proxies')]).toEqual([
    expect.stringMatching(/^warning: https:\S+ cannot be reached from this machine \(ECONNREFUSED\)/),
    'nothing',
  ])
  expect(toldAbout(await patient.examine(), 'address')).toMatch(/^warning: PUBLIC_URL is http:\/\/localhost:4300/)
})

test('T1: vestibule doctor prints a line each and exits 0 or 1; --json is one object; a wrong setting is a finding', async () => {
  const run = async (env: Readonly<Record<string, string>>, ...args: string[]) => {
    const lines: string[] = []
    const spy = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)))
    for (const [name, value] of Object.entries({ ...patient.env, ...env })) vi.stubEnv(name, value)
    const code = await main(['doctor', ...args])
    vi.unstubAllEnvs()
    spy.mockRestore()
    return { code, lines }
  }
  const well = await run({})
  expect([well.code, well.lines.at(-1)]).toEqual([0, expect.stringMatching(/0 problems\.$/)])
  const ill = await run({ OUTBOX_DIR: '' }, '--json')
  expect([ill.code, ill.lines.length]).toEqual([1, 1])
  expect(JSON.parse(ill.lines[0] ?? '')).toMatchObject({
    ok: false,
    findings: expect.arrayContaining([expect.objectContaining({ level: 'problem', about: 'mail' })]),
  })
  const wrong = await run({ PORT: 'x' })
  expect([wrong.code, wrong.lines[0]]).toEqual([1, 'problem  PORT must be a whole number from 0 to 65535.'])
})
