// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { ParticipantPage } from '../../renderer/console/participants/ParticipantPage'
import type { CorrectionDoc } from '../../shared/corrections/correctionSchemas'
import type { PushResult, Refusal } from '../../shared/sync/syncSchemas'
import { decided, inDays, requestOf, showRequest, TODAY, wishes } from './correctionsKit'
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

/** Accept or deny, at one field. */
async function verdict(field: string, option: 'Accept' | 'Deny') {
  const group = [...document.querySelectorAll('[role="radiogroup"]')].find(
    (box) => document.getElementById(box.getAttribute('aria-labelledby') ?? '')?.textContent === `Decision on ${field}`,
  )
  const label = [...(group?.querySelectorAll('label') ?? [])].find(({ textContent }) => textContent === option)
  await act(async () => label?.click())
}

/** The server's answer to everything queued: the world has moved on, and this is the request now. */
async function overtaken(clinic: TestClinic, reason: Refusal, request: CorrectionDoc) {
  const answers = wishes(clinic).map(
    ({ item }): PushResult => ({ writeId: item.writeId, outcome: 'conflict', reason, corrections: [request] }),
  )
  await act(async () => await clinic.replica.applyResults(answers))
  await settle()
}

async function showFile(make: (id: string) => readonly CorrectionDoc[], options: ClinicOptions = {}) {
  const clinic = await openTestClinic(options)
  const id = clinic.people[3]?.id ?? ''
  await clinic.server.pull({ accounts: [accountOf(id)], corrections: make(id) })
  const page = await showPage(clinic, <ParticipantPage participantId={id} tab="portal" />, `/participants/${id}/portal`)
  const section = () => page.box.querySelector('[aria-label="Correction requests"]')
  return { clinic, id, page, section, text: () => section()?.textContent ?? '' }
}

test('S0.17: in the file, requests come by due date, the overdue ones are marked, and the Portal tab counts them', async () => {
  const withdrawn = { state: 'withdrawn', withdrawnAt: '2026-03-03T15:00:00.000Z', changes: [] } as const
  const { page, text } = await showFile((id) => [
    requestOf(id, { ...withdrawn, description: 'Old one' }),
    requestOf(id, { dueOn: inDays(30), description: 'Later' }),
    requestOf(id, { dueOn: inDays(-2), description: 'Late' }),
    requestOf(id, { dueOn: TODAY, description: 'Now' }),
  ])
  expect(text()).toMatch(/2 days overdue.*Late.*Due today.*Now.*Due in 30 days.*Later.*Decided or withdrawn \(1\)/s)
  const tab = [...page.box.querySelectorAll('nav a')].find((link) => link.textContent?.startsWith('Portal'))
  expect(tab?.textContent).toContain('3 correction requests')
})

test('S0.17: the file leads to the one page of the request and decides nothing itself', async () => {
  const made: CorrectionDoc[] = []
  const { page } = await showFile((id) => {
    made.push(requestOf(id))
    return made
  })
  expect(named('Decide')).toBeUndefined()
  await choose('Pronouns')
  expect(page.path()).toBe(`/corrections/${made[0]?.id}`)
})

test('product.md, item 7: old and proposed value stand side by side, and a third value of the record beside them', async () => {
  const { clinic, person, part } = await showRequest((id) => requestOf(id))
  const sides = () => [...(part('Pronouns')?.querySelectorAll('dl > div') ?? [])].map((side) => side.textContent)
  expect(sides()).toEqual(['When they askedshe/her', 'Proposedthey/them'])
  await act(async () => await clinic.server.changeElsewhere(person, { pronouns: 'ze/zir' }))
  await settle()
  expect(sides()).toContain('In the record nowze/zir')
  await act(async () => await clinic.server.changeElsewhere(person, { pronouns: 'they/them' }))
  await settle()
  expect(part('Pronouns')?.textContent).toContain('The record says this already')
})

