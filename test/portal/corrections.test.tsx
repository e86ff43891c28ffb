// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { CorrectionsPage } from '../../renderer/portal/corrections/CorrectionsPage'
import { MessagesPage } from '../../renderer/portal/messages/MessagesPage'
import { HomePage } from '../../renderer/portal/record/HomePage'
import type { PortalCorrection } from '../../shared/corrections/correctionSchemas'
import type { Letter } from '../../shared/corrections/letters/letterBlocks'
import { choose, openInside } from './insidePage'
import { type Answers, me, record, refusal, settle } from './portalPage'

let page: Awaited<ReturnType<typeof openInside>> | undefined
afterEach(async () => {
  await page?.close()
  page = undefined
})

function request(more: Partial<PortalCorrection> = {}): PortalCorrection {
  return {
    id: 'r1',
    state: 'submitted',
    changes: [{ field: 'birthDate', seen: '1984-03-09', proposed: '1984-03-19', verdict: null }],
    quote: null,
    description: '',
    files: [],
    persons: [],
    receivedAt: '2026-03-02T15:00:00.000Z',
    dueOn: '2026-05-01',
    overdue: false,
    acknowledgedAt: null,
    reviewedAt: null,
    extendedAt: null,
    extensionReason: null,
    decidedAt: null,
    ground: null,
    answer: null,
    withdrawnAt: null,
    disagreement: null,
    disagreedAt: null,
    rebuttal: null,
    rebuttedAt: null,
    closedAt: null,
    letters: [],
    ...more,
  }
}

async function open(list: PortalCorrection[], more: Answers = {}) {
  page = await openInside(<CorrectionsPage />, { 'corrections.list': () => [...list], ...more })
  return page
}
async function openHome(more: Answers = {}) {
  page = await openInside(<HomePage me={me} />, { 'record.own': () => record, ...more })
  return page
}
async function press(selector: string) {
  const button = document.querySelector<HTMLElement>(selector)
  if (!button) throw new Error(`there is no ${selector}`)
  await act(async () => button.click())
  await settle()
  await settle()
}
async function fill(selector: string, value: string) {
  const field = document.querySelector<HTMLInputElement>(selector)
  if (!field) throw new Error(`there is no ${selector}`)
  await act(async () => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value)
    field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }))
  })
}
const dialog = () => document.querySelector('[role="dialog"]')?.textContent ?? ''
async function waitFor(check: () => boolean) {
  for (let tries = 0; tries < 50 && !check(); tries++)
    await act(async () => await new Promise((resolve) => setTimeout(resolve, 20)))
}

test('S0.26: the flag beside a detail opens the form with that field and its old value; what is sent carries both', async () => {
  const { asked } = await openHome({ 'corrections.submit': () => request() })
  await press('button[aria-label="Something wrong with “Last name”?"]')
  await waitFor(() => dialog() !== '')
  expect(dialog()).toContain('The clinic hasFortin')
  await press('[role="dialog"] button[type="submit"]')
  expect(dialog()).toContain('Please type what it should say instead.')
  expect(asked('corrections.submit')).toHaveLength(0)
  await fill('[role="dialog"] input:not([type="date"])', 'Fortin-Roy')
  await press('[role="dialog"] button[type="submit"]')
  expect(asked('corrections.submit').map(({ input }) => input)).toMatchObject([
    { changes: [{ field: 'familyName', seen: 'Fortin', proposed: 'Fortin-Roy' }], description: '' },
  ])
  expect(location.pathname).toBe('/portal/corrections')
})

test('S0.26: a contact is marked by its value; something else is described and never empty', async () => {
  const { asked } = await openHome({ 'corrections.submit': () => request() })
  await press('button[aria-label="Something wrong with “Email: work@example.org”?"]')
  await waitFor(() => dialog() !== '')
  expect(document.querySelector<HTMLSelectElement>('[role="dialog"] select')?.value).toBe('email work@example.org')
  await press('[role="dialog"] button[aria-label^="Take out"]')
  await press('[role="dialog"] button[type="submit"]')
  expect(dialog()).toContain('Please describe what is wrong.')
  await fill('[role="dialog"] textarea', 'The note of 3 March is not about me.')
  await press('[role="dialog"] button[type="submit"]')
  expect(asked('corrections.submit').map(({ input }) => input)).toMatchObject([
    { changes: [], description: 'The note of 3 March is not about me.' },
  ])
})

