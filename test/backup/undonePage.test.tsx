// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { bringItBack } from '../../renderer/console/backup/bringItBack'
import { UndoneBanner } from '../../renderer/console/backup/UndoneBanner'
import { UndonePage } from '../../renderer/console/backup/UndonePage'
import { type UndoneView, undoneViews } from '../../renderer/console/backup/undoneViews'
import { startResync } from '../../renderer/console/replica/replicaRows'
import type { Role } from '../../shared/access/roles'
import type { Participant } from '../../shared/participants/participantSchemas'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { choose, named, settle } from '../console/participantsHands'
import {
  CLINIC,
  closeClinics,
  openTestClinic,
  PROGRAM,
  STAFF_ID,
  showPage,
  type TestClinic,
} from '../console/participantsKit'

afterEach(closeClinics)

const NOTE = {
  epoch: '30000000-0000-4000-8000-000000000001',
  restoredAt: '2026-03-02T10:00:00.000Z',
  backupMadeAt: '2026-03-01T22:00:00.000Z',
  auditRows: 100,
  acknowledgedAt: '2026-03-02T11:00:00.000Z',
  acknowledgedByName: 'Noor Haddad',
}
const AFTER = '2026-03-01T23:00:00.000Z'
const BEFORE = '2026-02-01T12:00:00.000Z'

/** A console through the resync after a restore: `first` had access revoked, `second` another address, `third` was made after the backup. */
async function restored(role: Role) {
  const clinic = await openTestClinic({ role, participants: 3, link: 'offline' })
  const [first, second, third] = clinic.people as [Participant, Participant, Participant]
  const account = { id: first.id, rev: 2, disabledAt: AFTER, disabledByName: 'Lee Park' }
  const edited = { ...second, rev: 3, address: '9 New Lane', updatedAt: AFTER }
  const rows = { accounts: [account], participants: [edited, { ...third, rev: 4, updatedAt: AFTER }] }
  await pull(clinic, rows)
  const resync = startResync(true)
  resync.unknown = new Set([third.id])
  await pull(
    clinic,
    {
      clinic: [{ ...CLINIC, rev: 5, restored: NOTE }],
      programs: [PROGRAM],
      staff: [{ id: STAFF_ID, rev: 1, displayName: 'Noor Haddad', role }],
      accounts: [{ ...account, disabledAt: null, disabledByName: null }],
      participants: [first, { ...second, address: '1 Old Lane', updatedAt: BEFORE }],
    },
    resync,
  )
  return { clinic, first, second, third }
}

async function pull({ replica }: TestClinic, rows: object, resync: ReturnType<typeof startResync> | null = null) {
  const head = { epoch: NOTE.epoch, count: 1, hash: 'h' }
  const checkpoint = { epoch: NOTE.epoch, rev: 9 }
  const answer = {
    rows,
    gone: [],
    checkpoint,
    reset: resync !== null,
    remaining: 0,
    head,
    witnessHash: null,
    serverTime: AFTER,
  }
  await act(async () => await replica.applyPull(answer as never, resync))
}

const text = () => document.body.textContent ?? ''
const wanted = ({ outbox }: TestClinic) => outbox().map(({ item }) => item)

test('K2 S0.18: a revocation that the restore undid stands first, and is queued again with one press', async () => {
  const { clinic, first } = await restored('staff')
  await showPage(clinic, <UndonePage />, '/restored')
  await settle()
  const cards = [...document.querySelectorAll('article')].map((card) => card.textContent ?? '')
  expect(cards).toHaveLength(3)
  expect(cards[0]).toContain('Portal access is open again')
  expect(cards[0]).toContain('by Lee Park')
  await choose('Revoke again')
  expect(wanted(clinic)).toMatchObject([{ kind: 'account.revoke', participantId: first.id }])
  // Not in the past tense: the server has not heard of it.
  expect(text()).toContain('Queued, takes effect when online')
  expect(named('Revoke again')).toBeUndefined()
})

