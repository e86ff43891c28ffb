import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as path } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PublicClinic } from '../../shared/accounts/portalSchemas'
import { type ClinicDoc, type ClinicSettings, clinicSettingsSchema } from '../../shared/clinic/clinicSchemas'
import { codeOf, join, portalCall, staffCall, wireOf } from '../security/support/calls'
import { addClinic, addParticipant, type Desks } from '../security/support/people'
import { openSite, type Site } from '../security/support/servers'
import { type RawAnswer, rawRequest } from '../support/httpApp'
import { jpeg, png, webp } from './pictures'

const outbox = mkdtempSync(path(tmpdir(), 'vestibule-outbox-'))
let site: Site
let desks: Desks
let ports: readonly number[]
/** A participant who has agreed to everything. */
let cookie = ''

beforeAll(async () => {
  site = await openSite({ servers: 2, settings: { OUTBOX_DIR: outbox } })
  desks = await addClinic(site.database)
  ports = site.servers.map(({ port }) => port)
  cookie = await join(site.port, desks.admin, await addParticipant(site.database, desks), 'a@example.org')
})
afterAll(async () => {
  await site.stop()
  rmSync(outbox, { recursive: true, force: true })
})

const dataOf = <T>(answer: RawAnswer): T => JSON.parse(answer.body).result.data as T
const ask = async (procedure: string, input: unknown, port = site.port) =>
  await staffCall(port, desks.admin, `settings.${procedure}`, 'mutation', input)
const rev = async () => (await clinicRow()).rev
const clinicRow = () => site.database.db.selectFrom('clinic').selectAll().executeTakeFirstOrThrow()
const publicClinic = async (port: number) =>
  dataOf<PublicClinic>(await portalCall(port, 'clinic.public', 'query', undefined))
const audited = async (action: string) =>
  await site.database.db.selectFrom('audit_log').selectAll().where('action', '=', action).orderBy('seq').execute()

async function save(change: Partial<ClinicSettings>, facts = {}, port = site.port, expectedRev?: number) {
  const row = await clinicRow()
  const { name, phone, email, address } = row
  const own = {
    name,
    phone,
    email,
    address,
    timeZone: row.time_zone,
    senderName: row.sender_name,
    mailSender: row.mail_sender,
  }
  const settings = { ...clinicSettingsSchema.parse(row.settings), ...change }
  return await ask('save', { expectedRev: expectedRev ?? row.rev, settings, facts: { ...own, ...facts } }, port)
}

test('S2.65 S2.66 S2.67 S2.68 S3.15 S3.17: branding is set once and applies at once to every portal page, on both processes, in every language', async () => {
  const texts = { en: 'Welcome', fr: 'Bienvenue', es: 'Bienvenido' }
  const branding = {
    displayName: 'Alder House',
    accent: '#7a2e8f',
    welcomeTitle: texts,
    welcomeMessage: texts,
    contactInfo: texts,
  }
  const word = { one: 'resident', many: 'residents' }
  const answer = await save({ branding, terms: { en: word, fr: word, es: word } }, { phone: '555 0199' })
  expect([codeOf(answer), dataOf<ClinicDoc>(answer).settings.branding]).toEqual(['ok', branding])
  for (const port of ports) {
    const { displayName: name, ...shown } = branding
    expect(await publicClinic(port)).toMatchObject({ name, branding: shown, terms: { fr: word }, phone: '555 0199' })
  }
  const entry = (await audited('settings.changed')).at(-1)
  expect(entry?.detail).toEqual({ fields: ['phone', 'branding', 'terms'] })
  expect(JSON.stringify(entry)).not.toContain('Alder House')
})

