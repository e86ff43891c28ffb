// @vitest-environment happy-dom
import type { ReactNode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { ArticlePage } from '../../renderer/console/help/ArticlePage'
import { GuidePage } from '../../renderer/console/help/GuidePage'
import { HelpLink } from '../../renderer/console/help/HelpLink'
import { HelpPage } from '../../renderer/console/help/HelpPage'
import { HELP_SLUGS } from '../../renderer/console/help/helpSlugs'
import { TERM_PRESETS } from '../../shared/clinic/clinicSchemas'
import { choose, fieldNamed, named, press, settle, type } from './participantsHands'
import { type ClinicOptions, closeClinics, openTestClinic, showPage } from './participantsKit'

afterEach(closeClinics)

async function show(page: ReactNode, options: ClinicOptions = {}, path = '/help') {
  const clinic = await openTestClinic({ participants: 1, ...options })
  const shown = await showPage(clinic, page, path)
  return { ...shown, words: () => document.body.textContent ?? '' }
}
const results = () => [...document.querySelectorAll<HTMLAnchorElement>('.v-help-result')]
const search = async (query: string) => await type(fieldNamed('Search the help'), query)

test('S3.19: the index shows what the reader’s role may open', async () => {
  const admin = await show(<HelpPage />, { role: 'admin' })
  expect(admin.words()).toContain('Staff and roles')
  await admin.close()
  await closeClinics()
  const { words } = await show(<HelpPage />, { role: 'front_desk' })
  expect(words()).toContain('Manage portal access')
  expect(words()).not.toContain('Staff and roles')
  expect(named('Messages')).toBeUndefined()
})

test('S3.19: an article for another role is not opened by its address either', async () => {
  const { words } = await show(<ArticlePage slug="settings-and-branding" />, { role: 'staff' })
  expect(words()).toContain('There is no such article')
})

test('S3.20: results follow the typing, offline, and keyboard leads through them', async () => {
  const { path } = await show(<HelpPage />, { link: 'offline' })
  await search('magic')
  expect(results()[0]?.textContent).toContain('Portal sign-in and verification')
  await press(fieldNamed('Search the help'), 'ArrowDown')
  expect(document.activeElement).toBe(results()[0])
  await press(document.activeElement, 'ArrowUp')
  expect(document.activeElement).toBe(fieldNamed('Search the help'))
  await press(fieldNamed('Search the help'), 'Enter')
  expect(path()).toBe('/help/portal-sign-in')
})

test('S3.20: no result says what to try, and one press tries it', async () => {
  const { words } = await show(<HelpPage />)
  await search('xylophone')
  expect(words()).toContain('Nothing found for “xylophone”')
  expect(words()).toContain('0 articles found')
  await choose('reset mfa')
  expect(results()[0]?.textContent).toContain('Lost phone')
  await press(fieldNamed('Search the help'), 'Escape')
  expect(words()).toContain('Start here')
})

test('S3.17: everything is said in the clinic’s word', async () => {
  const settings = { terms: TERM_PRESETS.client }
  const { words } = await show(<HelpPage />, { settings })
  expect(words()).toContain('What clients see')
  expect(words()).toContain('Printable guide for clients')
  expect(words()).not.toMatch(/\{participant|participants see/i)
})

test('S0.28, S1.16, S1.18, S3.21, S3.28: an article leads back to its index and says what it is not', async () => {
  const { words, path } = await show(<ArticlePage slug="portal-security" />, {}, '/help/portal-security')
  for (const part of [
    'When to use this',
    'How this changes with your settings',
    'not medical, legal or billing advice',
    'shared/accountSecurity/securitySchemas.ts',
    'Related',
  ])
    expect(words()).toContain(part)
  expect(words()).not.toContain('**')
  await choose('Back to Admin guide')
  expect(path()).toBe('/help')
})

test('no article shows the marks of its texts', async () => {
  const clinic = await openTestClinic({ participants: 1, role: 'admin' })
  for (const slug of HELP_SLUGS) {
    const { box, close } = await showPage(clinic, <ArticlePage slug={slug} />, `/help/${slug}`)
    expect(box.querySelector('h1')?.textContent, slug).not.toBe('')
    expect(box.textContent, slug).not.toMatch(/\*\*|\{[a-zA-Z]+\}/)
    await close()
  }
})

test('a link to a section brings its heading into focus, and the contents do the same', async () => {
  await show(<ArticlePage slug="portal-sign-in" />, {}, '/help/portal-sign-in')
  await choose('Troubleshooting')
  expect(document.activeElement?.id).toBe('section-trouble')
})

test('S4.7: the sender of this clinic stands in the article about real and false mails', async () => {
  const { words } = await show(<ArticlePage slug="is-this-email-real" />)
  expect(words()).toContain('Sender address of your clinic: no-reply@example.org.')
})

test('S2.73, S4.9: articles and the guide are printed by their button', async () => {
  const print = vi.fn()
  vi.stubGlobal('print', print)
  const article = await show(<ArticlePage slug="what-participants-see" />)
  await choose('Print')
  await article.close()
  await closeClinics()
  await show(<GuidePage />, { link: 'offline' })
  await choose('Print')
  expect(print).toHaveBeenCalledTimes(2)
  vi.unstubAllGlobals()
})

test('S4.9: the guide changes its language, keeps to the ways in that are on, and warns when the portal is off', async () => {
  const methods = { password: true, emailLink: false, smsCode: false }
  const { words } = await show(<GuidePage />, { link: 'offline', settings: { methods, portalEnabled: false } })
  expect(words()).toContain('Your guide to our portal')
  expect(words()).not.toContain('By email:')
  expect(words()).toContain('The portal is switched off in the settings')
  await choose('Français')
  await settle()
  expect(document.querySelector('article')?.lang).toBe('fr')
  expect(words()).toContain('Votre guide du portail')
})

test('HelpLink leads to an article, or to a section of it', async () => {
  const { path } = await show(
    <HelpLink slug="lost-phone" section="identity">
      How to be sure
    </HelpLink>,
  )
  await choose('How to be sure')
  expect(path()).toBe('/help/lost-phone?section=identity')
})