test('K2: a field shows both values, comes back with what stands now as its base, and is over when the server has it', async () => {
  const { clinic, second } = await restored('staff')
  await showPage(clinic, <UndonePage />, '/restored')
  await settle()
  for (const words of ['9 New Lane', '1 Old Lane', 'Last changed before the restore']) expect(text()).toContain(words)
  await choose('Bring back: Address')
  const change = { path: 'address', base: '1 Old Lane', value: '9 New Lane' }
  expect(wanted(clinic)).toMatchObject([{ kind: 'edit', participantId: second.id, changes: [change] }])
  await pull(clinic, { participants: [{ ...second, rev: 11, address: '9 New Lane' }] })
  await settle()
  expect(text()).not.toContain('1 Old Lane')
})

test('K2: a record that the server lost is shown whole, and everything comes back after one question', async () => {
  const { clinic, first, second, third } = await restored('admin')
  await showPage(clinic, <UndonePage />, '/restored')
  await settle()
  expect(text()).toContain('The server does not have this record')
  expect(text()).toContain(third.fileNumber)
  await choose('Bring everything back')
  expect(text()).toContain('1 revocation, 1 record, and 1 field')
  await choose('Bring everything back')
  const about = wanted(clinic).map((item) => [item.kind, 'participantId' in item ? item.participantId : ''])
  expect(about).toEqual([
    ['account.revoke', first.id],
    ['participant.create', third.id],
    ['edit', second.id],
  ])
})

test('K2 Y1: an edit that was refused because the server had lost the record follows it', async () => {
  const { clinic, third } = await restored('staff')
  const change = { path: 'pronouns', base: third.pronouns, value: 'ze/zir' }
  const edit = { kind: 'edit' as const, writeId: crypto.randomUUID(), participantId: third.id, changes: [change] }
  await clinic.replica.enqueue(edit)
  await clinic.replica.applyResults([{ writeId: edit.writeId, outcome: 'refused', reason: 'out_of_scope' }])
  await showPage(clinic, <UndonePage />, '/restored')
  await settle()
  expect(text()).toContain('Change pronouns of')
  await choose('Make the record again')
  expect(wanted(clinic)).toMatchObject([
    { kind: 'participant.create', participantId: third.id },
    { kind: 'edit', participantId: third.id, changes: [change] },
  ])
  expect(wanted(clinic)[1]?.writeId).not.toBe(edit.writeId)
})

test('K2 Y1: such an edit stays on the list until it is queued, and one that was refused for another reason stays where it is', async () => {
  const { clinic, third } = await restored('staff')
  const edit = (path: string) =>
    ({
      kind: 'edit' as const,
      writeId: crypto.randomUUID(),
      participantId: third.id,
      changes: [{ path, base: '', value: 'x' }],
    }) satisfies OutboxItem
  const [lost, wrong] = [edit('pronouns'), edit('address')]
  for (const item of [lost, wrong]) await clinic.replica.enqueue(item)
  const refused = { outcome: 'refused' } as const
  await clinic.replica.applyResults([
    { writeId: lost.writeId, ...refused, reason: 'out_of_scope' },
    { writeId: wrong.writeId, ...refused, reason: 'invalid_value' },
  ])
  const view = undoneViews(clinic.replica.stores).find(({ id }) => id === third.id) as UndoneView
  const within = { access: false, record: true, paths: [] }
  const full = async () => {
    throw new Error('no room')
  }
  await expect(bringItBack({ ...clinic.replica, enqueue: full }, [{ view, within }])).rejects.toThrow('no room')
  expect(wanted(clinic)).toContainEqual(lost)
  await bringItBack(clinic.replica, [{ view, within }])
  const edits = wanted(clinic).filter(({ kind }) => kind === 'edit')
  expect(edits).toHaveLength(2)
  expect(edits).toContainEqual(wrong)
  expect(edits).not.toContainEqual(lost)
})

