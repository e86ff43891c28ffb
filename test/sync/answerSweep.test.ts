import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sweepAnswers } from '../../server/sync/writeLedger'
import type { PushResult } from '../../shared/sync/syncSchemas'
import { auditRows, edit, inviteFor, revocation } from './support/clinic'
import { openPushSite, outcomes, type PushSite } from './support/pushSite'

const DAY_MS = 86_400_000
let site: PushSite
beforeAll(async () => {
  site = await openPushSite()
})
afterAll(() => site.close())

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS)
/** Applied, a conflict, a refusal and commands: every kind of answer that stays. */
function everyKind() {
  const [one, two, three] = [site.somebody(), site.somebody(), site.somebody()]
  const invite = randomUUID()
  return [
    edit(one, { pronouns: ['', 'she/her'] }),
    edit(two, { pronouns: ['wrong base', 'they/them'] }),
    inviteFor(three, invite),
    revocation(invite),
    edit(randomUUID(), { address: ['', 'nobody'] }),
  ]
}
const short = ({ writeId, outcome, reason }: PushResult) => ({ writeId, outcome, ...(reason ? { reason } : {}) })

test('Y2: after 30 days a repeat is answered with its outcome alone, is not applied, and leaves no audit row, on either process', async () => {
  const { clinic, other } = site
  const items = everyKind()
  const first = await clinic.push('staff', items)
  expect(outcomes(first)).toEqual(['applied', 'conflict', 'applied', 'applied', 'refused out_of_scope'])
  expect(await sweepAnswers(clinic.db, inDays(30 - 1 / 24))).toBe(0)
  expect(await other.push('staff', items)).toEqual(first)

  const swept = await Promise.all([sweepAnswers(clinic.db, inDays(31)), sweepAnswers(other.db, inDays(31))])
  expect((swept[0] ?? 0) + (swept[1] ?? 0)).toBe(items.length)
  const [print, audit] = [await site.fingerprint(), await auditRows(clinic)]
  for (const server of [other, clinic, other]) expect(await server.push('staff', items)).toEqual(first.map(short))
  expect([await site.fingerprint(), await auditRows(clinic)]).toEqual([print, audit])
  expect(await sweepAnswers(clinic.db, inDays(60))).toBe(0)
})

test('Y2: an emptied answer holds no name, no value and nothing of the record, and is nobody else’s', async () => {
  const { clinic } = site
  const id = site.somebody()
  const item = edit(id, { address: ['', 'Canary Lane 7'] })
  await clinic.push('staff', [item])
  const stored = async () => {
    const query = clinic.db.selectFrom('sync_write').selectAll().where('write_id', '=', item.writeId)
    return await query.executeTakeFirstOrThrow()
  }
  expect(JSON.stringify(await stored())).toContain('Canary Lane 7')
  await sweepAnswers(clinic.db, inDays(31))
  expect((await stored()).result).toEqual({ writeId: item.writeId, outcome: 'applied' })
  expect(outcomes(await clinic.push('staff2', [item]))).toEqual(['refused malformed'])
})

test('Y2: a console that gets an outcome alone has the rows from its next pull', async () => {
  const { clinic } = site
  const id = site.somebody()
  const before = await clinic.pull('staff')
  const item = edit(id, { address: ['', 'Lane 9'] })
  await clinic.push('staff', [item])
  await sweepAnswers(clinic.db, inDays(31))
  const [answer] = await clinic.push('staff', [item])
  expect(answer).toEqual({ writeId: item.writeId, outcome: 'applied' })
  const after = await clinic.pull('staff', { checkpoint: before.checkpoint })
  const row = after.rows.participants?.find((participant) => participant.id === id)
  expect(row?.address).toBe('Lane 9')
})
