// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { choose, consentStep, me, openPortal, press, record, refusal, settle, until } from './portalPage'

let page: Awaited<ReturnType<typeof openPortal>> | undefined
const open = async (...given: Parameters<typeof openPortal>) => {
  page = await openPortal(...given)
  return page
}
afterEach(async () => {
  await page?.close()
  page = undefined
})

const waiting = { 'auth.me': () => ({ ...me, consentDone: false }) }
type Asked = { readonly language?: 'en' | 'fr' | 'es' }

test('S0.12: the three texts follow one another, each with the focus on its heading, and then comes home', async () => {
  let given = 0
  const { text, button, asked } = await open('/consent', {
    'auth.me': () => ({ ...me, consentDone: given === 3 }),
    'consent.current': () => consentStep(given + 1),
    'consent.agree': () => {
      given += 1
      return consentStep(given + 1)
    },
    'record.own': () => record,
  })
  for (const step of [1, 2, 3]) {
    await until(() => text().includes(`Step ${step} of 3`))
    await until(() => document.activeElement?.textContent === `Text ${step} in en, version 1`)
    expect(document.title).toBe('Please read')
    await press(button('I agree'))
  }
  await until(() => text().includes('Your details'))
  expect(asked('consent.agree').map(({ input }) => input)).toEqual(
    ['privacy', 'data_use', 'rights'].map((documentId) => ({
      documentId,
      version: 1,
      language: 'en',
      hash: 'a'.repeat(64),
    })),
  )
})

test('S2.70 I9: while a newer text waits, what was agreed to before is one press away, and that page alone stands open', async () => {
  const receipt = {
    ...{ id: 'r1', documentId: 'privacy', title: 'The older words', body: 'First part.', version: 1, language: 'en' },
    ...{ textHash: 'ab'.repeat(32), agreedAt: '2026-03-02T15:00:00.000Z', address: null, isCurrent: false },
  }
  const { text, find, asked } = await open('/consent', {
    ...waiting,
    'consent.current': () => consentStep(1, 'en', 2),
    'consent.receipts': () => [receipt],
  })
  await until(() => text().includes('What you agreed to before'))
  await press(find('a[href="/portal/agreements"]'))
  await until(() => text().includes('The older words'))
  expect(location.pathname).toBe('/portal/agreements')
  expect(text()).toContain('A text is waiting for your agreement.')
  const entries = [...document.querySelectorAll('nav li')].map((entry) => entry.textContent)
  expect(entries).toEqual(['My agreements'])
  expect(new Set(asked('record.own'))).toEqual(new Set())
  await press(find('a[href="/consent"]'))
  await until(() => text().includes('version 2'))
})

test('S2.70: somebody who has agreed to nothing yet is not sent to an empty page', async () => {
  const { text } = await open('/consent', {
    ...waiting,
    'consent.current': () => consentStep(1),
    'consent.receipts': () => [],
  })
  await until(() => text().includes('Text 1'))
  await settle()
  expect(text()).not.toContain('What you agreed to before')
})

test('I9: home without consent leads to the texts', async () => {
  await open('/home', { ...waiting, 'consent.current': () => consentStep(1) })
  await until(() => location.pathname === '/consent')
})

test('I9: a consent that is asked for anew while home is open leads to the texts', async () => {
  await open('/home', {
    'auth.me': () => me,
    'record.own': () => {
      throw refusal('CONSENT_REQUIRED')
    },
    'consent.current': () => consentStep(1, 'en', 2),
  })
  await until(() => location.pathname === '/consent')
})

test('I9: a text that changed meanwhile is read again, and the page says so', async () => {
  let version = 1
  const { text, button, asked } = await open('/consent', {
    ...waiting,
    'consent.current': () => consentStep(1, 'en', version),
    'consent.agree': () => {
      version = 2
      throw refusal('CONSENT_CHANGED')
    },
  })
  await until(() => text().includes('version 1'))
  await press(button('I agree'))
  await until(() => text().includes('version 2'))
  expect(text()).toContain('This text has changed since you opened it.')
  expect(asked('consent.current')).toHaveLength(2)
  expect(document.activeElement?.textContent).toBe('Text 1 in en, version 2')
})

test('the language switch reads the same text in the other language', async () => {
  const { text, find, asked } = await open('/consent', {
    ...waiting,
    'consent.current': ({ language }: Asked) => consentStep(1, language),
  })
  await until(() => text().includes('Text 1 in en'))
  await choose(find('select'), 'fr')
  await until(() => text().includes('Text 1 in fr'))
  expect(find('h1').closest('[lang]')?.getAttribute('lang')).toBe('fr')
  expect(asked('consent.current').map(({ input }) => input)).toEqual([{ language: 'en' }, { language: 'fr' }])
})

test('a text that exists in English only keeps its language and says so', async () => {
  const { text, find } = await open(
    '/consent',
    { ...waiting, 'consent.current': () => consentStep(1) },
    { language: 'es' },
  )
  await until(() => text().includes('Text 1'))
  await choose(find('select'), 'es')
  await until(() => text().includes('Este texto no existe en su idioma.'))
  expect(find('h1').closest('[lang]')?.getAttribute('lang')).toBe('en')
})

test('W4: "Not now" says what it means before it signs out', async () => {
  const { text, button, asked } = await open('/consent', {
    ...waiting,
    'consent.current': () => consentStep(1),
    'auth.signOut': () => ({ done: true }),
  })
  await until(() => text().includes('Text 1'))
  await press(button('Not now'))
  await until(() => document.body.textContent?.includes('You will be signed out.') ?? false)
  expect(asked('auth.signOut')).toEqual([])
  await press(button('Sign out'))
  await until(() => location.pathname === '/sign-in')
  await settle()
  expect(asked('auth.signOut')).toHaveLength(1)
  expect(text()).toContain('You are signed out.')
})
