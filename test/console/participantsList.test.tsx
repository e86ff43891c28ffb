// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ParticipantsPage } from '../../renderer/console/participants/ParticipantsPage'
import { giveElementsSize, press, type } from './participantsHands'
import { accountOf, closeClinics, inviteOf, openTestClinic, showPage } from './participantsKit'

beforeEach(giveElementsSize)
afterEach(closeClinics)

const rows = () => [...document.querySelectorAll<HTMLElement>('[role="row"][data-id]')]
const search = () => document.querySelector<HTMLInputElement>('input[type="search"]') as HTMLInputElement
const frame = async () => await act(async () => await new Promise((resolve) => setTimeout(resolve, 40)))

async function showList(options: Parameters<typeof openTestClinic>[0] = {}) {
  const clinic = await openTestClinic(options)
  const page = await showPage(clinic, <ParticipantsPage />)
  return { clinic, page }
}

test('S0.2: everyone is counted, and only the rows on screen exist', async () => {
  const { page } = await showList({ participants: 300 })
  expect(document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')).toBe('301')
  expect(page.box.textContent).toContain('300 participants')
  expect(rows().length).toBeGreaterThan(10)
  expect(rows().length).toBeLessThan(60)
})

test('S0.2: words are found without accents and in any order, and by the digits of a phone', async () => {
  const { page } = await showList()
  await type(search(), 'nunez pena maria')
  expect(rows().map((row) => row.textContent)).toEqual([expect.stringContaining('María José de la Peña y Núñez')])
  await type(search(), 'VB-000010')
  expect(rows()).toHaveLength(1)
  await type(search(), 'nobody at all')
  expect(page.box.textContent).toContain('Nobody found')
  expect(page.box.textContent).toContain('Add a new participant')
  await act(async () =>
    [...page.box.querySelectorAll('button')].find((b) => b.textContent === 'Clear the search')?.click(),
  )
  expect(search().value).toBe('')
})

test('S0.2: arrows, Home, End and Enter lead through the rows and open a file', async () => {
  const { page } = await showList()
  await press(search(), 'ArrowDown')
  await frame()
  expect(document.activeElement).toBe(rows()[0])
  await press(document.activeElement, 'ArrowDown')
  await frame()
  expect((document.activeElement as HTMLElement).dataset.index).toBe('1')
  await press(document.activeElement, 'End')
  await frame()
  expect((document.activeElement as HTMLElement).dataset.index).toBe('59')
  expect(rows().filter((row) => row.tabIndex === 0)).toHaveLength(1)
  await press(document.activeElement, 'Home')
  await frame()
  const id = (document.activeElement as HTMLElement).dataset.id
  await press(document.activeElement, 'Enter')
  expect(page.path()).toBe(`/participants/${id}`)
})

test('S0.2: the slash key and the call of the shell lead to the search, and the query is kept when coming back', async () => {
  const { page, clinic } = await showList()
  await press(document.body, '/')
  expect(document.activeElement).toBe(search())
  search().blur()
  await act(async () => window.dispatchEvent(new CustomEvent('vestibule:focus-search')))
  expect(document.activeElement).toBe(search())
  await type(search(), 'silva')
  expect(rows()).toHaveLength(2)
  await page.close()
  await showPage(clinic, <ParticipantsPage />)
  expect(search().value).toBe('silva')
  expect(rows()).toHaveLength(2)
  expect(Object.keys(localStorage).concat(Object.keys(sessionStorage))).toEqual([])
})

test('S4.15: each row says in words where the person stands with the portal, and follows the server at once', async () => {
  const { clinic } = await showList()
  const [one, two, three] = clinic.people
  await act(async () =>
    clinic.server.pull({
      accounts: [accountOf(one?.id ?? ''), accountOf(two?.id ?? '', { disabledAt: new Date().toISOString() })],
      invites: [inviteOf(three?.id ?? '')],
    }),
  )
  const rowOf = async (fileNumber: string) => {
    await type(search(), fileNumber)
    return rows()[0]?.textContent
  }
  expect(await rowOf(one?.fileNumber ?? '')).toContain('Active')
  expect(await rowOf(two?.fileNumber ?? '')).toContain('Disabled')
  expect(await rowOf(three?.fileNumber ?? '')).toContain('Invited')
})

test('S0.2: nobody in scope is said calmly, with the way to add somebody', async () => {
  const { page } = await showList({ participants: 0 })
  expect(page.box.textContent).toContain('No participants yet')
  expect(page.box.querySelector('a[href="/participants/new"]')).not.toBeNull()
})