test('crossed revisions: of two who save from the same one, on two processes, one is told that the other was first', async () => {
  const from = await rev()
  const answers = await Promise.all([
    save({ resendCooldownMinutes: 7 }, {}, ports[0], from),
    save({ inviteHours: 48 }, {}, ports[1], from),
  ])
  expect(answers.map(codeOf).sort()).toEqual(['SETTINGS_CHANGED', 'ok'])
  expect(codeOf(await save({ inviteHours: 24 }, {}, site.port, from))).toBe('SETTINGS_CHANGED')
  const logo = { expectedRev: from, logo: { mediaType: 'image/png', base64: png(4, 4).toString('base64') } }
  expect(codeOf(await ask('saveLogo', logo))).toBe('SETTINGS_CHANGED')
})

test('a save that changes nothing moves no revision; a wrong one names its fields and changes nothing', async () => {
  const before = await rev()
  expect(codeOf(await save({}))).toBe('ok')
  const methods = { password: false, emailLink: false, smsCode: false }
  const wrong = await save({ methods, languages: ['fr'] }, { timeZone: 'Nowhere/At' })
  const { fields } = wireOf(wrong).detail as { fields: { path: string }[] }
  expect(fields.map((field) => field.path)).toEqual(['settings.methods', 'settings.languages', 'facts.timeZone'])
  expect(await rev()).toBe(before)
})

test('S3.18 S3.27: portal off refuses everything on the next request of both processes, and on again revives nothing revoked', async () => {
  const other = await join(site.port, desks.admin, await addParticipant(site.database, desks), 'b@example.org')
  expect(codeOf(await save({ portalEnabled: false }))).toBe('ok')
  for (const port of ports) {
    for (const [procedure, kind, input] of [
      ['auth.me', 'query', undefined],
      ['record.own', 'query', undefined],
      ['auth.signIn', 'mutation', { email: 'a@example.org', password: 'x' }],
      ['invite.open', 'mutation', { token: 'A'.repeat(43) }],
      ['consent.current', 'query', undefined],
    ] as const) {
      expect([procedure, codeOf(await portalCall(port, procedure, kind, input, cookie))]).toEqual([
        procedure,
        'PORTAL_OFF',
      ])
    }
    expect((await publicClinic(port)).portalEnabled).toBe(false)
  }
  const ended = createHash('sha256')
    .update(other.slice(other.indexOf('=') + 1))
    .digest()
  await site.database.db.deleteFrom('portal_session').where('hash', '=', ended).execute()
  expect(codeOf(await save({ portalEnabled: true }, {}, ports[1]))).toBe('ok')
  for (const port of ports) {
    expect(codeOf(await portalCall(port, 'auth.me', 'query', undefined, cookie))).toBe('ok')
    expect(codeOf(await portalCall(port, 'auth.me', 'query', undefined, other))).toBe('NOT_SIGNED_IN')
  }
})

test('S4.10 S4.11 S4.12: each function and what registration asks can be switched by itself, and shows at the next request', async () => {
  const off = { on: false, link: '' }
  const row = clinicSettingsSchema.parse((await clinicRow()).settings)
  const functions = { ...row.functions, messages: off, telehealth: { on: true, link: 'https://video.example.org/' } }
  const registration = { askHolder: false, details: 'off', offerMfa: false } as const
  expect(codeOf(await save({ functions, registration }))).toBe('ok')
  for (const port of ports) {
    const me = dataOf<{ functions: { name: string; link: string | null }[] }>(
      await portalCall(port, 'auth.me', 'query', undefined, cookie),
    )
    expect(me.functions).toContainEqual({ name: 'telehealth', link: 'https://video.example.org/' })
    expect(me.functions.map(({ name }) => name)).not.toContain('messages')
    expect((await publicClinic(port)).registration).toEqual(registration)
  }
})

