import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { MB } from '../../shared/files/fileLimits'
import type { FileInfo } from '../../shared/files/fileSchemas'
import { join, portalCall } from '../security/support/calls'
import { addClinic, addDesk, addParticipant, type Desk, type Desks, proofHeaders } from '../security/support/people'
import { allowEveryWay } from '../security/support/rich'
import { openSite, PORTAL_ORIGIN, type Site } from '../security/support/servers'
import { rawRequest } from '../support/httpApp'
import { docx, heic, jpg, pdf, png } from './contents'
import { download, FILES, ownDownload, refusalOf, STAFF_FILES, staffDownload, submitted, uploaded } from './fileSite'

let site: Site
let desks: Desks
let robin: { readonly cookie: string; readonly id: string }
let wanda: { readonly cookie: string; readonly id: string }
/** Of Robin: one in a request, one that no request holds. */
let held: FileInfo
let loose: FileInfo
const correctionId = randomUUID()

beforeAll(async () => {
  site = await openSite()
  desks = await addClinic(site.database)
  await allowEveryWay(site)
  ;[robin, wanda] = [await person(), await person()]
  held = await uploaded(site.port, robin.cookie, pdf(2 * MB + 5), 'Über “tests” 100%.pdf')
  loose = await uploaded(site.port, robin.cookie, png())
  expect(await submitted(site.port, robin.cookie, [held.id], correctionId)).toBe('ok')
})
beforeEach(() => site.forgetRates())
afterAll(() => site.stop())

async function person() {
  const id = await addParticipant(site.database, desks)
  return { id, cookie: await join(site.port, desks.admin, id, `${id}@example.org`) }
}

test('F2: a download is an attachment of a fixed type that no browser opens, sniffs, keeps or shows elsewhere', async () => {
  const own = await ownDownload(site.port, robin.cookie, held.id)
  const staff = await staffDownload(site.port, desks.staff, held.id)
  for (const { status, headers, bytes } of [own, staff]) {
    expect(status).toBe(200)
    expect(bytes.length).toBe(held.size)
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(held.size),
      'content-disposition':
        'attachment; filename="Uber tests 100_.pdf"; filename*=UTF-8\'\'%C3%9Cber%20%E2%80%9Ctests%E2%80%9D%20100%25.pdf',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    })
    expect(headers['access-control-allow-origin']).toBeUndefined()
    expect(headers['set-cookie']).toBeUndefined()
  }
  expect(own.bytes.equals(staff.bytes)).toBe(true)
})

test('F2: the type of each kind is fixed by its content, whatever it was called', async () => {
  const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  const types = { 'image/png': png(), 'image/jpeg': jpg(), 'image/heic': heic(), [word]: docx() }
  for (const [type, content] of Object.entries(types)) {
    const { id, name } = await uploaded(site.port, robin.cookie, content, 'page.html')
    expect(name).toMatch(/^page\.html\.(png|jpg|heic|docx)$/)
    const { headers, bytes } = await ownDownload(site.port, robin.cookie, id)
    expect([headers['content-type'], bytes.equals(content)]).toEqual([type, true])
  }
})

test('G1 F2: a file of somebody else, a random id and what is no id are the same 404, byte for byte', async () => {
  const ask = async (id: string) => await ownDownload(site.port, wanda.cookie, id)
  const answers = await Promise.all([held.id, loose.id, randomUUID(), 'nothing', '..%2f..%2fserver.key'].map(ask))
  const shown = answers.map(({ status, headers, bytes }) => {
    const { 'x-request-id': id, date: _date, ...rest } = headers
    return [status, rest, bytes.toString().replaceAll(String(id), '-')]
  })
  expect(refusalOf(answers[0] ?? expect.fail())).toBe('NOT_FOUND')
  expect(new Set(shown.map((one) => JSON.stringify(one))).size).toBe(1)
})

test('G1: a request cannot take up a file of somebody else, one of another request, or one that nobody has', async () => {
  for (const fileIds of [[loose.id], [held.id], [randomUUID()]])
    expect(await submitted(site.port, wanda.cookie, fileIds)).toBe('file_unknown')
  expect(await submitted(site.port, robin.cookie, [held.id])).toBe('file_unknown')
  expect(await submitted(site.port, robin.cookie, [loose.id, loose.id])).toBe('INVALID_INPUT')
  const six = await Promise.all(Array.from({ length: 6 }, async () => randomUUID()))
  expect(await submitted(site.port, robin.cookie, six)).toBe('INVALID_INPUT')
  const requests = await site.database.db.selectFrom('correction').select('id').execute()
  expect(requests).toEqual([{ id: correctionId }])
})

test('F2: the participant sees what they attached, in their order; and the request keeps it when it is sent again', async () => {
  const { cookie } = await person()
  const [a, b] = [await uploaded(site.port, cookie, pdf(), 'a.pdf'), await uploaded(site.port, cookie, png(), 'b.png')]
  const id = randomUUID()
  expect(await submitted(site.port, cookie, [b.id, a.id], id)).toBe('ok')
  expect(await submitted(site.port, cookie, [b.id, a.id], id)).toBe('ok')
  const list = await portalCall(site.port, 'corrections.list', 'query', undefined, cookie)
  expect(JSON.parse(list.body).result.data[0].files).toEqual([b, a])
})

