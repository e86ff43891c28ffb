// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { AgreementsPage } from '../../renderer/portal/consent/AgreementsPage'
import type { ConsentReceipt } from '../../shared/accounts/portalSchemas'
import { choose, openInside } from './insidePage'
import { me, refusal } from './portalPage'

let page: Awaited<ReturnType<typeof openInside>> | undefined
afterEach(async () => {
  await page?.close()
  page = undefined
})

function receipt(change: Partial<ConsentReceipt> = {}): ConsentReceipt {
  return {
    id: '7c0e2a52-2f0d-4a7e-9d9e-000000000001',
    documentId: 'privacy',
    title: 'How we keep your details',
    body: 'First part.\n\nSecond part.',
    version: 2,
    language: 'en',
    textHash: 'ab12'.repeat(16),
    agreedAt: '2026-03-02T15:00:00.000Z',
    address: '203.0.113.7',
    isCurrent: true,
    ...change,
  }
}
const older = receipt({
  id: 'old',
  version: 1,
  title: 'The older words',
  agreedAt: '2025-01-01T10:00:00.000Z',
  isCurrent: false,
})

async function open(answer: () => unknown) {
  page = await openInside(<AgreementsPage me={me} />, { 'consent.receipts': answer })
  return page
}

test('S2.70: each agreement stands with version, day, state, and on request with its words and its whole fingerprint', async () => {
  const { place, text } = await open(() => [older, receipt()])
  const titles = [...place.querySelectorAll('h2')].map((title) => title.textContent)
  expect(titles).toEqual(['How we keep your details', 'The older words'])
  expect(text()).toMatch(/Agreed on Mar 2, 2026.*Version 2.*In force.*A newer version exists/s)
  const toggle = place.querySelector('[aria-expanded]')
  expect(toggle?.getAttribute('aria-expanded')).toBe('false')
  await choose(place, 'Read the text')
  expect(toggle?.getAttribute('aria-expanded')).toBe('true')
  const words = document.getElementById(toggle?.getAttribute('aria-controls') ?? '')
  expect(words?.hasAttribute('data-open')).toBe(true)
  expect(words?.textContent).toMatch(/First part\.Second part\..*Ada.*Harbour Street Clinic.*203\.0\.113\.7/s)
  expect(words?.querySelector('.v-screen-only')?.textContent).toBe('ab12ab12ab12ab12…')
  expect(words?.querySelector('.v-print-only')?.textContent).toBe('ab12'.repeat(16))
})

test('S2.70: one receipt is printed alone, and afterwards the page is as before', async () => {
  const { place } = await open(() => [older, receipt()])
  const printed: (string | null | undefined)[] = []
  Object.assign(globalThis, {
    print: () => printed.push(place.querySelector('[data-printing]')?.querySelector('h2')?.textContent),
  })
  await choose(place, 'Print receipt')
  expect(printed).toEqual(['How we keep your details'])
  expect(place.querySelector('ul')?.hasAttribute('data-printing-one')).toBe(true)
  await act(async () => dispatchEvent(new Event('afterprint')))
  expect(place.querySelector('ul')?.hasAttribute('data-printing-one')).toBe(false)
})

test('S2.70: nothing, and a failure, are said', async () => {
  const { text, close } = await open(() => [])
  expect(text()).toContain('Nothing here yet')
  await close()
  expect((await open(() => Promise.reject(refusal('UNAVAILABLE')))).text()).toContain('This did not load')
})
