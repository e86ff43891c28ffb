// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConsoleContext } from '../../renderer/console/shell/ConsoleContext'
import { SideBar } from '../../renderer/console/shell/SideBar'
import { inDays, requestOf, showInbox, TODAY } from './correctionsKit'
import { choose, giveElementsSize, press, settle, type } from './participantsHands'
import { CLINIC, closeClinics, PROGRAM, STAFF_ID, showPage, type TestClinic } from './participantsKit'

beforeEach(giveElementsSize)
afterEach(closeClinics)

const rows = () => [...document.querySelectorAll<HTMLElement>('[role="row"][data-id]')]
const said = () => rows().map((row) => row.textContent ?? '')
const headings = () => [...document.querySelectorAll('[role="rowheader"]')].map(({ textContent }) => textContent)
const search = () => document.querySelector<HTMLInputElement>('input[type="search"]') as HTMLInputElement
const frame = async () => await act(async () => await new Promise((resolve) => setTimeout(resolve, 40)))

async function pick(filter: string, option: string) {
  const field = document.querySelector<HTMLInputElement>(`input[aria-label="${filter}"]`)
  await act(async () => field?.click())
  await settle(20)
  const found = [...document.querySelectorAll<HTMLElement>('[role="option"]')].find(
    ({ textContent }) => textContent === option,
  )
  if (!found) throw new Error(`no option ${option}`)
  await act(async () => found.click())
}

const OTHER = { id: '5b6f0c86-3a6e-4a53-9d0e-0f6f5a7d1a02', rev: 1, name: 'Counselling' }
const NAMESAKE = '5b6f0c86-3a6e-4a53-9d0e-0f6f5a7d1a03'
const reviewed = (name: string) =>
  ({ state: 'in_review', reviewedAt: '2026-03-04T15:00:00.000Z', reviewedByName: name }) as const
const decidedBy = { decidedAt: '2026-03-04T15:00:00.000Z', decidedByName: 'Lee Park', ground: 'not_in_record' } as const

/** One of each kind, about one person each. */
const several = (people: TestClinic['people']) => {
  const [a, b, c, d, e, f] = people.map(({ id }) => id)
  return [
    requestOf(a ?? '', { dueOn: inDays(40), description: 'Far away' }),
    requestOf(b ?? '', { dueOn: inDays(-3), description: 'Late one' }),
    requestOf(c ?? '', { dueOn: inDays(7), ...reviewed('Lee Park') }),
    requestOf(d ?? '', { dueOn: TODAY, ...reviewed('Noor Haddad') }),
    requestOf(e ?? '', { state: 'disagreement', ...decidedBy, disagreement: 'I was there.' }),
    requestOf(f ?? '', { state: 'denied', ...decidedBy }),
  ]
}

test('S0.17: requests are grouped by urgency, in each group by due date, and the head counts them', async () => {
  const { page } = await showInbox(several)
  expect(headings()).toEqual([
    'Overdue 1',
    'Due within 7 days 2',
    'Open 1',
    'Decided, something left to do 1',
    'Closed 1',
  ])
  expect(said().map((row) => /3 days overdue|Due today|Due in \d+ days|They disagree|Denied/.exec(row)?.[0])).toEqual([
    '3 days overdue',
    'Due today',
    'Due in 7 days',
    'Due in 40 days',
    'They disagree',
    'Denied',
  ])
  expect(page.box.textContent).toContain('4 wait for a decision, 1 overdue, 2 due within 7 days, 1 to follow up.')
})

test('S0.17: the list is narrowed by state, by program, by whose hands it is in, and by words; all comes back with one press', async () => {
  const { clinic } = await showInbox(several)
  await pick('In whose hands', 'With me')
  expect(said()).toEqual([expect.stringContaining('Noor Haddad')])
  await pick('In whose hands', 'With Lee Park')
  expect(rows()).toHaveLength(3)
  await pick('In whose hands', 'With nobody yet')
  expect(rows()).toHaveLength(2)
  await pick('State', 'Overdue')
  expect(said()).toEqual([expect.stringContaining('Late one')])
  await pick('State', 'Closed')
  expect(document.body.textContent).toContain('Nothing matches')
  await choose('Show all')
  expect(rows()).toHaveLength(6)
  await type(search(), 'far AWAY')
  expect(said()).toEqual([expect.stringContaining('Due in 40 days')])
  await type(search(), clinic.people[1]?.fileNumber ?? '')
  expect(said()).toEqual([expect.stringContaining('Late one')])
  await type(search(), '')
  const [first] = clinic.people
  if (!first) throw new Error('nobody')
  await act(async () => {
    await clinic.server.pull({ programs: [PROGRAM, OTHER] })
    await clinic.server.changeElsewhere(first, { programId: OTHER.id })
  })
  await pick('Program', 'Counselling')
  expect(said()).toEqual([expect.stringContaining('Far away')])
})

