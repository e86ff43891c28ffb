// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { ParticipantPage } from '../../renderer/console/participants/ParticipantPage'
import { addDays, dayIn } from '../../shared/corrections/correctionDates'
import type { CorrectionDoc } from '../../shared/corrections/correctionSchemas'
import { choose, fieldNamed, named, settle, type } from './participantsHands'
import {
  accountOf,
  type ClinicOptions,
  closeClinics,
  openTestClinic,
  showPage,
  type TestClinic,
} from './participantsKit'

afterEach(closeClinics)

const today = dayIn(new Date(), 'America/Toronto')
let rev = 100
function requestOf(participantId: string, more: Partial<CorrectionDoc> = {}): CorrectionDoc {
  rev++
  const nothing = { acknowledgedAt: null, acknowledgedByName: null, extendedAt: null, extendedByName: null }
  const none = { extensionReason: null, decidedAt: null, decidedByName: null, ground: null, answer: null }
  const end = { withdrawnAt: null, disagreement: null, disagreedAt: null, reviewedAt: null, reviewedByName: null }
  const after = { rebuttal: null, rebuttedAt: null, rebuttedByName: null, closedAt: null, closedByName: null }
  const letters = { letter: null, extensionLetter: null }
  return {
    id: crypto.randomUUID(),
    rev,
    participantId,
    authorName: 'Robin M',
    state: 'submitted',
    changes: [{ path: 'pronouns', old: 'she/her', proposed: 'they/them', verdict: null }],
    about: null,
    files: [],
    persons: [],
    profile: 'days_60_30',
    language: 'en',
    description: '',
    receivedAt: '2026-03-02T15:00:00.000Z',
    dueOn: addDays(today, 30),
    ...nothing,
    ...none,
    ...end,
    ...after,
    ...letters,
    ...more,
  }
}

/** Opening the file is noted too. */
const wishes = (clinic: TestClinic) => clinic.outbox().filter(({ item }) => item.kind.startsWith('correction.'))

async function show(make: (id: string) => readonly CorrectionDoc[], options: ClinicOptions = {}) {
  const clinic = await openTestClinic(options)
  const person = clinic.people[3]
  const id = person?.id ?? ''
  if (person) await clinic.server.changeElsewhere(person, { pronouns: 'she/her' })
  await clinic.server.pull({ accounts: [accountOf(id)], corrections: make(id) })
  const page = await showPage(clinic, <ParticipantPage participantId={id} tab="portal" />, `/participants/${id}/portal`)
  const section = () => page.box.querySelector('[aria-label="Correction requests"]')
  return { clinic, id, page, section, text: () => section()?.textContent ?? '' }
}

test('S0.17: pending requests come first by due date, the overdue ones are marked, and the Portal tab counts them', async () => {
  const { page, text } = await show((id) => [
    requestOf(id, {
      state: 'withdrawn',
      withdrawnAt: '2026-03-03T15:00:00.000Z',
      changes: [],
      description: 'Old one',
    }),
    requestOf(id, { dueOn: addDays(today, 30), description: 'Later' }),
    requestOf(id, { dueOn: addDays(today, -2), description: 'Late' }),
    requestOf(id, { dueOn: today, description: 'Now' }),
  ])
  expect(text()).toMatch(/Overdue by 2 days.*Late.*Due today.*Now.*Due in 30 days.*Later.*Decided or withdrawn \(1\)/s)
  const tab = [...page.box.querySelectorAll('nav a')].find((link) => link.textContent?.startsWith('Portal'))
  expect(tab?.textContent).toContain('3 correction requests')
})

test('product.md, item 7: old and proposed value stand side by side, and a third value of the record beside them', async () => {
  const { clinic, id, section } = await show((one) => [requestOf(one)])
  const sides = () => [...(section()?.querySelectorAll('dl > div') ?? [])].map((side) => side.textContent)
  expect(sides()).toEqual(['When they askedshe/her', 'Proposedthey/them'])
  const person = clinic.replica.stores.participants.get(id)
  await act(async () => person && (await clinic.server.changeElsewhere(person, { pronouns: 'ze/zir' })))
  await settle()
  expect(sides()).toContain('In the record nowze/zir')
})