test('S0.17: a decision made offline is queued, shown as a wish with its words, and never as done', async () => {
  const { clinic, person, text } = await showRequest((id) => requestOf(id), { link: 'offline' })
  await choose('Decide')
  await verdict('Pronouns', 'Accept')
  await choose('Send the decision')
  expect(document.body.textContent).toContain('when this console is online again')
  expect(wishes(clinic)).toHaveLength(0)
  await choose('Send the decision')
  expect(wishes(clinic)[0]?.item).toMatchObject({
    kind: 'correction.decide',
    participantId: person.id,
    accepted: ['pronouns'],
    ground: null,
    answer: '',
  })
  expect(text()).toContain('Decision queued, takes effect when online')
  expect(text()).toContain('Accept: Pronouns')
  expect(text()).not.toContain('Accepted')
  expect(named('Decide')).toBeUndefined()
  expect(named('Extend')).toBeUndefined()
})

const TWO: CorrectionDoc['changes'] = [
  { path: 'pronouns', old: 'she/her', proposed: 'they/them', verdict: null },
  { path: 'address', old: '', proposed: '7 Quay Street', verdict: null },
]

test('product.md, item 7: fields are decided one by one; as soon as one is denied, ground and text are asked for (G3)', async () => {
  const { clinic, text } = await showRequest((id) => requestOf(id, { changes: TWO }))
  await choose('Decide')
  await choose('Send the decision')
  expect(text()).toContain('Accept or deny each field.')
  await verdict('Pronouns', 'Accept')
  await verdict('Address', 'Deny')
  expect(text()).toContain('1 of 2 fields accepted')
  await choose('Send the decision')
  expect(text()).toContain('Choose a ground.')
  expect(text()).toContain('Explain the decision in plain words.')
  await choose(/^It is accurate and complete/)
  await type(fieldNamed('Explanation'), ' We looked at the lease. ')
  await choose('Send the decision')
  await choose('Send the decision')
  expect(wishes(clinic)[0]?.item).toMatchObject({
    accepted: ['pronouns'],
    ground: 'accurate_complete',
    answer: 'We looked at the lease.',
  })
})

test('G3: a denial offers exactly the four grounds, each with a plain explanation', async () => {
  await showRequest((id) => requestOf(id, { changes: TWO }))
  await choose('Decide')
  expect(document.body.textContent).not.toContain('did not create')
  await choose('Deny all')
  const group = [...document.querySelectorAll('[role="radiogroup"]')].find((box) =>
    box.textContent?.includes('did not create'),
  )
  expect(group?.querySelectorAll('input[type="radio"]')).toHaveLength(4)
  expect(group?.textContent).toMatch(/another hospital.*quality checks.*psychotherapy notes.*what was checked/s)
})

