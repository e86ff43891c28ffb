// @vitest-environment happy-dom
import { act } from 'react'
import { expect, test } from 'vitest'
import { createI18n } from '../../renderer/ui/i18n'
import { useLanguage } from '../../renderer/ui/LanguageContext'
import { detectLanguage, localeFor, plural } from '../../renderer/ui/language'
import { show } from './render'

const en = {
  hello: 'Hello',
  people: ({ count }: { count: number }) => plural('en', count, { one: '# person', other: '# people' }),
}
const fr: typeof en = {
  hello: 'Bonjour',
  people: ({ count }) => plural('fr', count, { one: '# personne', other: '# personnes' }),
}
const broken = async (): Promise<typeof en> => Promise.reject(new Error('offline'))
const { I18nProvider, useText, load } = createI18n({ en, fr: async () => fr, es: broken })

function Words() {
  const text = useText()
  const { language, setLanguage } = useLanguage()
  return (
    <button type="button" onClick={() => setLanguage(language === 'en' ? 'fr' : 'es')}>
      {`${language}: ${text.hello}, ${text.people({ count: 0 })}`}
    </button>
  )
}

test('words, language and the lang of the page change together; a dictionary that cannot load gives English', async () => {
  const page = await show(
    <I18nProvider initial={await load('en')}>
      <Words />
    </I18nProvider>,
  )
  expect(page.part.textContent).toBe('en: Hello, 0 people')
  await act(async () => page.find('button').click())
  expect(page.part.textContent).toBe('fr: Bonjour, 0 personne')
  expect(document.documentElement.lang).toBe('fr')
  await act(async () => page.find('button').click())
  expect(page.part.textContent).toBe('en: Hello, 0 people')
  expect(document.documentElement.lang).toBe('en')
  await page.unmount()
})

test('the first language we speak is chosen, whatever its region; none means English', () => {
  expect(detectLanguage(['de-CH', 'fr-CA', 'en'])).toBe('fr')
  expect(detectLanguage(['ES'])).toBe('es')
  expect(detectLanguage(['zh-Hant', 'ar'])).toBe('en')
  expect(detectLanguage([])).toBe('en')
})

test('dates follow the region of the reader only when it is of the page’s language', () => {
  expect(localeFor('en', ['fr-CA', 'en-GB'])).toBe('en-GB')
  expect(localeFor('es', ['fr-CA', 'en-GB'])).toBe('es')
})

test('plurals follow each language: French says one person for none, English does not', () => {
  const forms = { one: '# x', other: '# xs' }
  expect(plural('en', 0, forms)).toBe('0 xs')
  expect(plural('fr', 0, forms)).toBe('0 x')
  expect(plural('es', 1, { ...forms, zero: 'none' })).toBe('1 x')
  expect(plural('es', 0, { ...forms, zero: 'none' })).toBe('none')
  expect(plural('en', 1284, forms)).toBe('1,284 xs')
})