test('S0.17: two colleagues of one name have their own requests, in “With me” too; a copy from before there were ids goes by the name', async () => {
  const { clinic } = await showInbox(([a, b, c, d]) => [
    requestOf(a?.id ?? '', { ...reviewed('Noor Haddad'), reviewedById: STAFF_ID, description: 'mine' }),
    requestOf(b?.id ?? '', { ...reviewed('Noor Haddad'), reviewedById: NAMESAKE, description: 'of the namesake' }),
    requestOf(c?.id ?? '', { ...reviewed('Noor H.'), reviewedById: NAMESAKE, description: 'under the earlier name' }),
    requestOf(d?.id ?? '', { ...reviewed('Noor Haddad'), description: 'of an earlier copy' }),
  ])
  const colleague = { id: NAMESAKE, rev: 3, displayName: 'Noor Haddad', role: 'manager' } as const
  await act(async () => await clinic.server.pull({ staff: [colleague] }))
  const described = () =>
    said()
      .map((row) => /mine|of the namesake|under the earlier name|of an earlier copy/.exec(row)?.[0])
      .sort()
  await pick('In whose hands', 'With me')
  expect(described()).toEqual(['mine', 'of an earlier copy'])
  await pick('In whose hands', 'With Noor Haddad')
  expect(described()).toEqual(['of the namesake', 'under the earlier name'])
})

test('S0.17: the order can be turned round inside the groups', async () => {
  await showInbox(([a, b, c]) => [
    requestOf(a?.id ?? '', { dueOn: inDays(20), receivedAt: '2026-03-03T15:00:00.000Z' }),
    requestOf(b?.id ?? '', { dueOn: inDays(30), receivedAt: '2026-03-01T15:00:00.000Z' }),
    requestOf(c?.id ?? '', { dueOn: inDays(40), receivedAt: '2026-03-02T15:00:00.000Z' }),
  ])
  const days = () => said().map((row) => /Due in (\d+)/.exec(row)?.[1])
  expect(days()).toEqual(['20', '30', '40'])
  await pick('Order', 'Due date, latest first')
  expect(days()).toEqual(['40', '30', '20'])
  await pick('Order', 'Received, newest first')
  expect(days()).toEqual(['20', '40', '30'])
})

test('S0.17: the keyboard leads from the search through the rows, past the headings, and opens a request', async () => {
  const { page } = await showInbox(several)
  await press(search(), 'ArrowDown')
  await frame()
  expect(document.activeElement).toBe(rows()[0])
  await press(document.activeElement, 'ArrowDown')
  await frame()
  expect(document.activeElement?.textContent).toContain('Due today')
  await press(document.activeElement, 'End')
  await frame()
  expect(document.activeElement?.textContent).toContain('Denied')
  expect(rows().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1)
  await press(document.activeElement, 'Home')
  await frame()
  const { id } = (document.activeElement as HTMLElement).dataset
  await press(document.activeElement, 'Enter')
  expect(page.path()).toBe(`/corrections/${id}`)
})

test('S0.17: of 300 requests only those on screen exist, and filters and place are kept while the session lasts', async () => {
  const { clinic, page } = await showInbox((people) =>
    Array.from({ length: 300 }, (_, at) => requestOf(people[at % 12]?.id ?? '', { dueOn: inDays(10 + at) })),
  )
  expect(document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')).toBe('302')
  expect(rows().length).toBeLessThan(40)
  await type(search(), clinic.people[2]?.fileNumber ?? '')
  expect(document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')).toBe('27')
  await page.close()
  const { CorrectionsPage } = await import('../../renderer/console/corrections/CorrectionsPage')
  await showPage(clinic, <CorrectionsPage />, '/corrections')
  expect(document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')).toBe('27')
})

test('S0.17: an inbox without requests says what will appear, and the front desk has none', async () => {
  const { page } = await showInbox(() => [])
  expect(page.box.textContent).toContain('No correction requests')
  expect(page.box.textContent).toContain('Go to participants')
  await closeClinics()
  await showInbox(several, { role: 'front_desk' })
  expect(rows()).toHaveLength(0)
})

test('S0.17: groups and words follow the clinic’s midnight, wherever this console stands', async () => {
  const { clinic } = await showInbox(([a]) => [requestOf(a?.id ?? '', { dueOn: TODAY })])
  expect(said()[0]).toContain('Due today')
  // Where the day is another one at this moment: ahead of Toronto in the evening there, or behind it before.
  const other = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'].find(
    (timeZone) => new Date().toLocaleDateString('sv-SE', { timeZone }) !== TODAY,
  )
  await act(async () => await clinic.server.pull({ clinic: [{ ...CLINIC, timeZone: other ?? '' }] }))
  await settle()
  expect(said()[0]).toContain(other === 'Pacific/Kiritimati' ? '1 day overdue' : 'Due tomorrow')
})

/** The side bar as this person has it. The person menu's controller is not pressed here. */
const bar = async (clinic: TestClinic) =>
  await showPage(
    clinic,
    <ConsoleContext value={{ controller: {} } as never}>
      <SideBar />
    </ConsoleContext>,
  )

test('S0.17: the side bar counts what waits and says how many are overdue, for those who decide', async () => {
  const { clinic } = await showInbox(several)
  const { box } = await bar(clinic)
  const link = [...box.querySelectorAll('nav a')].find(({ textContent }) => textContent?.startsWith('Corrections'))
  expect(link?.textContent).toBe('Corrections, 1 overdue4, 4 requests wait for a decision')
  expect(link?.querySelector('[data-tone]')?.getAttribute('data-tone')).toBe('danger')
  await closeClinics()
  const desk = await showInbox(several, { role: 'front_desk' })
  expect((await bar(desk.clinic)).box.textContent).not.toContain('Corrections')
})
