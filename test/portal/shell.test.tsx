// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { NEUTRAL_SITE, quickExit } from '../../renderer/portal/shell/quickExit'
import { clinic, consentStep, fakeTabs, me, openPortal, press, record, refusal, settle, until } from './portalPage'

let page: Awaited<ReturnType<typeof openPortal>> | undefined
const open = async (...given: Parameters<typeof openPortal>) => {
  page = await openPortal(...given)
  return page
}
afterEach(async () => {
  await page?.close()
  page = undefined
  vi.useRealTimers()
})
const home = { 'auth.me': () => me, 'record.own': () => record }
const no = (code: Parameters<typeof refusal>[0]) => () => {
  throw refusal(code)
}
const INSIDE = [
  '/home',
  '/portal/messages',
  '/portal/access',
  '/portal/agreements',
  '/portal/corrections',
  '/portal/security',
  '/details',
]

test('S1.3: without a session every page inside the layout leads to sign-in and asks for nothing else', async () => {
  for (const path of INSIDE) {
    const { calls, close } = await open(path, { 'auth.me': no('NOT_SIGNED_IN') })
    await until(() => location.pathname === '/sign-in')
    expect(new Set(calls.map(({ name }) => name))).toEqual(new Set(['clinic.public', 'auth.me']))
    await close()
  }
})

test('S1.3: the gates lead in the order of decision 0003: lock, consent, second factor, and once to the details', async () => {
  const cases = [
    [{ 'auth.me': no('SESSION_LOCKED') }, '/unlock'],
    [
      { 'auth.me': () => ({ ...me, consentDone: false, mfaDone: false }), 'consent.current': () => consentStep(1) },
      '/consent',
    ],
    [{ 'auth.me': () => ({ ...me, mfaDone: false }) }, '/enrol'],
    // With nothing left to ask the page would lead home again at once.
    [
      { 'auth.me': () => ({ ...me, detailsWanted: true }), 'record.own': () => ({ ...record, address: '' }) },
      '/details',
    ],
  ] as const
  for (const [answers, path] of cases) {
    const { close } = await open('/home', answers)
    await until(() => location.pathname === path)
    await close()
  }
})

test('S1.13: the side bar leads to every page, marks the one that is open, and counts unread messages in words', async () => {
  const { place, find } = await open('/home', { ...home, 'auth.me': () => ({ ...me, unreadMessages: 2 }) })
  await until(() => place.querySelector('nav a[aria-current="page"]') !== null)
  const links = [...place.querySelectorAll('nav a')].map((link) => [link.getAttribute('href'), link.textContent])
  expect(links).toEqual([
    ['/home', 'Home'],
    ['/portal/messages', 'Messages2 (2 unread)'],
    ['/portal/access', 'Who opened my record'],
    ['/portal/agreements', 'My agreements'],
    ['/portal/corrections', 'Correction requests'],
    ['/portal/security', 'Security'],
  ])
  expect(find('nav a[aria-current="page"]').getAttribute('href')).toBe('/home')
})

test('product.md, languages: what the reader chooses inside is told to the clinic once, for letters and messages; the account’s own is not', async () => {
  const { find, asked } = await open('/home', { ...home, 'auth.setLanguage': () => ({ done: true }) })
  await until(() => document.querySelector('header select') !== null)
  expect(asked('auth.setLanguage')).toEqual([])
  const list = find('header select') as HTMLSelectElement
  const choose = async (language: string) =>
    await act(async () => {
      list.value = language
      list.dispatchEvent(new Event('change', { bubbles: true }))
    })
  await choose('fr')
  await until(() => asked('auth.setLanguage').length === 1)
  await choose('en')
  await until(() => asked('auth.setLanguage').length === 2)
  expect(asked('auth.setLanguage').map(({ input }) => input)).toEqual([{ language: 'fr' }, { language: 'en' }])
})

test('the menu of a narrow page opens, closes by Escape with the focus on its button, and at the next page', async () => {
  const { find, button, close } = await open('/home', home)
  await until(() => document.querySelector('nav') !== null)
  const isOpen = () => button('Menu').getAttribute('aria-expanded')
  await press(button('Menu'))
  expect(isOpen()).toBe('true')
  await act(async () => {
    find('nav a').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  })
  expect(isOpen()).toBe('false')
  expect(document.activeElement).toBe(button('Menu'))
  await press(button('Menu'))
  await press(find('footer a[href="/safety"]'))
  expect(document.querySelector('nav')).toBeNull()
  await close()
})

