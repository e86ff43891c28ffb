import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openDirectory } from '../../renderer/console/participants/participantDirectory'
import { inTransaction, nextRev } from '../../server/platform/database/transaction'
import { type Clinic, creation, edit, inviteFor, NOW, revocation, setScope } from './support/clinic'
import { copiesOf, differences, freshProfile } from './support/console'
import { type EngineSite, openEngineSite } from './support/engineSite'
import { createLink } from './support/link'

let site: EngineSite
let clinic: Clinic
beforeAll(async () => {
  site = await openEngineSite()
  clinic = site.clinic
})
afterEach(() => site.closeConsole())
afterAll(() => site.close())

const start = (...args: Parameters<EngineSite['start']>) => site.start(...args)
const newEpoch = () => site.newEpoch()
const addressOf = (id: string) => site.addressOf(id)

test.each([
  'admin',
  'manager',
  'staff',
  'front_desk',
] as const)('Y3: after its first sync in small pages the replica of %s is what the server has for them', async (who) => {
  const { replica, settle, engine } = await start(createLink(), { who })
  expect(await settle()).toBe(true)
  expect(await differences(replica, clinic, who)).toEqual([])
  expect(engine.state()).toMatchObject({ progress: null, alarm: null, problem: null })
  expect(engine.state().lastSyncAt).not.toBeNull()
})

test('Y3: a first sync that is cut half-way goes on where it stood after the console was closed, and is not called complete', async () => {
  const [profile, link] = [freshProfile(), createLink()]
  let pages = 0
  link.fault = (call) => (call === 'pull' && ++pages > 2 ? 'cutBefore' : 'none')
  const first = await start(link, { profile })
  await first.settle(2)
  const [half, reached] = [copiesOf(first.replica).size, first.replica.meta().checkpoint?.rev ?? 0]
  expect(first.replica.meta().lastSyncAt).toBeNull()
  await first.close()
  link.fault = () => 'none'
  link.calls.pull = 0
  const second = await start(link, { profile })
  expect(copiesOf(second.replica).size).toBe(half)
  expect(second.replica.meta().checkpoint?.rev).toBe(reached)
  expect(await second.settle()).toBe(true)
  expect(await differences(second.replica, clinic, 'staff')).toEqual([])
})

test('Y1, Y2: an edit whose answer was lost is sent again and has the effect of one', async () => {
  const link = createLink()
  const { replica, settle } = await start(link)
  await settle()
  let cuts = 2
  link.fault = (call) => (call === 'push' && cuts-- > 0 ? 'cutAfter' : 'none')
  const id = clinic.participants[8] ?? ''
  const audit = async () => (await clinic.db.selectFrom('audit_log').select('seq').execute()).length
  const before = await audit()
  await replica.enqueue(edit(id, { address: ['', 'Lane 8'] }))
  expect(await settle()).toBe(true)
  expect([await addressOf(id), (await audit()) - before, replica.stores.outbox.size]).toEqual(['Lane 8', 1, 0])
  expect(replica.stores.participants.get(id)?.address).toBe('Lane 8')
})

test('Y1: what was saved offline survives closing, is shown with its own words, and arrives in its order', async () => {
  const [profile, link] = [freshProfile(), createLink()]
  const first = await start(link, { profile })
  await first.settle()
  link.isUp = false
  const born = creation(clinic)
  const bornId = born.kind === 'participant.create' ? born.participantId : ''
  const invite = randomUUID()
  const items = [born, edit(bornId, { address: ['', 'Lane 1'] }), edit(bornId, { address: ['Lane 1', 'Lane 2'] })]
  for (const item of [...items, inviteFor(bornId, invite), revocation(invite)]) await first.replica.enqueue(item)
  await first.close()
  const second = await start(link, { profile })
  const directory = openDirectory(second.replica)
  expect(directory.get(bornId)).toMatchObject({ isDraft: true, participant: { address: 'Lane 2' } })
  link.isUp = true
  expect(await second.settle()).toBe(true)
  expect(directory.get(bornId)).toMatchObject({ isDraft: false, participant: { address: 'Lane 2' } })
  expect(directory.get(bornId)?.pendingPaths.size).toBe(0)
  expect(second.replica.stores.invites.get(invite)?.revokedAt).not.toBeNull()
  expect(await differences(second.replica, clinic, 'staff')).toEqual([])
  directory.stop()
})

test('Y6, Y9: a refusal stays in the outbox with its reason until it is dismissed; a conflict is in the replica at once', async () => {
  const { replica, settle } = await start()
  await settle()
  const id = clinic.participants[10] ?? ''
  const refused = edit(clinic.participants[1] ?? '', { address: ['', 'not mine'] })
  await clinic.push('manager', [edit(id, { address: ['', 'first'] })])
  for (const item of [refused, edit(id, { address: ['', 'second'] })]) await replica.enqueue(item)
  expect(await settle()).toBe(true)
  expect(replica.stores.outbox.get(refused.writeId)).toMatchObject({ state: 'refused', reason: 'out_of_scope' })
  const lost = [...replica.stores.conflicts.all()].map(([, conflict]) => conflict.lostValue)
  expect(lost).toContain('second')
  expect(replica.stores.participants.get(id)?.address).toBe('first')
  await replica.dismiss(refused.writeId)
  expect(replica.stores.outbox.size).toBe(0)
})

