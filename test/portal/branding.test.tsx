// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { accentRules } from '../../renderer/portal/branding/accentRules'
import { contrast } from '../../shared/settings/accentColours'
import { clinic, openPortal, settle, until } from './portalPage'

let page: Awaited<ReturnType<typeof openPortal>> | undefined
const open = async (...given: Parameters<typeof openPortal>) => {
  page = await openPortal(...given)
  return page
}
afterEach(async () => {
  await page?.close()
  page = undefined
})

const colourOf = (rules: string, scheme: string, name: string) =>
  new RegExp(`"${scheme}"\\] \\{[^}]*${name}: (#[0-9a-f]{6})`).exec(rules)?.[1] ?? ''

test('S2.65: whatever the accent, words on it and links in it can be read in both schemes', () => {
  for (const accent of ['#1a5fb4', '#ffe100', '#000000', '#ffffff', '#ff00aa', '#777777']) {
    const rules = accentRules(accent)
    for (const [scheme, ground] of [
      ['light', '#ffffff'],
      ['dark', '#211e1b'],
    ] as const) {
      const filled = colourOf(rules, scheme, '--mantine-color-petrol-filled')
      expect(contrast(filled, colourOf(rules, scheme, '--mantine-primary-color-contrast'))).toBeGreaterThanOrEqual(4.5)
      expect(contrast(colourOf(rules, scheme, '--v-link'), ground)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(colourOf(rules, scheme, '--v-focus'), ground)).toBeGreaterThanOrEqual(3)
    }
  }
  expect(accentRules('')).toBe('')
  expect(accentRules('red; } * { display: none')).toBe('')
})

test('S2.65: the accent is on the page through a constructed style sheet, changes with the clinic, and goes with it', async () => {
  let accent = '#1a5fb4'
  let now = 0
  const sheets = () => document.adoptedStyleSheets.length
  const before = sheets()
  const { asked } = await open(
    '/safety',
    { 'clinic.public': () => ({ ...clinic, branding: { ...clinic.branding, accent } }) },
    { now: () => now },
  )
  await until(() => sheets() === before + 1)
  accent = ''
  now += 30_000
  await act(async () => void dispatchEvent(new Event('focus')))
  await settle()
  expect(asked('clinic.public')).toHaveLength(1)
  now += 31_000
  await act(async () => void dispatchEvent(new Event('focus')))
  await until(() => sheets() === before)
  expect(asked('clinic.public')).toHaveLength(2)
})

test('S2.64, S2.66, S2.67: logo, display name and welcome apply at once when the reader comes back to the tab', async () => {
  let now = 0
  let branded = false
  const welcome = { en: 'Come in', fr: '', es: '' }
  const { find, place } = await open(
    '/sign-in',
    {
      'clinic.public': () =>
        branded
          ? {
              ...clinic,
              name: 'Harbour House',
              logoUrl: '/api/branding/logo/abc',
              branding: { ...clinic.branding, welcomeTitle: welcome },
            }
          : clinic,
    },
    { now: () => now },
  )
  await until(() => find('header').textContent?.includes('Harbour Street Clinic') ?? false)
  expect(place.querySelector('header img')).toBeNull()
  branded = true
  now += 60_000
  await act(async () => void dispatchEvent(new Event('focus')))
  await until(() => find('header').textContent?.includes('Harbour House') ?? false)
  expect(find('header img').getAttribute('src')).toBe('/api/branding/logo/abc')
  expect(find('main img').getAttribute('alt')).toBe('Logo of Harbour House')
  expect(find('h1').textContent).toBe('Come in')
  expect(document.title).toBe('Sign in')
})

test('a clinic that cannot be asked again keeps what was shown', async () => {
  let now = 0
  let fails = false
  const { find } = await open(
    '/safety',
    {
      'clinic.public': () => {
        if (fails) throw new TypeError('no network')
        return clinic
      },
    },
    { now: () => now },
  )
  await until(() => find('header').textContent?.includes('Harbour Street Clinic') ?? false)
  fails = true
  now += 60_000
  await act(async () => void dispatchEvent(new Event('focus')))
  await settle()
  expect(find('header').textContent).toContain('Harbour Street Clinic')
})

test('only the languages of the clinic are offered, and a browser with another one reads English or the clinic’s first', async () => {
  const only = (languages: readonly string[]) => ({ 'clinic.public': () => ({ ...clinic, languages }) })
  const two = await open('/sign-in', only(['en', 'es']), { language: 'fr' })
  await until(() => two.find('h1').textContent === 'Sign in')
  expect([...document.querySelectorAll('header option')].map((option) => option.getAttribute('value'))).toEqual([
    'en',
    'es',
  ])
  await two.close()
  const one = await open('/sign-in', only(['fr']))
  await until(() => one.find('h1').textContent === 'Connexion')
  expect(document.querySelector('header select')).toBeNull()
})
