// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { SettingsPage } from '../../renderer/console/settings/SettingsPage'
import type { SettingsPartName } from '../../renderer/console/settings/settingsParts'
import { CONSENT_DOCUMENTS } from '../../shared/consent/consentSchemas'
import type { ConsentVersion } from '../../shared/settings/settingsSchemas'
import { choose, fieldNamed, named, settle, type } from './participantsHands'
import { CLINIC, closeClinics, openTestClinic, showPage } from './participantsKit'

// Absent in happy-dom; a text field that grows asks for it.
Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true })
afterEach(closeClinics)

const texts = {
  en: { title: 'Title', body: 'Body' },
  fr: { title: 'Titre', body: 'Corps' },
  es: { title: 'T', body: 'C' },
}
const versions: ConsentVersion[] = CONSENT_DOCUMENTS.map((documentId) => ({
  documentId,
  version: 1,
  publishedAt: null,
  publishedByName: null,
  agreed: 4,
  texts,
}))

async function showSettings(part: SettingsPartName, link: 'online' | 'offline' = 'online', sms = true) {
  const clinic = await openTestClinic({ role: 'admin', link, participants: 1 })
  const asked: [string, Record<string, unknown>][] = []
  const call = (name: string, answer: (input: Record<string, unknown>) => unknown) => ({
    mutate: async (input: Record<string, unknown>) => {
      asked.push([name, input])
      return answer(input)
    },
  })
  const saved = (input: Record<string, unknown>) => ({
    ...CLINIC,
    ...(input.facts as object),
    settings: input.settings,
    rev: 7,
  })
  const settings = {
    sendingWays: { query: async () => ({ smtp: true, sms, outbox: false }) },
    consentVersions: { query: async () => versions },
    save: call('save', saved),
    publishConsent: call('publishConsent', () => versions),
    testEmail: call('testEmail', () => ({ ok: false, reason: 'EAUTH 535' })),
    testSms: call('testSms', () => ({ ok: true })),
  }
  Object.assign(clinic.session, { client: { settings } })
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  await showPage(
    clinic,
    <QueryClientProvider client={queries}>
      <SettingsPage part={part} />
    </QueryClientProvider>,
    `/settings/${part}`,
  )
  await settle()
  const box = (label: string) => {
    const words = [...document.querySelectorAll('label')].find(({ textContent }) => textContent?.startsWith(label))
    return document.getElementById(words?.htmlFor ?? '') as HTMLInputElement
  }
  const press = async (label: string) => await act(async () => box(label).click())
  const says = (words: string) => (document.body.textContent ?? '').includes(words)
  const last = () =>
    asked.at(-1)?.[1] as { settings: typeof CLINIC.settings; facts: Record<string, string>; expectedRev: number }
  return { clinic, asked, box, press, says, last }
}

test('S3.18: the whole portal is switched off with one switch, from the revision that was seen', async () => {
  const { press, last, says } = await showSettings('portal')
  await press('The portal is on')
  expect(says('Not saved yet')).toBe(true)
  await choose('Save')
  await settle()
  expect(last()).toMatchObject({ expectedRev: 1, settings: { portalEnabled: false } })
  expect(says('Not saved yet')).toBe(false)
})

test('S4.10, S4.11: seven functions with a switch each; one that opens another system needs its https address', async () => {
  const { press, asked, says, last } = await showSettings('portal')
  for (const name of [
    'Self-scheduling',
    'Telehealth',
    'Receipts and statements',
    'Online forms',
    'Own details',
    'Messages',
    'Insurance',
  ])
    expect([name, says(name)]).toEqual([name, true])
  await press('Telehealth')
  await choose('Save')
  expect(asked).toHaveLength(0)
  expect(says('needs the https address that it opens')).toBe(true)
  await type(fieldNamed('Address for Telehealth'), 'https://meet.example.org/clinic')
  await choose('Save')
  await settle()
  expect(last().settings.functions.telehealth).toEqual({ on: true, link: 'https://meet.example.org/clinic' })
})

test('S4.12: what registration asks for can be configured', async () => {
  const { press, last } = await showSettings('portal')
  await press('Offer to fill in what the file lacks')
  await press('Ask whether a caregiver uses the account')
  await choose('Save')
  await settle()
  expect(last().settings.registration).toEqual({ askHolder: false, details: 'off', offerMfa: true })
})