test('Y4: a new epoch means a full resync; unsent writes stay, and what the server no longer has is swept', async () => {
  const link = createLink()
  const { replica, settle } = await start(link)
  await settle()
  link.isUp = false
  const [kept = '', dropped = ''] = [clinic.participants[12], clinic.participants[14]]
  await replica.enqueue(edit(kept, { address: ['', 'unsent'] }))
  // As after restoring a backup from before this person entered the caseload: no sign that they ever left.
  await clinic.db.deleteFrom('scope').where('participant_id', '=', dropped).execute()
  await newEpoch()
  link.isUp = true
  expect(await settle()).toBe(true)
  expect(replica.stores.participants.get(dropped)).toBeUndefined()
  expect(await addressOf(kept)).toBe('unsent')
  expect(await differences(replica, clinic, 'staff')).toEqual([])
  expect(replica.meta().alarm).toBeNull()
})

test('Y4: a resync that was cut half-way starts over after a restart and ends right', async () => {
  const [profile, link] = [freshProfile(), createLink()]
  const first = await start(link, { profile })
  await first.settle()
  const old = first.replica.meta().checkpoint
  await newEpoch()
  let pages = 0
  link.fault = (call) => (call === 'pull' && ++pages > 2 ? 'cutBefore' : 'none')
  await first.settle(2)
  expect(first.replica.meta().checkpoint).toEqual(old)
  await first.close()
  const gone = clinic.participants[16] ?? ''
  await clinic.db.deleteFrom('scope').where('participant_id', '=', gone).execute()
  link.fault = () => 'none'
  const second = await start(link, { profile })
  expect(second.replica.stores.participants.get(gone)).toBeDefined()
  expect(await second.settle()).toBe(true)
  expect(second.replica.stores.participants.get(gone)).toBeUndefined()
  expect(await differences(second.replica, clinic, 'staff')).toEqual([])
})

test('Y4: an epoch that changes in the middle of a resync leaves nothing of the epoch before', async () => {
  const link = createLink()
  const { replica, settle } = await start(link)
  await settle()
  const gone = [...replica.stores.participants.all()].map(([id]) => id)[0] ?? ''
  await newEpoch()
  let pages = 0
  const pull = clinic.pull
  const changing: Clinic = {
    ...clinic,
    pull: async (who, input) => {
      if (++pages === 4) {
        await clinic.db.deleteFrom('scope').where('participant_id', '=', gone).execute()
        await newEpoch()
      }
      return await pull(who, input)
    },
  }
  Object.assign(clinic, { pull: changing.pull })
  try {
    expect(await settle()).toBe(true)
  } finally {
    Object.assign(clinic, { pull })
  }
  expect(pages).toBeGreaterThan(5)
  expect(await differences(replica, clinic, 'staff')).toEqual([])
})

test('D4: who leaves the scope is purged with invites, account and conflicts within one sync, and comes back whole', async () => {
  const { replica, settle } = await start()
  const id = clinic.participants[4] ?? ''
  await clinic.push('admin', [inviteFor(id)])
  await inTransaction(clinic.db, async (tx) => {
    const person = { email: 'a@b.example', email_norm: 'a@b.example', display_name: 'A', password_hash: '-' }
    const row = { participant_id: id, rev: await nextRev(tx), ...person, language: 'en', created_at: NOW }
    await tx.insertInto('account').values(row).execute()
  })
  await settle()
  const about = () =>
    [...copiesOf(replica)].filter(
      ([key, body]) => key.includes(id) || ('participantId' in body && body.participantId === id),
    )
  const before = about().map(([key]) => key.split(' ')[0])
  expect(new Set(before)).toEqual(new Set(['participants', 'invites', 'accounts', 'conflicts']))
  await setScope(clinic, 'staff', id, false)
  await settle()
  expect(about()).toEqual([])
  expect(await differences(replica, clinic, 'staff')).toEqual([])
  await setScope(clinic, 'staff', id, true)
  await settle()
  expect(about().length).toBe(before.length)
  expect(await differences(replica, clinic, 'staff')).toEqual([])
})

test('D4: an edit that was waiting when its person left the scope is refused by name, not lost', async () => {
  const link = createLink()
  const { replica, settle } = await start(link)
  await settle()
  const id = clinic.participants[6] ?? ''
  link.isUp = false
  const item = edit(id, { address: ['', 'too late'] })
  await replica.enqueue(item)
  await setScope(clinic, 'staff', id, false)
  link.isUp = true
  await settle()
  expect(replica.stores.participants.get(id)).toBeUndefined()
  expect(replica.stores.outbox.get(item.writeId)).toMatchObject({ state: 'refused', reason: 'out_of_scope' })
  await setScope(clinic, 'staff', id, true)
})
