// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { ConflictsPage } from '../../renderer/console/conflicts/ConflictsPage'
import { QueuePage } from '../../renderer/console/sync/QueuePage'
import { fullName } from '../../shared/participants/participantRules'
import type { Participant } from '../../shared/participants/participantSchemas'
import type { ConflictDoc } from '../../shared/sync/conflictSchemas'
import { choose, fieldNamed, named, settle, type } from '../console/participantsHands'
import { closeClinics, openTestClinic, showPage } from '../console/participantsKit'

afterEach(closeClinics)

function conflictOf(participant: Participant, change: Partial<ConflictDoc> = {}): ConflictDoc {
  return {
    id: crypto.randomUUID(),
    rev: 2,
    participantId: participant.id,
    path: 'pronouns',
    base: '',
    lostValue: 'xe/xem',
    lostById: crypto.randomUUID(),
    lostByName: 'Lee Park',
    lostAt: '2026-03-02T09:00:00.000Z',
    keptValue: participant.pronouns,
    keptByName: 'Noor Haddad',
    keptAt: '2026-03-02T08:00:00.000Z',
    resolvedAt: null,
    resolvedByName: null,
    choice: null,
    resolvedValue: null,
    ...change,
  }
}

async function showInbox(make: (people: readonly Participant[]) => readonly ConflictDoc[]) {
  const clinic = await openTestClinic({ participants: 30 })
  const conflicts = make(clinic.people)
  await clinic.server.pull({ conflicts })
  await showPage(clinic, <ConflictsPage />, '/conflicts')
  return { clinic, conflicts, words: () => document.body.textContent ?? '' }
}

const cards = () => [...document.querySelectorAll('article')]
const linkNamed = (words: string) => [...document.querySelectorAll('a')].find((link) => link.textContent === words)
const wish = (clinic: Awaited<ReturnType<typeof openTestClinic>>) =>
  clinic.outbox().findLast(({ item }) => item.kind === 'conflict.resolve')

test('Y6: the inbox shows both values with authors and times, and a choice made offline is a wish until the server has it', async () => {
  const { clinic, conflicts, words } = await showInbox(([ana]) => (ana ? [conflictOf(ana)] : []))
  for (const text of ['xe/xem', 'Lee Park', 'Noor Haddad', 'Stands in the record', 'Open (1)'])
    expect(words()).toContain(text)
  await choose('Use “xe/xem”')
  expect(wish(clinic)?.item).toMatchObject({ conflictId: conflicts[0]?.id, choice: 'lost', value: 'xe/xem' })
  expect(words()).toContain('Queued, takes effect when online')
  expect(named(/^Keep/)).toBeUndefined()
  await choose('Take back: your choice')
  expect(wish(clinic)).toBeUndefined()
  expect(named(/^Keep/)).toBeDefined()
})

test('Y6: a third value is checked like the field before it is asked for', async () => {
  const { clinic, words } = await showInbox(([ana]) =>
    ana ? [conflictOf(ana, { path: 'birthDate', lostValue: '1991-02-03', keptValue: ana.birthDate })] : [],
  )
  await choose('Another value')
  await type(fieldNamed('Birth date'), '1850-01-01')
  await choose('Use this value')
  expect(words()).toContain('Birth date must not be before 1900.')
  expect(wish(clinic)).toBeUndefined()
  await type(fieldNamed('Birth date'), '1992-03-04')
  await choose('Use this value')
  expect(wish(clinic)?.item).toMatchObject({ choice: 'other', value: '1992-03-04' })
})

test('Y6: a third value goes on from what its author saw, not from what came in behind the dialog, and says what came in', async () => {
  const { clinic, words } = await showInbox(([ana]) => (ana ? [conflictOf(ana)] : []))
  const [ana] = clinic.people
  await choose('Another value')
  await type(fieldNamed('Pronouns'), 'ze/zir')
  await act(async () => clinic.server.changeElsewhere(ana as Participant, { pronouns: 'they/them' }))
  await settle()
  for (const text of [
    'Lee Park changed the field while this was open',
    'they/them',
    'theirs stays and you are asked again',
  ])
    expect(words()).toContain(text)
  await choose('Use this value')
  expect(wish(clinic)?.item).toMatchObject({ choice: 'other', base: ana?.pronouns, value: 'ze/zir' })
})