test('S3.14, S4.10: home shows the functions that are on; built-in ones lead to pages, others open a new tab and say so', async () => {
  const functions = [
    { name: 'scheduling', link: 'https://book.example.org/' },
    { name: 'details', link: null },
    { name: 'messages', link: null },
    { name: 'forms', link: 'http://plain.example.org/' },
  ]
  const { place, text } = await open('/home', { ...home, 'auth.me': () => ({ ...me, functions }) })
  await until(() => text().includes('What you can do here'))
  const cards = [...place.querySelectorAll('main section[aria-labelledby="functions"] a')]
  expect(cards.map((card) => card.getAttribute('href'))).toEqual([
    'https://book.example.org/',
    '/details',
    '/portal/messages',
  ])
  const [outside] = cards
  expect(outside?.getAttribute('target')).toBe('_blank')
  expect(outside?.getAttribute('rel')).toBe('noopener noreferrer')
  expect(outside?.textContent).toContain('Opens another system of the clinic in a new tab')
})

test('S3.18, S3.27: with the portal off every address shows one and the same page with the contact, and no data is asked for', async () => {
  const off = { 'clinic.public': () => ({ ...clinic, portalEnabled: false }) }
  const seen = new Set<string>()
  for (const path of ['/sign-in', '/home', '/forgot', '/link', '/portal/messages']) {
    const { text, calls, close } = await open(path, { ...off, 'auth.me': no('PORTAL_OFF') })
    await until(() => text().includes('This portal is not open at the moment'))
    await settle()
    seen.add(text())
    expect(document.title).toBe('Sign in')
    expect(calls.filter(({ name }) => name !== 'clinic.public' && name !== 'auth.me')).toEqual([])
    await close()
  }
  expect(seen.size).toBe(1)
  expect([...seen][0]).toContain('+1 416 555 0100')
})

test('S3.18: a portal that is switched off while a page is open shows that page at the next request', async () => {
  let on = true
  const { text, find } = await open('/home', {
    ...home,
    'clinic.public': () => ({ ...clinic, portalEnabled: on }),
    'auth.me': () => (on ? me : no('PORTAL_OFF')()),
  })
  await until(() => text().includes('HS-20417'))
  on = false
  await press(find('nav a[href="/portal/security"]'))
  await until(() => text().includes('This portal is not open at the moment'))
  expect(document.body.textContent).not.toContain('HS-20417')
})

test('W2: five minutes before the idle end a dialog asks, one press goes on, and another tab’s activity closes it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let now = 1_000_000
  const opened = await open(
    '/home',
    {
      ...home,
      'auth.me': () => ({ ...me, idleSeconds: 1800 }),
      'auth.stay': () => ({ sessionEndsAt: me.sessionEndsAt }),
    },
    { now: () => now },
  )
  await until(() => opened.text().includes('HS-20417'))
  const tick = async () => {
    vi.advanceTimersByTime(1000)
    await settle()
  }
  const asks = () => document.body.textContent?.includes('Are you still there?') ?? false
  now += 23 * 60_000
  await tick()
  expect(asks()).toBe(false)
  now += 61_000
  await tick()
  await until(asks)
  expect(document.querySelector('[role="dialog"]')).not.toBeNull()
  await press(opened.button('Stay signed in'))
  expect(opened.asked('auth.stay')).toHaveLength(1)
  await tick()
  await until(() => !asks())
  now += 25 * 60_000
  await tick()
  await until(asks)
  await opened.others.say('active')
  await tick()
  await until(() => !asks())
})

test('W2: at the idle end the page is empty and sign-in says why', async () => {
  let now = 1_000_000
  const opened = await open(
    '/home',
    { ...home, 'auth.me': () => ({ ...me, idleSeconds: 1800 }), 'auth.signOut': () => ({ done: true }) },
    { now: () => now },
  )
  await until(() => opened.text().includes('HS-20417'))
  now += 30 * 60_000
  await act(async () => void dispatchEvent(new Event('focus')))
  await until(() => location.pathname === '/sign-in')
  await until(() => opened.text().includes('because nothing happened for a while'))
  expect(opened.asked('auth.signOut')).toHaveLength(1)
  expect(document.body.textContent).not.toContain('HS-20417')
})

