// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { choose, clinic, fill, me, openPortal, press, record, refusal, until } from './portalPage'

let page: Awaited<ReturnType<typeof openPortal>> | undefined
const open = async (...given: Parameters<typeof openPortal>) => {
  page = await openPortal(...given)
  return page
}
afterEach(async () => {
  await page?.close()
  page = undefined
})

type Opened = Awaited<ReturnType<typeof openPortal>>
const with_ = (more: Partial<typeof clinic>) => ({ 'clinic.public': () => ({ ...clinic, ...more }) })
const ways = (password: boolean, emailLink: boolean, smsCode: boolean) =>
  with_({ methods: { password, emailLink, smsCode } })
const onlyPassword = ways(true, false, false)
const all = ways(true, true, true)
const view = { channel: 'email', masked: 'a•••@e•••.org', resendInSeconds: 60, expiresInSeconds: 900 } as const

const signedOut = () => {
  throw refusal('NOT_SIGNED_IN')
}
async function fillIn({ find }: Opened, password = 'a wide harbour at dawn') {
  await fill(find('input[autocomplete="username"]'), 'ada@example.org')
  await fill(find('input[autocomplete="current-password"]'), password)
}
const buttons = () => [...document.querySelectorAll('main button')].map((button) => button.textContent)

test('a password manager finds both fields, and the page title is neutral', async () => {
  const { find } = await open('/sign-in', onlyPassword)
  expect(find('input[type="email"]').getAttribute('autocomplete')).toBe('username')
  expect(find('input[type="password"]').getAttribute('autocomplete')).toBe('current-password')
  expect(document.title).toBe('Sign in')
})

test('S3.4, S3.6, S3.7: the toggle has two positions, Email first, each with its own button', async () => {
  const { find, button, asked } = await open('/sign-in', {
    ...all,
    'auth.requestCode': () => ({ ...view, channel: 'sms' }),
    'auth.request': () => ({ ...view, channel: 'sms' }),
  })
  const positions = [...document.querySelectorAll('main fieldset label')].map((label) => label.textContent)
  expect(positions).toEqual(['Email', 'Phone'])
  expect(find('input[value="email"]')).toHaveProperty('checked', true)
  expect(button('Send Login Link')).toBeTruthy()
  await press(find('input[value="phone"]'))
  expect(buttons()).toEqual(['Send Login Code'])
  await fill(find('input[type="tel"]'), '416 555 0147')
  await press(find('input[type="checkbox"]'))
  await press(button('Send Login Code'))
  expect(asked('auth.requestCode').map(({ input }) => input)).toEqual([
    { phone: '416 555 0147', shared: true, language: 'en' },
  ])
  await until(() => location.pathname === '/sign-in/check')
})

test('S3.4: a way that is off is not shown, in any mix', async () => {
  const mixes = [
    [ways(false, true, false), ['Send Login Link'], false],
    [ways(true, true, false), ['Send Login Link', 'Use my password'], false],
    [ways(false, false, true), ['Send Login Code'], false],
    [ways(false, true, true), ['Send Login Link'], true],
    [ways(true, false, true), ['', 'Sign in'], true],
  ] as const
  for (const [answers, shown, toggle] of mixes) {
    const opened = await open('/sign-in', answers)
    expect(buttons()).toEqual(shown)
    expect(document.querySelector('main fieldset') !== null).toBe(toggle)
    expect(opened.text().includes('Forgot your password?')).toBe((shown as readonly string[]).includes('Sign in'))
    await opened.close()
  }
})

test('S3.1, S3.6: a link is asked for with the language of the page, and the check page follows', async () => {
  const opened = await open(
    '/sign-in',
    { ...all, 'auth.requestLink': () => view, 'auth.request': () => view, 'auth.me': signedOut },
    { language: 'es' },
  )
  await fill(opened.find('input[type="email"]'), ' ada@example.org ')
  await press(opened.button('Enviar enlace de acceso'))
  expect(opened.asked('auth.requestLink').map(({ input }) => input)).toEqual([
    { email: 'ada@example.org', shared: false, language: 'es' },
  ])
  await until(() => opened.text().includes('Revise su correo'))
})

