import { expect, test } from 'vitest'
import { HELP_ARTICLES } from '../../renderer/console/help/helpArticles'
import { TERM_PRESETS } from '../../shared/clinic/clinicSchemas'
import { createHelpIndex, oneSlip } from '../../shared/help/helpSearch'
import { withClinicWords } from '../../shared/help/helpTerms'
import { slowness } from '../support/slowness'

const words = { term: TERM_PRESETS.patient.en, sender: 'no-reply@example.org', portal: 'https://portal.example.org' }
const index = createHelpIndex(HELP_ARTICLES, (text) => withClinicWords(text, words))
const first = (query: string) => index.search(query)[0]?.slug

test.each([
  ['portal login', 'portal-sign-in'],
  ['magic link', 'portal-sign-in'],
  ['otp', 'portal-sign-in'],
  ['verify', 'portal-sign-in'],
  ['signin', 'portal-sign-in'],
  ['reset mfa', 'lost-phone'],
  ['lost phone', 'lost-phone'],
  ['forgot password', 'password-resets'],
  ['revoke access', 'manage-portal-access'],
  ['grey toggle', 'invitations-and-accounts'],
  ['verbal code', 'letters-and-codes'],
  ['phishing', 'is-this-email-real'],
  ['enable mfa', 'portal-security'],
  ['quick exit', 'quick-exit-and-safety'],
  ['smtp', 'settings-and-branding'],
  ['suspend', 'staff-and-roles'],
  ['no internet', 'working-offline'],
  ['unlock', 'locked-out'],
  ['email not found', 'sign-in-diagnostics'],
  ['new version', 'consents'],
  ['amendment', 'correction-requests'],
  ['lost laptop', 'consoles'],
  ['wipe', 'consoles'],
  ['tampered', 'audit-log'],
])('S3.20: “%s” finds %s first', (query, slug) => {
  expect(first(query)).toBe(slug)
})

test('S3.20: capitals, accents, hyphens and words around the question do not matter', () => {
  expect(first('How do I RE-ENABLE an account?')).toBe('manage-portal-access')
  expect(first('is this email real')).toBe('is-this-email-real')
})

test('S3.20: what was typed so far finds already, and every word must be there', () => {
  expect(index.search('recov').map(({ slug }) => slug)).toContain('lost-phone')
  expect(index.search('recovery xylophone')).toEqual([])
})

test('S3.20: a hit in the text leads to its section, a hit by title or alias to the article', () => {
  expect(index.search('landlines')[0]).toEqual({ slug: 'portal-sign-in', sectionId: 'trouble' })
  expect(index.search('magic link')[0]?.sectionId).toBeNull()
})

test('S3.17: the clinic’s word is found, the placeholder is not', () => {
  expect(first('what patients see')).toBe('what-participants-see')
  expect(index.search('{participant}').map(({ slug }) => slug)).toEqual(
    index.search('participant').map(({ slug }) => slug),
  )
})

test('one slip of a letter in a long word is forgiven when nothing else is found', () => {
  expect(first('pasword reset')).toBe('password-resets')
  expect(first('authentcator')).toBe('portal-security')
  expect(oneSlip('unlokc', 'unlock')).toBe(true)
  expect(oneSlip('unlock', 'offline')).toBe(false)
})

test('an empty query finds nothing: the page then shows its index', () => {
  expect(index.search('   ')).toEqual([])
})

test('a search takes a few milliseconds, so that it can follow every key', () => {
  const started = performance.now()
  for (let turn = 0; turn < 50; turn++) index.search(turn % 2 ? 'sign in code' : 'zzzzzzz unlokc')
  expect((performance.now() - started) / 50 / slowness()).toBeLessThan(50)
})