test('S0.26: after a lost answer the words stay and keep their name; a stale value is said in words', async () => {
  let tries = 0
  const { asked } = await openHome({
    'corrections.submit': () => {
      tries++
      if (tries === 1) throw refusal('UNAVAILABLE')
      throw refusal('INVALID_INPUT', { detail: { reason: 'field_changed' } })
    },
  })
  await press('button[aria-label="Something wrong with “Pronouns”?"]')
  await waitFor(() => dialog() !== '')
  await fill('[role="dialog"] input', '')
  await press('[role="dialog"] button[type="submit"]')
  expect(dialog()).toContain('busy or restarting')
  await press('[role="dialog"] button[type="submit"]')
  expect(dialog()).toContain('The clinic has changed this meanwhile.')
  const sent = asked('corrections.submit').map(({ input }) => input as { id: string })
  expect(sent[0]).toEqual(sent[1])
  expect(sent[0]).toMatchObject({ changes: [{ field: 'pronouns', proposed: null }] })
})

test('S0.26, G3: the list says state, due date and answer in plain words, and what is late', async () => {
  const decided = { decidedAt: '2026-04-01T15:00:00.000Z', answer: 'It was checked with you on the phone.' }
  const { text } = await open([
    request(),
    request({ id: 'r2', dueOn: '2026-01-05', overdue: true }),
    request({ id: 'r3', extensionReason: 'The file is in the archive.', state: 'acknowledged' }),
    request({ id: 'r4', state: 'denied', ground: 'accurate_complete', ...decided }),
    request({
      id: 'r5',
      state: 'accepted',
      ...decided,
      answer: null,
      changes: [{ field: 'pronouns', seen: null, proposed: 'they/them', verdict: 'accepted' }],
    }),
  ])
  expect(text()).toMatch(/Date of birth.*Sent.*BeforeMar 9, 1984.*You asked forMar 19, 1984/s)
  expect(text()).toContain('The clinic answers by')
  expect(text()).toContain('should have answered by Jan 5, 2026')
  expect(text()).toMatch(/needs more time, because:.*archive/s)
  expect(text()).toMatch(/The clinic finds that the information is right and complete.*checked with you/s)
  expect(text()).toContain('Your record was changed as you asked.')
})

test('S0.26: an open request is withdrawn after a question, and the list is asked for again', async () => {
  const list = [request()]
  const { asked, place } = await open(list, {
    'corrections.withdraw': ({ id }: { id: string }) => {
      list[0] = request({ id, state: 'withdrawn', withdrawnAt: '2026-03-04T15:00:00.000Z' })
      return list[0]
    },
  })
  await choose(place, 'Withdraw')
  expect(asked('corrections.withdraw')).toHaveLength(0)
  await press('[role="dialog"] button[type="submit"]')
  expect(asked('corrections.withdraw').map(({ input }) => input)).toEqual([{ id: 'r1' }])
  expect(asked('corrections.list')).toHaveLength(2)
  expect(place.textContent).toContain('You withdrew this on')
})

test('G3: a denial opens a statement of disagreement, which is sent once and never empty', async () => {
  const denied = {
    state: 'denied',
    ground: 'not_in_record',
    decidedAt: '2026-04-01T15:00:00.000Z',
    answer: 'No',
  } as const
  const list = [request(denied)]
  const { asked, place } = await open(list, {
    'corrections.disagree': ({ statement }: { statement: string }) => {
      list[0] = request({ ...denied, state: 'disagreement', disagreement: statement, disagreedAt: denied.decidedAt })
      return list[0]
    },
  })
  await choose(place, 'I disagree')
  await press('[role="dialog"] button[type="submit"]')
  expect(dialog()).toContain('Please write why you disagree.')
  await fill('[role="dialog"] textarea', 'It is about me.')
  expect(dialog()).not.toContain('Please write why you disagree.')
  await press('[role="dialog"] button[type="submit"]')
  expect(asked('corrections.disagree').map(({ input }) => input)).toEqual([{ id: 'r1', statement: 'It is about me.' }])
  expect(place.textContent).toMatch(/You disagree.*It is about me\./s)
  expect([...place.querySelectorAll('button')].some((button) => button.textContent === 'I disagree')).toBe(false)
})

test('S0.26: several fields go in one request, each once, with whom the clinic should tell', async () => {
  const { asked } = await openHome({ 'corrections.submit': () => request() })
  await press('button[aria-label="Something wrong with “Last name”?"]')
  await waitFor(() => dialog() !== '')
  await fill('[role="dialog"] input', 'Fortin-Roy')
  await choose(document.body, 'Mark another detail')
  const selects = () => [...document.querySelectorAll<HTMLSelectElement>('[role="dialog"] select')]
  expect(selects()).toHaveLength(2)
  expect(document.activeElement).toBe(selects()[1])
  expect([...(selects()[1]?.options ?? [])].map(({ text }) => text)).not.toContain('Last name')
  await fill('[role="dialog"] fieldset[aria-label="Detail 2"] select', 'pronouns she/her')
  await fill('[role="dialog"] fieldset[aria-label="Detail 2"] input', '')
  await choose(document.body, 'Name somebody')
  const person = () => [...document.querySelectorAll<HTMLInputElement>('[role="dialog"] fieldset input')].slice(-2)
  person()[1]?.setAttribute('data-contact', '')
  person()[0]?.setAttribute('data-name', '')
  await fill('[data-contact]', '416 555 0188')
  await press('[role="dialog"] button[type="submit"]')
  expect(dialog()).toContain('Please write the name.')
  await fill('[data-name]', 'Dr. Lee')
  await press('[role="dialog"] button[type="submit"]')
  expect(asked('corrections.submit').map(({ input }) => input)).toMatchObject([
    {
      changes: [
        { field: 'familyName', seen: 'Fortin', proposed: 'Fortin-Roy' },
        { field: 'pronouns', proposed: null },
      ],
      persons: [{ name: 'Dr. Lee', contact: '416 555 0188' }],
      messageId: null,
    },
  ])
})