test('S0.17: accepting offline is queued and never shown as done; the buttons wait with it', async () => {
  const { clinic, id, text } = await show((one) => [requestOf(one)], { link: 'offline' })
  await choose('Accept')
  expect(document.body.textContent).toContain('when this console is online again')
  await choose('Accept')
  const [entry] = wishes(clinic)
  expect(entry?.item).toMatchObject({
    kind: 'correction.decide',
    participantId: id,
    accepted: ['pronouns'],
    ground: null,
    answer: '',
  })
  expect(text()).toContain('Decision queued, takes effect when online')
  expect(text()).not.toContain('Accepted')
  expect(named('Deny')).toBeUndefined()
})

test('product.md, item 7: two decisions on one request: the one that came later is told why nothing was done', async () => {
  const made: CorrectionDoc[] = []
  const { clinic, text } = await show((one) => {
    made.push(requestOf(one))
    return made
  })
  await choose('Accept')
  await choose('Accept')
  const decided = { state: 'denied', decidedAt: new Date().toISOString(), decidedByName: 'Lee Park' } as const
  const [request] = made
  if (!request) throw new Error('no request')
  const denied = { ...request, rev: 900, ...decided, ground: 'accurate_complete', answer: 'It is right.' } as const
  await act(async () => {
    await clinic.server.refuseAll('correction_over')
    await clinic.server.pull({ corrections: [denied] })
  })
  await settle()
  expect(text()).toContain('Decision was not done')
  expect(text()).toContain('was decided or withdrawn before')
  expect(text()).toMatch(/Denied: it is accurate and complete.*Lee Park.*It is right\./s)
  await choose('Dismiss')
  expect(wishes(clinic)).toHaveLength(0)
})

test('G3: a denial asks for one of the four grounds and a text', async () => {
  const { clinic } = await show((one) => [requestOf(one)])
  await choose('Deny')
  expect(document.querySelectorAll('input[type="radio"]')).toHaveLength(4)
  await choose('Deny')
  expect(document.body.textContent).toContain('Choose a ground.')
  expect(document.body.textContent).toContain('Explain the decision in plain words.')
  expect(wishes(clinic)).toHaveLength(0)
  await choose('The clinic did not create this information')
  await type(fieldNamed('Explanation'), ' It came from another hospital. ')
  await choose('Deny')
  expect(wishes(clinic)[0]?.item).toMatchObject({
    kind: 'correction.decide',
    accepted: [],
    ground: 'not_created_by_us',
    answer: 'It came from another hospital.',
  })
})

test('G3: an extension needs a reason and a day within 30 days, is offered once, and not after the due date', async () => {
  const dueOn = addDays(today, 10)
  const { clinic } = await show((one) => [requestOf(one, { dueOn })])
  await choose('Extend')
  await type(fieldNamed('New due date'), addDays(dueOn, 31))
  await choose('Extend')
  expect(document.body.textContent).toContain('Choose a day from')
  expect(document.body.textContent).toContain('Give a reason.')
  await type(fieldNamed('New due date'), addDays(dueOn, 30))
  await type(fieldNamed('Reason'), 'The file is in the archive.')
  await choose('Extend')
  expect(wishes(clinic)[0]?.item).toMatchObject({ kind: 'correction.extend', until: addDays(dueOn, 30) })
  await closeClinics()
  const extended = { extendedAt: '2026-03-05T15:00:00.000Z', extendedByName: 'Lee Park', extensionReason: 'x' }
  await show((one) => [requestOf(one, extended), requestOf(one, { dueOn: addDays(today, -1) })])
  expect(named('Extend')).toBeUndefined()
  expect(named('Acknowledge')).toBeDefined()
})

test('product.md, item 7: what was only described is accepted with words that say what was changed', async () => {
  const { clinic } = await show((one) => [requestOf(one, { changes: [], description: 'The note of 3 March.' })])
  await choose('Accept')
  await choose('Accept')
  expect(document.body.textContent).toContain('Say what was changed.')
  await type(fieldNamed('What was changed'), 'The note was put right.')
  await choose('Accept')
  expect(wishes(clinic)[0]?.item).toMatchObject({
    kind: 'correction.decide',
    answer: 'The note was put right.',
  })
})

test('product.md, Roles: the front desk sees neither requests nor their count', async () => {
  const { section, page } = await show((one) => [requestOf(one, { description: 'CLINICAL' })], { role: 'front_desk' })
  expect(section()).toBeNull()
  expect(page.box.textContent).not.toMatch(/CLINICAL|correction request/)
})