test('product.md, item 7: a field that has moved on cannot be accepted; the way on is named', async () => {
  const { part, page } = await showRequest((id) => requestOf(id), { record: { pronouns: 'ze/zir' } })
  await choose('Decide')
  expect(part('Pronouns')?.querySelector('input[value="accepted"]')?.hasAttribute('disabled')).toBe(true)
  expect(part('Pronouns')?.textContent).toContain('The record was changed since they asked')
  await choose('Put the proposed value into the record')
  expect(page.path()).toMatch(/^\/participants\//)
})

test('product.md, item 7: of two decisions on one request the author of the second sees both side by side', async () => {
  const { clinic, request, text } = await showRequest((id) => requestOf(id))
  await choose('Decide')
  await verdict('Pronouns', 'Accept')
  await choose('Send the decision')
  await choose('Send the decision')
  const denied = decided(request, { state: 'denied', ground: 'accurate_complete', answer: 'It is right.' })
  await overtaken(clinic, 'decided_already', denied)
  expect(text()).toContain('Decision was not done')
  expect(text()).toContain('Somebody else decided this correction request first')
  expect(document.querySelector('[aria-label="Your decision, not done"]')?.textContent).toContain('Accept: Pronouns')
  expect(document.querySelector('[aria-label="The decision that stands"]')?.textContent).toMatch(
    /denied.*Lee Park.*accurate and complete.*It is right\./s,
  )
  await choose('Leave it as it stands')
  expect(wishes(clinic)).toHaveLength(0)
})

test('product.md, item 7: a decision on a request that was withdrawn meanwhile says so beside its words, and offers no other', async () => {
  const { clinic, request, text } = await showRequest((id) => requestOf(id))
  await choose('Decide')
  await verdict('Pronouns', 'Accept')
  await choose('Send the decision')
  await choose('Send the decision')
  await overtaken(clinic, 'correction_over', {
    ...request,
    rev: 900,
    state: 'withdrawn',
    withdrawnAt: request.receivedAt,
  })
  expect(text()).toMatch(/Decision was not done.*withdrew this request before your decision.*Accept: Pronouns/s)
  expect(['Decide again with these words', 'Decide', 'Extend'].filter((name) => named(name) !== undefined)).toEqual([])
  await choose('Dismiss')
  expect(wishes(clinic)).toHaveLength(0)
})

test('product.md, item 7: a decision whose field has changed can be made again with the same words, and replaces the one not done', async () => {
  const { clinic, request } = await showRequest((id) => requestOf(id, { changes: TWO }))
  await choose('Decide')
  await verdict('Pronouns', 'Accept')
  await verdict('Address', 'Deny')
  await choose(/^It is accurate and complete/)
  await type(fieldNamed('Explanation'), 'We looked.')
  await choose('Send the decision')
  await choose('Send the decision')
  await overtaken(clinic, 'field_changed', request)
  await choose('Decide again with these words')
  expect(fieldNamed('Explanation').value).toBe('We looked.')
  await verdict('Pronouns', 'Deny')
  await choose('Send the decision')
  await choose('Send the decision')
  await settle()
  expect(wishes(clinic).map(({ state }) => state)).toEqual(['queued'])
  expect(wishes(clinic)[0]?.item).toMatchObject({ accepted: [], ground: 'accurate_complete' })
})

test('product.md, item 7: when somebody else decides while a decision is being written, the draft stays in sight', async () => {
  const { clinic, request, text } = await showRequest((id) => requestOf(id, { changes: TWO }))
  await choose('Decide')
  await choose('Deny all')
  await type(fieldNamed('Explanation'), 'My own words.')
  const changes = TWO.map((change) => ({ ...change, verdict: 'accepted' as const }))
  await act(async () => await clinic.server.pull({ corrections: [decided(request, { state: 'accepted', changes })] }))
  await settle()
  expect(text()).toContain('Decided by somebody else while you were writing')
  expect(text()).toContain('My own words.')
  expect(named('Send the decision')).toBeUndefined()
  await choose('Discard my draft')
  expect(text()).not.toContain('My own words.')
})

test('S0.17: a decision that has not left can be taken back, and the steps are there again', async () => {
  const { clinic, text } = await showRequest((id) => requestOf(id), { link: 'offline' })
  await choose('Acknowledge')
  await choose('Acknowledge')
  expect(text()).toContain('Acknowledge queued, takes effect when online')
  await choose('Decide')
  await verdict('Pronouns', 'Accept')
  await choose('Send the decision')
  await choose('Send the decision')
  await settle()
  expect(named('Decide')).toBeUndefined()
  await choose('Take back: Decision')
  await settle()
  expect(wishes(clinic).map(({ item }) => item.kind)).toEqual(['correction.acknowledge'])
  expect(named('Decide')).toBeDefined()
  expect(named('Acknowledge')).toBeUndefined()
})

test('product.md, item 7: what was only described is accepted with words that say what was changed', async () => {
  const { clinic, text } = await showRequest((id) =>
    requestOf(id, { changes: [], description: 'The note of 3 March.' }),
  )
  await choose('Decide')
  await verdict('the request', 'Accept')
  await choose('Send the decision')
  expect(text()).toContain('Say what was changed.')
  await type(fieldNamed('What was changed'), 'The note was put right.')
  await choose('Send the decision')
  await choose('Send the decision')
  expect(wishes(clinic)[0]?.item).toMatchObject({ accepted: [], ground: null, answer: 'The note was put right.' })
})

test('product.md, Roles: the front desk sees neither requests nor their count, also not by address', async () => {
  const { section, page } = await showFile((id) => [requestOf(id, { description: 'CLINICAL' })], { role: 'front_desk' })
  expect(section()).toBeNull()
  expect(page.box.textContent).not.toMatch(/CLINICAL|correction request/)
  await closeClinics()
  const { text } = await showRequest((id) => requestOf(id, { description: 'CLINICAL' }), { role: 'front_desk' })
  expect(text()).not.toContain('CLINICAL')
})