test('S2.64: a logo of each kind is served under the hash of its bytes, for good, as a picture and nothing else', async () => {
  for (const [mediaType, bytes] of [
    ['image/png', png(40, 20)],
    ['image/jpeg', jpeg(40, 20)],
    ['image/webp', webp(40, 20)],
  ] as const) {
    const logo = { mediaType, base64: bytes.toString('base64') }
    expect(codeOf(await ask('saveLogo', { expectedRev: await rev(), logo }))).toBe('ok')
    const { logoUrl } = await publicClinic(ports[1] ?? 0)
    expect(logoUrl).toBe(`/api/branding/logo/${createHash('sha256').update(bytes).digest('hex')}`)
    const answer = await rawRequest(ports[1] ?? 0, logoUrl ?? '')
    expect([answer.status, answer.headers['content-type']]).toEqual([200, mediaType])
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.headers['content-security-policy']).toContain('sandbox')
    expect(answer.headers['set-cookie']).toBeUndefined()
  }
  for (const hash of ['0'.repeat(64), 'x', '..%2f..%2fetc', 'A'.repeat(64)]) {
    expect((await rawRequest(site.port, `/api/branding/logo/${hash}`)).status).toBe(404)
  }
  const last = (await publicClinic(site.port)).logoUrl ?? ''
  expect(codeOf(await ask('saveLogo', { expectedRev: await rev(), logo: null }))).toBe('ok')
  expect((await publicClinic(site.port)).logoUrl).toBeNull()
  // A page that was open before may still ask for it.
  expect((await rawRequest(site.port, last)).status).toBe(200)
  expect((await audited('settings.logo_changed')).map(({ detail }) => detail)).toEqual(
    [true, true, true, false].map((present) => ({ present })),
  )
})

test('S2.64 F1: SVG, other content, too much of it and what is no base64 are refused and change nothing', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  const before = await rev()
  const tries = [
    { mediaType: 'image/svg+xml', base64: svg.toString('base64') },
    { mediaType: 'image/png', base64: svg.toString('base64') },
    { mediaType: 'image/jpeg', base64: png(4, 4).toString('base64') },
    { mediaType: 'image/png', base64: Buffer.concat([png(4, 4), svg]).toString('base64') },
    { mediaType: 'image/png', base64: png(2001, 1).toString('base64') },
    { mediaType: 'image/png', base64: png(4, 4, 205_000).toString('base64') },
    { mediaType: 'image/png', base64: `${png(4, 4).toString('base64')}!!` },
  ]
  for (const logo of tries) expect(codeOf(await ask('saveLogo', { expectedRev: before, logo }))).toBe('INVALID_INPUT')
  expect(await rev()).toBe(before)
})

test('D1: nobody but an administrator reads or changes settings', async () => {
  for (const role of ['manager', 'staff', 'front_desk', 'auditor'] as const) {
    for (const [procedure, kind] of [
      ['settings.sendingWays', 'query'],
      ['settings.consentVersions', 'query'],
    ] as const)
      expect(codeOf(await staffCall(site.port, desks[role], procedure, kind))).toBe('FORBIDDEN')
  }
})

test('test messages: with an outbox folder alone a message is written as a file at once, and says so', async () => {
  const ways = dataOf(await staffCall(site.port, desks.admin, 'settings.sendingWays', 'query'))
  expect(ways).toEqual({ smtp: false, sms: false, outbox: true })
  expect(dataOf(await ask('testEmail', { to: 'admin@example.org' }))).toEqual({ ok: true })
  expect(dataOf(await ask('testSms', { to: '+1 604 555 0142' }))).toEqual({ ok: true })
  const files = readdirSync(outbox).map((name) => JSON.parse(readFileSync(path(outbox, name), 'utf8')))
  expect(files).toContainEqual(expect.objectContaining({ channel: 'email', to: 'admin@example.org', links: [] }))
  expect(files).toContainEqual(expect.objectContaining({ channel: 'sms', to: '+16045550142' }))
  for (const [procedure, to] of [
    ['testEmail', 'not an address'],
    ['testEmail', 'a@b.org,c@d.org'],
    ['testSms', 'call me'],
  ])
    expect(codeOf(await ask(procedure ?? '', { to }))).toBe('INVALID_INPUT')
})