test('K2 Y1: bringing back a field ends an earlier try of the same, and no other edit that was refused', async () => {
  const { clinic, second } = await restored('staff')
  const of = (path: string) => {
    const changes = [{ path, base: '', value: 'x' }]
    return { kind: 'edit', writeId: crypto.randomUUID(), participantId: second.id, changes } satisfies OutboxItem
  }
  const [same, other] = [of('address'), of('pronouns')]
  for (const item of [same, other]) await clinic.replica.enqueue(item)
  const refused = { outcome: 'refused', reason: 'invalid_value' } as const
  await clinic.replica.applyResults([same, other].map(({ writeId }) => ({ writeId, ...refused })))
  await showPage(clinic, <UndonePage />, '/restored')
  await settle()
  await choose('Bring back: Address')
  expect(wanted(clinic)).toContainEqual(other)
  expect(wanted(clinic)).not.toContainEqual(same)
})

test('K2: after a card is left the keyboard goes on in the page, not at its very beginning', async () => {
  const { clinic } = await restored('staff')
  const page = (
    <main id="main" tabIndex={-1}>
      <UndonePage />
    </main>
  )
  await showPage(clinic, page, '/restored')
  await settle()
  await choose('Leave it as it is')
  await choose('Leave as it is')
  await settle()
  expect(document.querySelectorAll('article')).toHaveLength(2)
  expect(document.activeElement?.id).toBe('main')
})

test('K2 G3: a decision that is undone is told with its words, and leads to the request that is open again', async () => {
  const { clinic, first } = await restored('admin')
  const asked = {
    id: crypto.randomUUID(),
    rev: 3,
    participantId: first.id,
    state: 'denied',
    changes: [{ path: 'pronouns', old: '', proposed: 'they/them', verdict: 'denied' }],
    about: null,
    description: '',
    receivedAt: BEFORE,
    dueOn: '2026-04-02',
    decidedAt: AFTER,
    decidedByName: 'Lee Park',
    ground: 'accurate_complete',
    answer: 'We have checked it.',
    withdrawnAt: null,
  }
  await pull(clinic, { corrections: [asked] })
  const undecided = { ...asked, state: 'in_review', decidedAt: null, decidedByName: null, ground: null, answer: null }
  const rows = { participants: [first], corrections: [undecided], clinic: [{ ...CLINIC, rev: 6, restored: NOTE }] }
  const staff = [{ id: STAFF_ID, rev: 1, displayName: 'Noor Haddad', role: 'admin' }]
  await pull(
    clinic,
    { ...rows, programs: [PROGRAM], staff },
    startResync(true, () => true),
  )
  await showPage(clinic, <UndonePage />, '/restored')
  await settle()
  for (const words of ['A decision is undone', 'by Lee Park', 'It is accurate and complete', 'We have checked it.'])
    expect(text()).toContain(words)
  expect(named('Open the request')?.getAttribute('href')).toBe(`/corrections/${asked.id}`)
  await pull(clinic, { corrections: [{ ...asked, rev: 12 }] })
  await settle()
  expect(text()).not.toContain('A decision is undone')
})

test('K2: what somebody has changed since the restore is never brought back in one go', async () => {
  const { clinic, second } = await restored('admin')
  await pull(clinic, {
    participants: [{ ...second, rev: 12, address: '5 Newest Lane', updatedAt: '2026-03-03T09:00:00.000Z' }],
  })
  await showPage(clinic, <UndonePage />, '/restored')
  await settle()
  expect(text()).toContain('Changed since the restore')
  await choose('Bring everything back')
  await choose('Bring everything back')
  expect(wanted(clinic).map(({ kind }) => kind)).toEqual(['account.revoke', 'participant.create'])
})

test('K2: the front desk, who may not revoke, is told whom to tell', async () => {
  const { clinic } = await restored('front_desk')
  await showPage(clinic, <UndonePage />, '/restored')
  await settle()
  expect(named('Revoke again')).toBeUndefined()
  expect(text()).toContain('Your role cannot revoke access. Tell a manager or an administrator now.')
})

test('K2: the banner counts until the last one is brought back or left, whoever has acknowledged the restore', async () => {
  const { clinic, first, second, third } = await restored('staff')
  await showPage(clinic, <UndoneBanner />, '/participants')
  await settle()
  expect(text()).toContain('The restore undid changes to 3 records that this console knows.')
  expect(text()).toContain('open again for one of them')
  await act(async () => {
    for (const { id } of [first, second, third]) await clinic.replica.leaveUndone(id)
  })
  expect(text()).not.toContain('The restore undid')
})
