import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newToken, tokenHash } from '../../server/platform/secrets/opaqueToken'
import { MB } from '../../shared/files/fileLimits'
import { codeOf, join, openLink, portalCall, pushInvite } from '../security/support/calls'
import { addClinic, addParticipant, type Desks, proofHeaders } from '../security/support/people'
import { allowEveryWay } from '../security/support/rich'
import { openSite, PORTAL_ORIGIN, type Site } from '../security/support/servers'
import { dump, snapshot } from '../security/support/snapshot'
import { rawRequest } from '../support/httpApp'
import { docx, latin, pdf, png } from './contents'
import { FILES, OWN_PAGE, ownDownload, submitted, upload, uploaded, verdictOf } from './fileSite'

let site: Site
let desks: Desks
let cookie = ''
let participantId = ''

beforeAll(async () => {
  site = await openSite({ servers: 2 })
  desks = await addClinic(site.database)
  await allowEveryWay(site)
})
beforeEach(async () => {
  await site.forgetRates()
  ;({ cookie, participantId } = await person())
})
afterAll(() => site.stop())

async function person() {
  const id = await addParticipant(site.database, desks)
  return { participantId: id, cookie: await join(site.port, desks.admin, id, `${id}@example.org`) }
}

const filesOf = async (owner = participantId) =>
  await site.database.db.selectFrom('file').selectAll().where('participant_id', '=', owner).execute()

test('F1: an upload is answered with id, cleaned name, type by content and size, and reads back byte for byte', async () => {
  const content = pdf(3 * MB + 17)
  const file = await uploaded(site.port, cookie, content, 'C:\\scans\\My letter\u202efdp.exe')
  expect(file).toEqual({ id: file.id, name: 'My letterfdp.exe.pdf', type: 'pdf', size: 3 * MB + 17 })
  expect((await ownDownload(site.port, cookie, file.id)).bytes.equals(content)).toBe(true)
})

test('F2: nothing of the content stands in the database, in any row or in any form', async () => {
  const canary = 'canary-of-a-diagnosis'
  await uploaded(site.port, cookie, Buffer.concat([pdf().subarray(0, 20), latin(canary), pdf()]))
  const all = await dump(site.database)
  expect(all).toContain(participantId)
  for (const form of [canary, Buffer.from(canary).toString('hex'), Buffer.from(canary).toString('base64')])
    expect(all).not.toContain(form)
})

test('F1: the limit of the clinic is exact: 10 MB unless it says otherwise, 1 to 25', async () => {
  const at = async (size: number) => verdictOf(await upload(site.port, cookie, pdf(size)))
  expect([await at(10 * MB), await at(10 * MB + 1)]).toEqual(['ok', 'file_too_large'])
  await allowEveryWay(site, { uploadMegabytes: 25 })
  expect(await at(10 * MB + 1)).toBe('ok')
  await allowEveryWay(site, { uploadMegabytes: 1 })
  expect([await at(MB), await at(MB + 1)]).toEqual(['ok', 'file_too_large'])
  const told = await portalCall(site.port, 'files.limits', 'query', undefined, cookie)
  expect(JSON.parse(told.body).result.data).toEqual({ largestBytes: MB })
  await allowEveryWay(site)
})

test('F1: a body without a length is stopped too, while it is still being sent', async () => {
  let sent = 0
  const answer = await new Promise<number>((resolve) => {
    const call = request({ port: site.port, path: FILES, method: 'POST', headers: { ...OWN_PAGE, cookie } })
    call.once('response', (res) => resolve(res.statusCode ?? 0))
    // Cut in the middle of sending; whether the refusal arrives before that is a matter of luck.
    call.once('error', () => resolve(413))
    const more = () => {
      if (call.destroyed || sent > 200 * MB) return
      sent += MB
      call.write(pdf(MB), () => setImmediate(more))
    }
    more()
  })
  expect(answer).toBe(413)
  expect(sent).toBeLessThan(100 * MB)
  expect(await filesOf()).toEqual([])
})

test('F1: what is refused leaves nothing: empty, another kind, damaged, too much inside', async () => {
  const before = await snapshot(site.database, ['portal_session', 'file_part'])
  const bad = [Buffer.alloc(0), latin('<svg/>'), pdf().subarray(0, 9), png(20_000, 20_000)]
  const verdicts = []
  for (const content of bad) verdicts.push(verdictOf(await upload(site.port, cookie, content, 'a.pdf')))
  expect(verdicts).toEqual(['file_empty', 'file_type', 'file_damaged', 'file_pixels'])
  expect(await snapshot(site.database, ['portal_session', 'file_part'])).toEqual(before)
})

/** So many files that are there already, without their bytes. */
async function hold(count: number, size: number): Promise<void> {
  const rows = Array.from({ length: count }, () => ({
    ...{ id: randomUUID(), participant_id: participantId, name: 'a.pdf', type: 'pdf' as const, size },
    created_at: new Date(),
  }))
  await site.database.db.insertInto('file').values(rows).execute()
}