test('Y6: what was typed as a third value outlives the decision of somebody else', async () => {
  const { clinic, conflicts, words } = await showInbox(([ana]) => (ana ? [conflictOf(ana)] : []))
  await choose('Another value')
  await type(fieldNamed('Pronouns'), 'ze/zir')
  const decided = { resolvedAt: '2026-03-02T10:00:00.000Z', resolvedByName: 'Lee Park', choice: 'lost' as const }
  await act(async () => clinic.server.pull({ conflicts: conflicts.map((one) => ({ ...one, ...decided, rev: 9 })) }))
  await settle()
  expect(cards()).toEqual([])
  expect(fieldNamed('Pronouns').value).toBe('ze/zir')
  expect(words()).toContain('Lee Park has decided this meanwhile')
  expect(named('Use this value')).toBeUndefined()
  await choose('Close')
  expect(wish(clinic)).toBeUndefined()
})

test('Y6: who came second reads that somebody else decided, in the history, with what was chosen', async () => {
  const { clinic, conflicts, words } = await showInbox(([ana]) => (ana ? [conflictOf(ana)] : []))
  await choose('Use “xe/xem”')
  const [open] = conflicts
  const decided = { resolvedAt: '2026-03-02T10:00:00.000Z', resolvedByName: 'Lee Park', choice: 'other' as const }
  await act(async () => {
    const item = wish(clinic)?.item
    if (open && item)
      await clinic.replica.applyResults([
        {
          writeId: item.writeId,
          outcome: 'conflict',
          reason: 'conflict_over',
          conflicts: [{ ...open, ...decided, rev: 9, resolvedValue: 'they/them' }],
        },
      ])
  })
  expect(cards()).toEqual([])
  await act(async () => document.querySelector<HTMLInputElement>('input[value="decided"]')?.click())
  for (const text of [
    'Wrote a third value',
    'they/them',
    'Somebody else decided this conflict first',
    'You had chosen',
  ])
    expect(words()).toContain(text)
  await choose('Dismiss')
  expect(wish(clinic)).toBeUndefined()
})

test('Y6: the queue leads whoever came second to the decided conflict, which is not among the open ones', async () => {
  const clinic = await openTestClinic({ participants: 5 })
  const [ana] = clinic.people
  const decided = { resolvedAt: '2026-03-02T10:00:00.000Z', resolvedByName: 'Lee Park', choice: 'kept' as const }
  const conflict = conflictOf(ana as Participant, { ...decided, resolvedValue: 'she/her' })
  await clinic.server.pull({ conflicts: [conflict] })
  const [writeId, about] = [crypto.randomUUID(), { participantId: conflict.participantId, conflictId: conflict.id }]
  await clinic.replica.enqueue({
    kind: 'conflict.resolve',
    writeId,
    ...about,
    choice: 'lost',
    base: '',
    value: 'xe/xem',
  })
  await clinic.replica.applyResults([{ writeId, outcome: 'conflict', reason: 'conflict_over' }])
  await showPage(clinic, <QueuePage />, '/queue')
  const href = linkNamed('Look at the conflict')?.getAttribute('href') ?? ''
  await showPage(clinic, <ConflictsPage />, href)
  expect(cards()).toHaveLength(1)
  expect(document.body.textContent).toContain('Kept what stood')
})

test('Y6: a thousand conflicts are never drawn at once, and the name filters them', async () => {
  const { clinic } = await showInbox((people) =>
    Array.from({ length: 1000 }, (_, at) => conflictOf(people[at % people.length] as Participant)),
  )
  expect(cards().length).toBe(20)
  await choose(/^Show more/)
  expect(cards().length).toBe(40)
  const who = fullName(clinic.people[3] as Participant)
  const search = document.querySelector<HTMLInputElement>('input[type="search"]')
  if (search) await type(search, who)
  expect(cards().every((card) => card.textContent?.includes(who))).toBe(true)
})
