// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { CorrectionDoc } from '../../shared/corrections/correctionSchemas'
import { decided, inDays, requestOf, showRequest, wishes } from './correctionsKit'
import { choose, fieldNamed, named, settle, type } from './participantsHands'
import { CLINIC, closeClinics } from './participantsKit'

afterEach(closeClinics)

const dialog = () => document.querySelector('[role="dialog"]')?.textContent ?? ''
const printed = () => document.querySelector('[data-print-decision]')
const DENIAL = { ground: 'accurate_complete', answer: 'Wir haben es geprüft: line one\nline two' } as const
const denied = (id: string, more: Partial<CorrectionDoc> = {}) =>
  decided(
    requestOf(id, { changes: [{ path: 'pronouns', old: 'she/her', proposed: 'they/them', verdict: 'denied' }] }),
    { state: 'denied', ...DENIAL, ...more },
  )

test('G3: an extension needs a reason and a day that the law allows; the last one is named', async () => {
  const dueOn = inDays(10)
  const { clinic, text } = await showRequest((id) => requestOf(id, { dueOn }))
  await choose('Extend')
  expect(dialog()).toContain('30 days after the due date')
  expect(fieldNamed('New due date').value).toBe(inDays(40))
  await type(fieldNamed('New due date'), inDays(41))
  await choose('Extend')
  expect(dialog()).toContain('Choose a day from')
  expect(dialog()).toContain('Give a reason.')
  await type(fieldNamed('New due date'), inDays(39))
  await type(fieldNamed('Reason'), 'The file is in the archive.')
  await choose('Extend')
  expect(wishes(clinic)[0]?.item).toMatchObject({ kind: 'correction.extend', until: inDays(39) })
  expect(text()).toContain('Extension queued, takes effect when online')
  expect(text()).not.toContain('Extended')
})

test('G3: the last day of an extension in business days leaves out the clinic’s holidays', async () => {
  const corrections = { ...CLINIC.settings.corrections, holidays: ['2100-01-01'] }
  const more = { profile: 'business_30', dueOn: '2099-12-30' } as const
  await showRequest((id) => requestOf(id, more), { settings: { corrections } })
  await choose('Extend')
  expect(fieldNamed('New due date').value).toBe('2100-02-11')
  expect(dialog()).toContain('30 business days after the due date')
})

test('G3: an extension is offered once, and not after the due date', async () => {
  const extended = {
    extendedAt: '2026-03-05T15:00:00.000Z',
    extendedByName: 'Lee Park',
    extensionReason: 'The archive',
  }
  const { text } = await showRequest((id) => requestOf(id, extended))
  expect(named('Extend')).toBeUndefined()
  expect(text()).toMatch(/Extended to .* by Lee Park.*The archive/s)
  await closeClinics()
  await showRequest((id) => requestOf(id, { dueOn: inDays(-1) }))
  expect(named('Extend')).toBeUndefined()
  expect(named('Acknowledge')).toBeDefined()
})

test('45 CFR 164.526(d): a statement of disagreement is answered once or closed, and both are wishes first', async () => {
  const { clinic, text } = await showRequest((id) =>
    denied(id, { state: 'disagreement', disagreement: 'I was there.', disagreedAt: new Date().toISOString() }),
  )
  expect(text()).toContain('I was there.')
  await choose('Answer the statement')
  await choose('Send the answer')
  expect(dialog()).toContain('Write the answer.')
  await type(fieldNamed('Answer'), 'The list of that day says otherwise.')
  await choose('Send the answer')
  await choose('Close the request')
  await choose('Close the request')
  expect(wishes(clinic).map(({ item }) => item)).toMatchObject([
    { kind: 'correction.rebut', text: 'The list of that day says otherwise.' },
    { kind: 'correction.close' },
  ])
  expect(text()).toContain('They disagree')
  expect(text()).not.toContain('Statement answered')
})

