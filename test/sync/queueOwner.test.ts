import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { replicaName } from '../../renderer/console/shell/session'
import { edit, inviteFor, staffId } from './support/clinic'
import { freshProfile } from './support/console'
import { type EngineSite, openEngineSite } from './support/engineSite'
import { createLink } from './support/link'

let site: EngineSite
beforeAll(async () => {
  site = await openEngineSite()
})
afterEach(() => site.closeConsole())
afterAll(() => site.close())

test('D4, U1: another person’s sign-in on the same machine neither shows nor sends the queue of the first, which is whole when they come back', async () => {
  const [profile, link] = [freshProfile(), createLink()]
  const id = site.clinic.participants[0] ?? ''
  const items = [inviteFor(id), edit(id, { address: ['', 'of the first'] })]
  const ids = items.map(({ writeId }) => writeId)
  const first = await site.start(link, { profile, name: replicaName(staffId('staff')) })
  await first.settle()
  link.isUp = false
  await first.engine.syncNow()
  for (const item of items) await first.replica.enqueue(item)
  await site.closeConsole()

  // The same disk and even the same key: only the name of the person differs.
  const other = await site.start(createLink(), { who: 'manager', profile, name: replicaName(staffId('manager')) })
  await other.settle()
  expect([...other.replica.stores.outbox.all()]).toEqual([])
  const ledger = async () =>
    (await site.clinic.db.selectFrom('sync_write').select('write_id').where('write_id', 'in', ids).execute()).length
  expect(await ledger()).toBe(0)
  await site.closeConsole()

  link.isUp = true
  const back = await site.start(link, { profile, name: replicaName(staffId('staff')) })
  expect(await back.settle()).toBe(true)
  expect(await ledger()).toBe(2)
  expect(back.replica.stores.outbox.get(ids[0] ?? '')?.state).toBe('applied')
})