test('S3.12, S3.15: welcome title and message, contact information and logo are the clinic’s, in the reader’s language, else English', async () => {
  const branding = {
    ...clinic.branding,
    welcomeTitle: { en: 'Welcome in', fr: 'Bienvenue', es: '' },
    welcomeMessage: { en: 'Good to see you.\nCome in.', fr: 'Entrez.', es: '' },
    contactInfo: { en: 'Open 8 to 5', fr: 'Ouvert de 8 à 17 h', es: '' },
  }
  const answers = with_({ branding, logoUrl: '/api/branding/logo/abc' })
  const french = await open('/sign-in', answers, { language: 'fr' })
  expect(french.find('h1').textContent).toBe('Bienvenue')
  for (const words of ['Entrez.', 'Ouvert de 8 à 17 h']) expect(french.text()).toContain(words)
  expect(french.find('main img').getAttribute('alt')).toBe('Logo : Harbour Street Clinic')
  expect(document.title).toBe('Connexion')
  await french.close()
  const spanish = await open('/sign-in', answers, { language: 'es' })
  expect(spanish.find('h1').textContent).toBe('Welcome in')
  expect(spanish.text()).toContain('Open 8 to 5')
  await spanish.close()
  const plain = await open('/sign-in', {}, { language: 'es' })
  expect(plain.find('h1').textContent).toBe('Iniciar sesión')
  expect(plain.text()).toContain('12 Harbour Street')
})

test('S3.16, S3.17: the page is for caregivers too, in the clinic’s own word for the people it serves', async () => {
  const word = (many: string) => ({ one: many, many })
  const terms = { en: word('guests'), fr: word('hôtes'), es: word('huéspedes') }
  const { text } = await open('/sign-in', with_({ terms }))
  expect(text()).toContain('For guests and caregivers of Harbour Street Clinic')
})

test('P4: every refusal is one sentence, and the password is not lost', async () => {
  const opened = await open('/sign-in', {
    ...onlyPassword,
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
      ...all,
      'auth.requestLink': () => {
        throw refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: 840 })
      },
    },
    { language: 'fr' },
  )
  await fill(opened.find('input[type="email"]'), 'ada@example.org')
  await press(opened.button('Envoyer le lien de connexion'))
  expect(opened.find('[role="alert"]').textContent).toContain('Veuillez patienter 14 minutes.')
})

test('nothing is sent with an empty field, and the first one takes the focus', async () => {
  const { button, asked, text } = await open('/sign-in', onlyPassword)
  await press(button('Sign in'))
  expect(asked('auth.signIn')).toEqual([])
  expect(text()).toContain('Please type your email.')
  expect(document.activeElement?.getAttribute('autocomplete')).toBe('username')
})

test('signing in by the second choice under Email leads home, in the account’s language', async () => {
  const opened = await open('/sign-in', {
    ...all,
    'auth.signIn': () => ({ next: 'home' }),
    'auth.me': () => ({ ...me, language: 'fr' }),
    'record.own': () => record,
  })
  await fill(opened.find('input[type="email"]'), 'ada@example.org')
  await press(opened.button('Use my password'))
  expect(opened.find('input[type="email"]')).toHaveProperty('value', 'ada@example.org')
  await fillIn(opened)
  await press(opened.button('Sign in'))
  await until(() => opened.text().includes('Vos renseignements'))
  expect(opened.asked('auth.signIn').map(({ input }) => input)).toEqual([
    { email: 'ada@example.org', password: 'a wide harbour at dawn', shared: false },
  ])
  expect(location.pathname).toBe('/home')
  expect(document.title).toBe('Accueil')
  expect(document.documentElement.lang).toBe('fr')
})

test('a language that the reader chose stays after signing in, and is kept for the tab alone', async () => {
  const opened = await open(
    '/sign-in',
    {
      ...onlyPassword,
      'auth.signIn': () => ({ next: 'home' }),
      'auth.me': () => ({ ...me, language: 'fr' }),
      'record.own': () => record,
    },
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

test('the start page leads to sign-in without a word, an expired session with a calm one and then back to where it was', async () => {
  const start = await open('/', { 'auth.me': signedOut })
  await until(() => location.pathname === '/sign-in')
  expect(start.text()).not.toContain('Please sign in to go on.')
  await start.close()
  let signedIn = false
  const expired = await open('/home', {
    ...onlyPassword,
    'auth.me': () => (signedIn ? me : signedOut()),
    'record.own': () => record,
    'auth.signIn': () => {
      signedIn = true
      return { next: 'home' }
    },
  })
  await until(() => location.pathname === '/sign-in')
  expect(expired.find('main [role="status"]').textContent).toContain('Please sign in to go on.')
  await fillIn(expired)
  await press(expired.button('Sign in'))
  await until(() => location.pathname === '/home')
})
