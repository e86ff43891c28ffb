// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { choose, fill, me, openPortal, press, record, refusal, until } from './portalPage'

let page: Awaited<ReturnType<typeof openPortal>> | undefined
const open = async (...given: Parameters<typeof openPortal>) => {
  page = await openPortal(...given)
  return page
}
afterEach(async () => {
  await page?.close()
  page = undefined
})

const signedOut = () => {
  throw refusal('NOT_SIGNED_IN')
}
async function fillIn({ find }: Awaited<ReturnType<typeof openPortal>>, password = 'a wide harbour at dawn') {
  await fill(find('input[autocomplete="username"]'), 'ada@example.org')
  await fill(find('input[autocomplete="current-password"]'), password)
}

test('a password manager finds both fields, and the page title is neutral', async () => {
  const { find } = await open('/sign-in', {})
  expect(find('input[type="email"]').getAttribute('autocomplete')).toBe('username')
  expect(find('input[type="password"]').getAttribute('autocomplete')).toBe('current-password')
  expect(document.title).toBe('Sign in')
})

test('P4: every refusal is one sentence, and the password is not lost', async () => {
  const opened = await open('/sign-in', {
    'auth.signIn': () => {
      throw refusal('SIGN_IN_FAILED')
    },
  })
  await fillIn(opened)
  await press(opened.button('Sign in'))
  expect(opened.find('[role="alert"]').textContent).toContain('do not match, or signing in is paused')
  expect(opened.find('input[autocomplete="current-password"]')).toHaveProperty('value', 'a wide harbour at dawn')
})

test('Q3: the wait is told in the reader’s language', async () => {
  const opened = await open(
    '/sign-in',
    {
      'auth.signIn': () => {
        throw refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: 840 })
      },
    },
    { language: 'fr' },
  )
  await fillIn(opened)
  await press(opened.button('Se connecter'))
  expect(opened.find('[role="alert"]').textContent).toContain('Veuillez patienter 14 minutes.')
})

test('nothing is sent with an empty field', async () => {
  const { button, asked, text } = await open('/sign-in', {})
  await press(button('Sign in'))
  expect(asked('auth.signIn')).toEqual([])
  expect(text()).toContain('Please type your email.')
  expect(document.activeElement?.getAttribute('autocomplete')).toBe('username')
})

test('signing in leads home, in the account’s language', async () => {
  const opened = await open('/sign-in', {
    'auth.signIn': () => ({ done: true }),
    'auth.me': () => ({ ...me, language: 'fr' }),
    'record.own': () => record,
  })
  await fillIn(opened)
  await press(opened.button('Sign in'))
  await until(() => opened.text().includes('Vos renseignements'))
  expect(location.pathname).toBe('/home')
  expect(document.title).toBe('Accueil')
  expect(document.documentElement.lang).toBe('fr')
})

test('a language that the reader chose stays after signing in, and is kept for the tab alone', async () => {
  const opened = await open(
    '/sign-in',
    { 'auth.signIn': () => ({ done: true }), 'auth.me': () => ({ ...me, language: 'fr' }), 'record.own': () => record },
    { storage: () => sessionStorage },
  )
  await choose(opened.find('select'), 'es')
  await until(() => opened.text().includes('Iniciar sesión'))
  expect(sessionStorage.getItem('vestibule-language')).toBe('es')
  expect(localStorage.length).toBe(0)
  await fillIn(opened)
  await press(opened.button('Iniciar sesión'))
  await until(() => opened.text().includes('Sus datos'))
  sessionStorage.clear()
})

test('the start page leads to sign-in without a word, an expired session with a calm one', async () => {
  const start = await open('/', { 'auth.me': signedOut })
  await until(() => location.pathname === '/sign-in')
  expect(start.text()).not.toContain('Please sign in to go on.')
  await start.close()
  const expired = await open('/home', { 'auth.me': signedOut })
  await until(() => location.pathname === '/sign-in')
  expect(expired.find('main [role="status"]').textContent).toContain('Please sign in to go on.')
})