test('F1: of 20 uploads over two servers at once, with 98 files there, exactly two fit', async () => {
  await hold(98, 10)
  const answers = await race(20, () => pdf())
  expect(answers.filter((verdict) => verdict === 'ok')).toHaveLength(2)
  expect(answers.filter((verdict) => verdict === 'file_count')).toHaveLength(18)
  expect(await filesOf()).toHaveLength(100)
})

test('F1: of 20 uploads over two servers at once, with room for three in 500 MB, exactly three fit, to the byte', async () => {
  const size = pdf().length
  await hold(50, 10 * MB - size)
  await hold(1, 47 * size)
  const answers = await race(20, () => pdf())
  expect(answers.filter((verdict) => verdict === 'ok')).toHaveLength(3)
  expect(answers.filter((verdict) => verdict === 'file_space')).toHaveLength(17)
  const held = (await filesOf()).reduce((sum, file) => sum + file.size, 0)
  expect(held).toBe(500 * MB)
})

/** Half of them to each server, where a participant uploads one file at a time: so two are always under way, from sessions of their own. */
async function race(count: number, content: () => Buffer): Promise<string[]> {
  const lanes = site.servers.slice(0, 2).map(async ({ port }) => {
    const verdicts: string[] = []
    for (let left = count / 2; left > 0; left--)
      verdicts.push(verdictOf(await upload(port, await copyOfSession(), content())))
    return verdicts
  })
  return (await Promise.all(lanes)).flat()
}

async function copyOfSession(): Promise<string> {
  const { db } = site.database
  const token = newToken()
  const { id: _id, ...row } = await db
    .selectFrom('portal_session')
    .selectAll()
    .where('participant_id', '=', participantId)
    .limit(1)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('portal_session')
    .values({ ...row, hash: tokenHash(token) })
    .execute()
  return `__Host-vestibule=${token}`
}

test('F1: one participant uploads one file at a time, from whatever session; the next is let in when the first is over, also when that was cut', async () => {
  const first = await slowUpload()
  const second = await upload(site.port, await copyOfSession(), pdf())
  expect([second.status, verdictOf(second), second.headers['retry-after']]).toEqual([429, 'file_busy', '3'])
  first.cut()
  await expect.poll(async () => verdictOf(await upload(site.port, cookie, pdf())), { timeout: 60_000 }).toBe('ok')
})

test('F1: an upload that is cut, or shorter than it said, leaves nothing', async () => {
  const before = await snapshot(site.database, ['portal_session', 'file_part'])
  const cut = await slowUpload()
  cut.cut()
  await expect
    .poll(async () => verdictOf(await upload(site.port, cookie, latin('x'))), { timeout: 60_000 })
    .toBe('file_type')
  expect(await snapshot(site.database, ['portal_session', 'file_part'])).toEqual(before)
})

/** An upload of half a good file that the server has begun to read: its turn is counted. */
async function slowUpload(who = { cookie, participantId }) {
  const content = pdf(2 * MB)
  const headers = { ...OWN_PAGE, cookie: who.cookie, 'content-length': String(content.length) }
  const call = request({ port: site.port, path: FILES, method: 'POST', headers, agent: false })
  const answer = new Promise<number>((resolve) => {
    call.once('response', (res) => {
      res.resume()
      resolve(res.statusCode ?? 0)
    })
    call.once('error', () => resolve(0))
  })
  call.write(content.subarray(0, MB))
  await expect.poll(() => turnsOf(who.participantId), { timeout: 60_000, interval: 20 }).toBe(1)
  return { answer, cut: () => call.destroy(), finish: () => call.end(content.subarray(MB)) }
}

async function turnsOf(owner: string): Promise<number> {
  const { db } = site.database
  const row = await db.selectFrom('rate_counter').select('count').where('key', '=', `files/${owner}`).executeTakeFirst()
  return row?.count ?? 0
}

test('W4: whoever is signed out or revoked while the bytes come in keeps nothing', async () => {
  const { db } = site.database
  const signedOut = await slowUpload()
  await portalCall(site.port, 'auth.signOut', 'mutation', undefined, cookie)
  signedOut.finish()
  expect(await signedOut.answer).toBe(401)
  const other = await person()
  const revoked = await slowUpload(other)
  const gone = { disabled_at: new Date() }
  await db.updateTable('account').set(gone).where('participant_id', '=', other.participantId).execute()
  revoked.finish()
  expect(await revoked.answer).toBe(401)
  expect([...(await filesOf()), ...(await filesOf(other.participantId))]).toEqual([])
})