test('F2 D1: staff who see the participant download what a request holds; what none holds is still the participant’s own', async () => {
  for (const role of ['admin', 'manager', 'staff'] as const) {
    expect((await staffDownload(site.port, desks[role], held.id)).status).toBe(200)
    expect(refusalOf(await staffDownload(site.port, desks[role], loose.id))).toBe('NOT_FOUND')
  }
  for (const role of ['front_desk', 'auditor'] as const)
    expect(refusalOf(await staffDownload(site.port, desks[role], held.id))).toBe('FORBIDDEN')
})

test('F2 D4: scope is asked at every download: who loses it gets a 404 at the next one, and the try is recorded', async () => {
  const { db } = site.database
  const caller = await addDesk(site.database, 'staff', `out.${randomUUID().slice(0, 8)}@alder.example`)
  const about = { staff_id: caller.staffId, participant_id: robin.id }
  expect(refusalOf(await staffDownload(site.port, caller, held.id))).toBe('NOT_FOUND')
  await db
    .insertInto('scope')
    .values({ ...about, rev: 1, active: true })
    .execute()
  expect((await staffDownload(site.port, caller, held.id)).status).toBe(200)
  await db.updateTable('scope').set({ active: false }).where('staff_id', '=', caller.staffId).execute()
  expect(refusalOf(await staffDownload(site.port, caller, held.id))).toBe('NOT_FOUND')
  const rows = await db
    .selectFrom('audit_log')
    .select(['outcome', 'role', 'device_id', 'target_id', 'detail'])
    .where('actor_id', '=', caller.staffId)
    .orderBy('seq')
    .execute()
  const detail = { file: held.id, type: 'pdf', size: held.size, correction: correctionId }
  const row = { role: 'staff', device_id: caller.deviceId, target_id: robin.id, detail }
  expect(rows).toEqual(['refused', 'ok', 'refused'].map((outcome) => ({ outcome, ...row })))
})

test('D2 D3: a session of the other kind, none, another console, no proof, a waiting or removed console: no file', async () => {
  const token = robin.cookie.slice(robin.cookie.indexOf('=') + 1)
  const path = `${STAFF_FILES}/${held.id}`
  const code = async (headers: Readonly<Record<string, string>>, at = path) =>
    refusalOf(await download(site.port, at, headers))
  expect(refusalOf(await staffDownload(site.port, desks.admin, held.id, null))).toBe('NOT_SIGNED_IN')
  expect(refusalOf(await staffDownload(site.port, desks.admin, held.id, token))).toBe('NOT_SIGNED_IN')
  expect(refusalOf(await staffDownload(site.port, desks.admin, held.id, desks.staff.session))).toBe('NOT_SIGNED_IN')
  expect(await code({ cookie: robin.cookie })).toBe('DEVICE_PROOF_WRONG')
  const elsewhere = proofHeaders(desks.admin, 'GET', `${STAFF_FILES}/${loose.id}`, '', desks.admin.session)
  expect(await code(elsewhere)).toBe('DEVICE_PROOF_WRONG')
  const own = `${FILES}/${held.id}`
  expect(await code({ cookie: `__Host-vestibule=${desks.admin.session}` }, own)).toBe('NOT_SIGNED_IN')
  expect(await code(proofHeaders(desks.admin, 'GET', own, '', desks.admin.session), own)).toBe('NOT_SIGNED_IN')
  expect(await code({}, own)).toBe('NOT_SIGNED_IN')
  const spare = await addDesk(site.database, 'admin', `spare.${randomUUID().slice(0, 8)}@alder.example`)
  const become = (state: 'requested' | 'revoked') =>
    site.database.db.updateTable('device').set({ state }).where('id', '=', spare.deviceId).execute()
  await become('requested')
  expect(refusalOf(await staffDownload(site.port, spare, held.id))).toBe('DEVICE_NOT_APPROVED')
  await become('revoked')
  const removed = await staffDownload(site.port, spare, held.id)
  expect([removed.status, removed.headers['x-vestibule-wipe']]).toEqual([401, '1'])
})

test('W4 S1.15: a revoked account, a locked session and a closed portal get no file', async () => {
  const { db } = site.database
  const { id, cookie } = await person()
  const file = await uploaded(site.port, cookie, pdf())
  const code = async () => refusalOf(await ownDownload(site.port, cookie, file.id))
  await db
    .updateTable('portal_session')
    .set({ lock_minutes: 5, locked_at: new Date() })
    .where('participant_id', '=', id)
    .execute()
  expect(await code()).toBe('SESSION_LOCKED')
  await db
    .updateTable('portal_session')
    .set({ lock_minutes: null, locked_at: null })
    .where('participant_id', '=', id)
    .execute()
  await allowEveryWay(site, { portalEnabled: false })
  expect(await code()).toBe('PORTAL_OFF')
  await allowEveryWay(site)
  await db.updateTable('account').set({ disabled_at: new Date() }).where('participant_id', '=', id).execute()
  expect(await code()).toBe('NOT_SIGNED_IN')
})