test('W4: signing out in one tab empties the others', async () => {
  const opened = await open('/home', { ...home, 'auth.signOut': () => ({ done: true }) })
  await until(() => opened.text().includes('HS-20417'))
  await opened.others.say('signed_out')
  await until(() => location.pathname === '/sign-in')
  expect(document.body.textContent).not.toContain('HS-20417')
})

test('the app lock of this device clears the page when its time has passed', async () => {
  let now = 1_000_000
  const opened = await open('/home', { ...home, 'auth.me': () => ({ ...me, lockMinutes: 2 }) }, { now: () => now })
  await until(() => opened.text().includes('HS-20417'))
  now += 2 * 60_000
  await act(async () => void dispatchEvent(new Event('focus')))
  await until(() => location.pathname === '/unlock')
})

const PUBLIC = ['/sign-in', '/sign-in/check', '/sign-in/code', '/link', '/forgot', '/reset', '/locked-out', '/safety']

test('every page has the quick exit, and the Escape key three times does the same', async () => {
  for (const path of [...PUBLIC, '/invite', '/home']) {
    const { button, left, close } = await open(path, {
      ...home,
      'auth.request': () => null,
      'auth.second': no('CHALLENGE_OVER'),
      'invite.current': no('LINK_NOT_WORKING'),
    })
    await press(button('Leave quickly'))
    expect(left()).toBe(1)
    await close()
  }
  const { left } = await open('/safety', {})
  const pressEscape = () => dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  pressEscape()
  pressEscape()
  expect(left()).toBe(0)
  pressEscape()
  expect(left()).toBe(1)
})

/** A window with two entries of the portal behind the current one. */
function exitPage(depth = 2) {
  const kept = new Map<string, string>()
  let back: (() => void) | undefined
  const did: string[] = []
  return {
    did,
    kept,
    arriveBack: () => back?.(),
    window: {
      document: { body: { replaceChildren: () => did.push('empty') } },
      history: { state: { depth }, go: (delta?: number) => did.push(`go ${delta}`) },
      location: { replace: (address: string) => did.push(`replace ${address}`) },
      sessionStorage: {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => kept.set(key, value),
        removeItem: (key: string) => kept.delete(key),
      },
      fetch: async (address: string, init: RequestInit) => did.push(`${init.method} ${address} ${init.keepalive}`),
      setTimeout: () => 0,
      addEventListener: (_type: 'popstate', listener: () => void) => {
        back = listener
      },
    },
  }
}

test('W4: the quick exit signs out without waiting, empties the page first, and replaces the portal’s first entry', () => {
  const { did, window, arriveBack } = exitPage()
  const { tabs, told } = fakeTabs()
  quickExit(window, tabs).leave()
  expect(did).toEqual(['POST /api/portal/auth.signOut true', 'empty', 'go -2'])
  expect(told).toEqual(['left'])
  arriveBack()
  expect(did.at(-1)).toBe(`replace ${NEUTRAL_SITE}`)
  const alone = exitPage(0)
  quickExit(alone.window, fakeTabs().tabs).leave()
  expect(alone.did.at(-1)).toBe(`replace ${NEUTRAL_SITE}`)
})

test('after a quick exit Back and Forward meet the neutral site, and a visit on purpose does not', () => {
  const { did, window } = exitPage(0)
  const exit = quickExit(window, fakeTabs().tabs)
  expect(exit.turnAway('back_forward')).toBe(false)
  exit.leave()
  expect(exit.turnAway('back_forward')).toBe(true)
  expect(did.filter((step) => step.startsWith('replace'))).toHaveLength(2)
  expect(exit.turnAway('other')).toBe(false)
  expect(exit.turnAway('back_forward')).toBe(false)
})

test('a quick exit in one tab clears the others too', async () => {
  const { did, window } = exitPage(0)
  const others = fakeTabs()
  quickExit(window, others.tabs)
  await others.say('left')
  expect(did).toEqual(['empty', `replace ${NEUTRAL_SITE}`])
})

test('the safety page can be read before sign-in, names the neutral site, and has a neutral title', async () => {
  const { find, text } = await open('/sign-in', {})
  await press(find('footer a[href="/safety"]'))
  expect(location.pathname).toBe('/safety')
  for (const words of [
    /Escape key three times/,
    /Wikipedia/,
    /delete the entries/,
    /Others use this device/,
    /Emails and text/,
  ])
    expect(text()).toMatch(words)
  expect(document.title).toBe('Staying safe')
})