test('W6: no foreign page, form or plain text uploads anything, and a GET is no upload', async () => {
  const before = await snapshot(site.database, ['portal_session', 'file_part'])
  const type = { 'content-type': 'application/octet-stream' }
  const foreign: Readonly<Record<string, string>>[] = [
    type,
    { ...type, origin: 'https://evil.example' },
    { ...type, origin: 'null' },
    { ...type, origin: PORTAL_ORIGIN, 'sec-fetch-site': 'cross-site' },
    { ...type, 'sec-fetch-site': 'none' },
  ]
  for (const headers of foreign)
    expect(verdictOf(await upload(site.port, cookie, pdf(), 'a', headers))).toBe('WRONG_ORIGIN')
  const forms = [
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/pdf',
  ]
  for (const form of [...forms, 'application/json']) {
    const headers = { origin: PORTAL_ORIGIN, 'content-type': form }
    expect(verdictOf(await upload(site.port, cookie, pdf(), 'a', headers))).toBe('WRONG_MEDIA_TYPE')
  }
  const packed = { ...OWN_PAGE, 'content-encoding': 'gzip' }
  expect(verdictOf(await upload(site.port, cookie, pdf(), 'a', packed))).toBe('WRONG_MEDIA_TYPE')
  expect((await rawRequest(site.port, FILES, { headers: { cookie } })).status).toBe(404)
  expect(await snapshot(site.database, ['portal_session', 'file_part'])).toEqual(before)
})

test('D2 I9 M5 S3.18: uploads have the gates of every procedure', async () => {
  const { db } = site.database
  const verdict = async (own: string) => verdictOf(await upload(site.port, own, pdf()))
  const id = await addParticipant(site.database, desks)
  const registering = await join(site.port, desks.admin, id, `${id}@example.org`, false)
  const { token } = await pushInvite(site.port, desks.admin, await addParticipant(site.database, desks))
  expect(await verdict('')).toBe('NOT_SIGNED_IN')
  expect(await verdict(`__Host-vestibule=${desks.admin.session}`)).toBe('NOT_SIGNED_IN')
  expect(await verdict(await openLink(site.port, token))).toBe('NOT_SIGNED_IN')
  expect(await verdict(registering)).toBe('CONSENT_REQUIRED')
  const staff = { ...proofHeaders(desks.admin, 'POST', FILES, '', desks.admin.session), ...OWN_PAGE }
  expect(verdictOf(await upload(site.port, '', pdf(), 'a', staff))).toBe('NOT_SIGNED_IN')
  await allowEveryWay(site, { portalEnabled: false })
  expect(await verdict(cookie)).toBe('PORTAL_OFF')
  await allowEveryWay(site)
  const about = (change: object) =>
    db.updateTable('portal_session').set(change).where('participant_id', '=', participantId).execute()
  await about({ lock_minutes: 5, locked_at: new Date() })
  expect(await verdict(cookie)).toBe('SESSION_LOCKED')
  await about({ lock_minutes: null, locked_at: null })
  await db.updateTable('account').set({ mfa_required: true }).where('participant_id', '=', participantId).execute()
  expect(await verdict(cookie)).toBe('MFA_REQUIRED')
  expect(await filesOf()).toEqual([])
})

test('H2: a name that cannot be read is 400, and the longest name is cut; nothing of it is in the audit log (U1, U2)', async () => {
  const named = (name: string) => upload(site.port, cookie, pdf(), 'a', { ...OWN_PAGE, 'x-file-name': name })
  expect((await named('%E0%A4%A')).status).toBe(400)
  expect((await named('a'.repeat(4_001))).status).toBe(400)
  const file = await uploaded(site.port, cookie, docx(), `${'Ångström'.repeat(40)}.docx`)
  expect([...file.name].length).toBe(150)
  const rows = await site.database.db
    .selectFrom('audit_log')
    .select(['action', 'actor_kind', 'target_kind', 'target_id', 'outcome', 'detail'])
    .where('target_id', '=', participantId)
    .where('action', 'like', 'file.%')
    .execute()
  const detail = { file: file.id, type: 'docx', size: file.size }
  const target = { target_kind: 'participant', target_id: participantId }
  expect(rows).toEqual([{ action: 'file.uploaded', actor_kind: 'participant', ...target, outcome: 'ok', detail }])
})

test('F1: an upload can be taken back until a request holds it; nobody else can take it back', async () => {
  const [mine, held] = [await uploaded(site.port, cookie, pdf()), await uploaded(site.port, cookie, png())]
  const other = await person()
  const remove = async (own: string, id: string) =>
    codeOf(await portalCall(site.port, 'files.remove', 'mutation', { id }, own))
  expect(await remove(other.cookie, mine.id)).toBe('NOT_FOUND')
  expect(await remove(cookie, mine.id)).toBe('ok')
  expect(await remove(cookie, mine.id)).toBe('NOT_FOUND')
  expect(await submitted(site.port, cookie, [held.id])).toBe('ok')
  expect(await remove(cookie, held.id)).toBe('NOT_FOUND')
  expect((await filesOf()).map(({ id }) => id)).toEqual([held.id])
  const left = await site.database.db.selectFrom('file_part').select('file_id').where('file_id', '=', mine.id).execute()
  expect(left).toEqual([])
})