test('S3.4: at least one way to sign in must stay on; SMS only where the server can send it', async () => {
  const { press, asked, says, box } = await showSettings('access', 'online', false)
  expect(box('SMS code').disabled).toBe(true)
  await press('Email link')
  await press('Password')
  await choose('Save')
  expect(asked).toHaveLength(0)
  expect(says('at least one way of signing in must be on')).toBe(true)
})

test('P1: eight characters are possible only beside a required second factor', async () => {
  const { press, box, last } = await showSettings('access')
  await press('Required for everybody')
  expect(box('Required for everybody').checked).toBe(true)
  await choose('Save')
  await settle()
  expect(last().settings).toMatchObject({ mfaRequired: true, minPasswordLength: 15 })
})

test('S2.64 to S2.67, S3.15: the preview follows what is typed, and a pale accent cannot be saved', async () => {
  const { asked, says } = await showSettings('branding')
  const preview = () => document.querySelector('figure[aria-label="Preview of the sign-in page"]')
  await type(fieldNamed('Display name'), 'Alder House')
  await type(fieldNamed('Welcome title'), 'Good to see you')
  await type(fieldNamed('Accent colour'), '#f5e663')
  expect(preview()?.textContent).toContain('Alder House')
  expect(preview()?.textContent).toContain('Good to see you')
  expect(says('Too pale')).toBe(true)
  await choose('Save')
  expect(asked).toHaveLength(0)
  await type(fieldNamed('Accent colour'), '#7a1f5c')
  expect(says('Readable')).toBe(true)
  await choose('Save')
  await settle()
  expect(asked).toHaveLength(1)
})

test('S3.17: a preset changes the words in all three languages, and own words are possible', async () => {
  const { last, says } = await showSettings('terms')
  const several = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === 'Several')
  await type(document.getElementById(several?.htmlFor ?? '') as HTMLInputElement, 'members')
  expect(says('Not saved yet')).toBe(true)
  await choose('Save')
  await settle()
  expect(last().settings.terms.en).toEqual({ one: 'participant', many: 'members' })
})

test('S4.6: the named sender is a setting, and test messages say what the other side answered', async () => {
  const { says, asked } = await showSettings('messages')
  await type(fieldNamed('Send a test email to'), 'admin@example.org')
  await choose('Send a test')
  expect(asked).toHaveLength(0)
  const [email] = [...document.querySelectorAll('button')].filter((one) => one.textContent === 'Send a test')
  await act(async () => email?.click())
  await settle()
  expect(asked[0]).toEqual(['testEmail', { to: 'admin@example.org' }])
  expect(says('Not sent: EAUTH 535')).toBe(true)
})

test('I9: a new version of a consent text is published after a second question, based on the version that was seen', async () => {
  const { asked, says } = await showSettings('consents')
  expect(says('agreed to by 4 people')).toBe(true)
  await choose('New version')
  expect((named('Publish') as HTMLButtonElement).disabled).toBe(true)
  await type(fieldNamed('Title'), 'A better title')
  await choose('Publish')
  expect(says('Everybody has to read and agree to it')).toBe(true)
  expect(asked).toHaveLength(0)
  await choose('Publish')
  await settle()
  expect(asked[0]?.[1]).toMatchObject({ basedOn: 1 })
})

test('two administrators: values that changed meanwhile are not overwritten, and the person is told', async () => {
  const { clinic, says } = await showSettings('clinic')
  await type(fieldNamed('Phone'), '555 0199')
  await act(async () => clinic.server.pull({ clinic: [{ ...CLINIC, rev: 5, phone: '555 0123' }] }))
  await settle(20)
  expect(says('Somebody else has changed the settings meanwhile')).toBe(true)
  expect((named('Save') as HTMLButtonElement).disabled).toBe(true)
  await choose('Show the new values')
  expect((fieldNamed('Phone') as HTMLInputElement).value).toBe('555 0123')
})

test('offline the settings can be read and not changed', async () => {
  const { says } = await showSettings('clinic', 'offline')
  expect(says('only while this console is online')).toBe(true)
  expect(document.querySelector('fieldset')?.disabled).toBe(true)
})