test('45 CFR 164.526(c)(3): persons to be told are ticked off after an acceptance, and not before the server has it', async () => {
  const person = { id: crypto.randomUUID(), name: 'Dr. Helena M', contact: '+1 555', toldAt: null, toldByName: null }
  const changes = [{ path: 'pronouns', old: 'she/her', proposed: 'they/them', verdict: 'accepted' as const }]
  const { clinic, part } = await showRequest((id) =>
    decided(requestOf(id, { changes, persons: [person] }), { state: 'accepted' }),
  )
  await choose('Note as told: Dr. Helena M')
  await choose('Yes, note it')
  expect(wishes(clinic)[0]?.item).toMatchObject({ kind: 'correction.told', personId: person.id })
  expect(part('Persons to be told')?.textContent).toContain('Note queued')
  expect(part('Persons to be told')?.textContent).not.toContain('by Noor')
  await closeClinics()
  const before = await showRequest((id) => requestOf(id, { persons: [person] }))
  expect(before.part('Persons to be told')?.textContent).toContain('once it is accepted')
  expect(named(/^Note as told/)).toBeUndefined()
})

test('S0.17: the letter is previewed in three languages before the decision is sent, and a draft cannot be printed', async () => {
  const { part } = await showRequest((id) => requestOf(id, { language: 'fr' }))
  await choose('Decide')
  await choose('Deny')
  await choose(/^It is accurate and complete/)
  await type(fieldNamed('Explanation'), 'Nous avons tout relu.')
  const letter = () => part('Preview of the letter')?.querySelector('article')
  expect(letter()?.getAttribute('lang')).toBe('fr')
  expect(letter()?.textContent).toContain('Nous avons tout relu.')
  expect(letter()?.textContent).toContain('they/them')
  await choose('English')
  expect(letter()?.textContent).toContain('Our decision about your request to correct your record')
  await choose('Español')
  expect(letter()?.getAttribute('lang')).toBe('es')
  expect(printed()).toBeNull()
})

test('S0.17: the printed sheet is the letter that was sent, to the last character, with its version and fingerprint', async () => {
  const { request } = await showRequest((id) => denied(id))
  await choose('Read and print: Decision letter')
  expect(dialog()).toContain('This is the letter that was sent')
  const sheet = printed()
  expect(sheet?.parentElement).toBe(document.body)
  expect(sheet?.textContent).toContain(CLINIC.name)
  expect(sheet?.textContent).toContain(DENIAL.answer)
  expect(sheet?.textContent).toContain('Our decision about your request to correct your record')
  expect(sheet?.textContent).toContain(`v1 en, SHA-256 ${request.letter?.hash}`)
  expect([...(sheet?.querySelectorAll('tbody td') ?? [])].map(({ textContent }) => textContent)).toEqual([
    ...['Pronouns', 'she/her', 'they/them', 'Denied'],
  ])
  await choose('Close')
  await settle()
  expect(printed()).toBeNull()
})

test('S0.17: a letter that is not the one that was sent is neither shown nor printed; the warning is plain', async () => {
  const { clinic, request } = await showRequest((id) => denied(id))
  await act(async () => await clinic.server.pull({ corrections: [{ ...request, rev: 950, answer: 'Other words' }] }))
  await settle()
  await choose('Read and print: Decision letter')
  expect(dialog()).toContain('This letter cannot be shown')
  expect(dialog()).toContain('not the one that was sent')
  expect(dialog()).not.toContain('Our decision')
  expect(printed()).toBeNull()
  expect(named('Print')).toBeUndefined()
})

test('S0.17: the letter of a text that this console does not know is told from an altered one', async () => {
  await showRequest((id) => {
    const request = denied(id)
    return request.letter ? { ...request, letter: { ...request.letter, version: 99 } } : request
  })
  await choose('Read and print: Decision letter')
  expect(dialog()).toContain('does not know yet')
  expect(printed()).toBeNull()
})
