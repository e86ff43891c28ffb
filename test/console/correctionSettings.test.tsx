// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { afterEach, expect, test } from 'vitest'
import { SettingsPage } from '../../renderer/console/settings/SettingsPage'
import type { ClinicSettings } from '../../shared/clinic/clinicSchemas'
import { choose, fieldNamed, named, settle, type } from './participantsHands'
import { CLINIC, closeClinics, openTestClinic, showPage } from './participantsKit'

// Absent in happy-dom; a text field that grows asks for it.
Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true })
afterEach(closeClinics)

async function showPart(link: 'online' | 'offline' = 'online') {
  const clinic = await openTestClinic({ role: 'admin', link, participants: 1 })
  const saved: ClinicSettings[] = []
  const save = async ({ settings }: { readonly settings: ClinicSettings }) => {
    saved.push(settings)
    return { ...CLINIC, settings, rev: 7 }
  }
  const sendingWays = { query: async () => ({ smtp: true, sms: true, outbox: false }) }
  Object.assign(clinic.session, { client: { settings: { save: { mutate: save }, sendingWays } } })
  const page = (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SettingsPage part="corrections" />
    </QueryClientProvider>
  )
  await showPage(clinic, page, '/settings/corrections')
  await settle()
  return { saved, text: () => document.body.textContent ?? '' }
}

test('G3: an administrator chooses the law and keeps the list of holidays, each day once and in order', async () => {
  const { saved, text } = await showPart()
  expect(text()).toContain('matter only where business days are counted')
  await choose('30 business days, once 30 more')
  expect(text()).toContain('do not count as business days')
  for (const day of ['2027-12-27', '2027-01-01', '2028-01-01']) {
    await type(fieldNamed('Holiday'), day)
    await choose('Add')
  }
  await type(fieldNamed('Holiday'), '2027-01-01')
  expect(text()).toContain('is in the list')
  expect(named('Add')?.hasAttribute('disabled')).toBe(true)
  await choose('Save')
  await settle()
  expect(saved[0]?.corrections).toMatchObject({
    profile: 'business_30',
    holidays: ['2027-01-01', '2027-12-27', '2028-01-01'],
  })
})

test('G3: the page says by when a request that comes now would be decided, and follows the choice', async () => {
  const { text } = await showPart()
  const shown = () => /decided by (.*?)\./.exec(text())?.[1]
  const first = shown()
  await choose('30 days, once 30 more')
  expect(first).toMatch(/\d{4}/)
  expect(shown()).toMatch(/\d{4}/)
  expect(shown()).not.toBe(first)
})

test('G3: where to complain is written in each language, and what is too long is named', async () => {
  const { saved, text } = await showPart()
  await type(fieldNamed('English'), 'x'.repeat(501))
  await choose('Save')
  expect(saved).toHaveLength(0)
  expect(text()).toContain('at most 500 characters')
  await type(fieldNamed('English'), 'The privacy officer, 416 555 0101')
  await choose('Save')
  await settle()
  expect(saved[0]?.corrections.complaints).toEqual({ en: 'The privacy officer, 416 555 0101', fr: '', es: '' })
})