test('S0.26: a message of the clinic has a flag; the request names the message and says what is wrong in it', async () => {
  const message = (id: string, mine: boolean) => ({
    ...{ id, mine, authorName: mine ? 'Robin' : 'Sam Reed', body: `Words of ${id}` },
    ...{ sentAt: '2026-03-02T15:00:00.000Z', readAt: '2026-03-02T16:00:00.000Z' },
  })
  page = await openInside(<MessagesPage me={me} />, {
    'messages.list': () => [message('m1', true), message('m2', false)],
    'messages.read': () => null,
    'corrections.submit': () => request(),
  })
  expect(document.querySelectorAll('button[aria-label^="Something wrong in the message"]')).toHaveLength(1)
  await press('button[aria-label^="Something wrong in the message"]')
  await waitFor(() => dialog() !== '')
  expect(dialog()).toContain('Words of m2')
  expect(document.querySelector('[role="dialog"] select')).toBeNull()
  await fill('[role="dialog"] textarea', 'We met on the 4th.')
  await press('[role="dialog"] button[type="submit"]')
  expect(page.asked('corrections.submit').map(({ input }) => input)).toMatchObject([
    { changes: [], messageId: 'm2', description: 'We met on the 4th.' },
  ])
})

test('G3: a partly accepted request shows each verdict, can be disagreed with, and its letter is read in its own language', async () => {
  const letter: Letter = {
    ...{ kind: 'decision', version: 1, language: 'fr', title: 'Notre décision', from: ['Clinique'], to: 'Robin' },
    date: '1er avril 2026',
    blocks: [
      { kind: 'paragraph', text: 'Bonjour' },
      { kind: 'rows', columns: ['Information', 'Décision'], rows: [['Nom', 'Acceptée']] },
    ],
  }
  const changes = [
    { field: 'familyName', seen: 'Fortin', proposed: 'Fortin-Roy', verdict: 'accepted' },
    { field: 'birthDate', seen: '1984-03-09', proposed: '1984-03-19', verdict: 'denied' },
  ] as const
  const { place, asked } = await open(
    [
      request({
        ...{ state: 'partly_accepted', changes, ground: 'accurate_complete', answer: 'See your passport.' },
        ...{ decidedAt: '2026-04-01T15:00:00.000Z', letters: ['decision'] },
        persons: [{ name: 'Dr. Lee', contact: '', toldAt: null }],
      }),
    ],
    { 'corrections.letter': () => letter },
  )
  expect(place.textContent).toMatch(
    /Partly accepted.*Last nameAccepted.*Date of birthDenied.*Dr\. Lee \(not told yet\)/s,
  )
  expect(place.textContent).toContain('What was accepted is now in your record. About the rest:')
  expect([...place.querySelectorAll('button')].some((button) => button.textContent === 'I disagree')).toBe(true)
  await choose(place, 'Read the letter')
  expect(asked('corrections.letter').map(({ input }) => input)).toEqual([{ id: 'r1', kind: 'decision' }])
  expect(place.querySelector('article')?.lang).toBe('fr')
  expect(place.querySelector('h1')?.textContent).toBe('Notre décision')
  expect(place.textContent).toMatch(/InformationNom.*DécisionAcceptée/s)
  await choose(place, 'Back to my requests')
  expect(place.querySelector('h1')?.textContent).toBe('Correction requests')
})

test('G3: what the clinic wrote about the statement stays readable, also when the request is closed', async () => {
  const { text } = await open([
    request({
      ...{ state: 'closed', ground: 'accurate_complete', answer: 'No.', decidedAt: '2026-04-01T15:00:00.000Z' },
      ...{ disagreement: 'It is the 19th.', disagreedAt: '2026-04-02T15:00:00.000Z' },
      ...{ rebuttal: 'We read it again.', rebuttedAt: '2026-04-03T15:00:00.000Z' },
      closedAt: '2026-04-04T15:00:00.000Z',
    }),
  ])
  expect(text()).toMatch(/Closed.*It is the 19th\..*We read it again\..*closed this request on Apr 4, 2026/s)
})