test('F2: bytes that were altered, moved to another file or lost never leave as a file', async () => {
  const { db } = site.database
  const { cookie } = await person()
  const [one, two] = [await uploaded(site.port, cookie, pdf(3 * MB)), await uploaded(site.port, cookie, pdf(3 * MB))]
  const part = (id: string, at: number) =>
    db.selectFrom('file_part').selectAll().where('file_id', '=', id).where('part', '=', at)
  const put = async (id: string, at: number, sealed: Buffer) =>
    await db.updateTable('file_part').set({ sealed }).where('file_id', '=', id).where('part', '=', at).execute()
  const [mine, foreign] = [
    await part(one.id, 1).executeTakeFirstOrThrow(),
    await part(two.id, 1).executeTakeFirstOrThrow(),
  ]
  const first = await part(one.id, 0).executeTakeFirstOrThrow()
  const altered = Buffer.from(mine.sealed)
  altered[500] = (altered[500] ?? 0) ^ 1
  for (const sealed of [altered, foreign.sealed, first.sealed]) {
    await put(one.id, 1, sealed)
    const cut = await ownDownload(site.port, cookie, one.id)
    expect([cut.whole, cut.bytes.length <= MB]).toEqual([false, true])
  }
  await put(one.id, 1, mine.sealed)
  expect((await ownDownload(site.port, cookie, one.id)).whole).toBe(true)
  await put(one.id, 0, foreign.sealed)
  expect((await ownDownload(site.port, cookie, one.id)).status).toBe(500)
  // The owner of the row is bound too: a row that is given to somebody else opens for nobody.
  await db.updateTable('file').set({ participant_id: wanda.id }).where('id', '=', two.id).execute()
  expect((await ownDownload(site.port, wanda.cookie, two.id)).status).toBe(500)
})

test('F2: 0 public addresses: no page, asset or path of the server gives a file to nobody, and none to a HEAD or a POST', async () => {
  const places = ['', '/files', '/assets', '/portal/files', '/api/files', '/api/branding/logo', '/api']
  for (const place of places) {
    const answer = await rawRequest(site.port, `${place}/${held.id}`)
    expect([place, answer.status, answer.body.includes('%PDF')]).toEqual([place, 404, false])
  }
  const head = await download(site.port, `${FILES}/${held.id}`, {}, 'HEAD')
  expect([head.status, head.bytes.length]).toEqual([401, 0])
  const posted = await rawRequest(site.port, `${FILES}/${held.id}`, {
    method: 'POST',
    headers: { cookie: robin.cookie, origin: PORTAL_ORIGIN },
  })
  expect(posted.status).toBeGreaterThanOrEqual(400)
})

test('U1: each download is one row of the audit log, of the participant and of staff alike', async () => {
  const { db } = site.database
  const count = async () =>
    Number(
      (
        await db
          .selectFrom('audit_log')
          .select((select) => select.fn.countAll<number>().as('count'))
          .where('action', '=', 'file.downloaded')
          .where('outcome', '=', 'ok')
          .executeTakeFirstOrThrow()
      ).count,
    )
  const before = await count()
  await ownDownload(site.port, robin.cookie, held.id)
  await ownDownload(site.port, robin.cookie, held.id)
  await staffDownload(site.port, desks.manager, held.id)
  await ownDownload(site.port, wanda.cookie, held.id)
  expect(await count()).toBe(before + 3)
})

test('F2 U1: to ask whether a file would open is no download: the same refusals, no byte, and a row only where it is refused', async () => {
  const { db } = site.database
  const rows = async () =>
    await db.selectFrom('audit_log').select('outcome').where('action', '=', 'file.downloaded').execute()
  const before = (await rows()).length
  const own = async (cookie: string, id: string) => await download(site.port, `${FILES}/${id}?ask`, { cookie })
  const staff = async (desk: Desk, id: string) => {
    const path = `${STAFF_FILES}/${id}?ask`
    return await download(site.port, path, proofHeaders(desk, 'GET', path, '', desk.session))
  }
  for (const { status, bytes } of [await own(robin.cookie, held.id), await staff(desks.staff, held.id)])
    expect([status, bytes.length]).toEqual([204, 0])
  for (const answer of [await own(wanda.cookie, held.id), await own(robin.cookie, randomUUID())])
    expect(refusalOf(answer)).toBe('NOT_FOUND')
  expect(refusalOf(await own('', held.id))).toBe('NOT_SIGNED_IN')
  expect(refusalOf(await staff(desks.staff, loose.id))).toBe('NOT_FOUND')
  expect(refusalOf(await staff(desks.auditor, held.id))).toBe('FORBIDDEN')
  expect(await rows()).toHaveLength(before)
  const stranger = await addDesk(site.database, 'staff', `ask.${randomUUID().slice(0, 8)}@alder.example`)
  expect(refusalOf(await staff(stranger, held.id))).toBe('NOT_FOUND')
  expect((await rows()).slice(before)).toEqual([{ outcome: 'refused' }])
})
