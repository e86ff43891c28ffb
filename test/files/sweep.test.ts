import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sweepUploads } from '../../server/files/fileService'
import { inTransaction } from '../../server/platform/database/transaction'
import { join } from '../security/support/calls'
import { addClinic, addParticipant, type Desks } from '../security/support/people'
import { openSite, type Site } from '../security/support/servers'
import { pdf, png } from './contents'
import { ownDownload, submitted, uploaded } from './fileSite'

let site: Site
let desks: Desks
let cookie = ''
let participantId = ''

beforeAll(async () => {
  site = await openSite()
  desks = await addClinic(site.database)
  participantId = await addParticipant(site.database, desks)
  cookie = await join(site.port, desks.admin, participantId, 'robin@example.org')
})
afterAll(() => site.stop())

const DAY_MS = 86_400_000
const ids = async () => (await site.database.db.selectFrom('file').select('id').execute()).map(({ id }) => id)

test('F1: an upload that no request took up is gone after 24 hours, content and all; what a request holds stays for good', async () => {
  const { db } = site.database
  const [held, loose] = [await uploaded(site.port, cookie, pdf()), await uploaded(site.port, cookie, png())]
  expect(await submitted(site.port, cookie, [held.id])).toBe('ok')
  const { created_at: at } = await db
    .selectFrom('file')
    .selectAll()
    .where('id', '=', loose.id)
    .executeTakeFirstOrThrow()
  expect(await sweepUploads({ db }, new Date(at.getTime() + DAY_MS))).toBe(0)
  expect(await sweepUploads({ db }, new Date(at.getTime() + DAY_MS + 1))).toBe(1)
  expect(await ids()).toEqual([held.id])
  const parts = await db.selectFrom('file_part').select('file_id').execute()
  expect(new Set(parts.map(({ file_id }) => file_id))).toEqual(new Set([held.id]))
  expect(await sweepUploads({ db }, new Date(at.getTime() + 4_000 * DAY_MS))).toBe(0)
  expect((await ownDownload(site.port, cookie, loose.id)).status).toBe(404)
  const row = await db
    .selectFrom('audit_log')
    .select(['actor_kind', 'target_id', 'detail'])
    .where('action', '=', 'file.removed')
    .executeTakeFirstOrThrow()
  expect(row).toEqual({ actor_kind: 'system', target_id: participantId, detail: { file: loose.id } })
})

test('F1: more than one batch of forgotten uploads goes in one sweep', async () => {
  const { db } = site.database
  const old = new Date(Date.now() - 2 * DAY_MS)
  const file = { participant_id: participantId, name: 'a.pdf', type: 'pdf', size: 1, created_at: old } as const
  await db
    .insertInto('file')
    .values(Array.from({ length: 450 }, () => ({ id: randomUUID(), ...file })))
    .execute()
  expect(await sweepUploads({ db }, new Date())).toBe(450)
})

test('F1: an upload that is being attached at this moment is neither swept nor waited for', async () => {
  const { db } = site.database
  const loose = await uploaded(site.port, cookie, pdf())
  const later = new Date(Date.now() + 2 * DAY_MS)
  await inTransaction(db, async (tx) => {
    await tx.selectFrom('file').select('id').where('id', '=', loose.id).forUpdate().execute()
    expect(await sweepUploads({ db }, later)).toBe(0)
  })
  expect(await ids()).toContain(loose.id)
})
