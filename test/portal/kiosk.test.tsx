// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readDone } from '../../renderer/portal/kiosk/kioskEnding'
import { forgetStored, passingChoice } from '../../renderer/portal/kiosk/kioskMemory'
import { type Answers, consentStep, fill, openPortal, press, refusal, registering, settle, until } from './portalPage'

const TOKEN = 'A'.repeat(43)
const link = `/here#${TOKEN}`
const MINUTE = 60_000
const gone = () => {
  throw refusal('LINK_NOT_WORKING')
}
const walk = (more: Answers = {}): Answers => ({
  'invite.open': () => registering,
  'invite.accept': () => ({ done: true }),
  'kiosk.stay': () => ({ holds: 'invite' }),
  'kiosk.leave': () => ({ done: true }),
  'consent.current': () => consentStep(1),
  ...more,
})

let page: Awaited<ReturnType<typeof openPortal>> | undefined
let clock = 0
const replaced = vi.fn()
const open = async (address: string, answers: Answers) => {
  page = await openPortal(address, answers, { now: () => clock })
  // The screens of a visit are no part of the first load.
  await until(() => (document.querySelector('main h1') ?? document.querySelector('main input')) !== null)
  return page
}
beforeEach(() => {
  clock = 1_000_000
  replaced.mockClear()
  vi.spyOn(location, 'replace').mockImplementation(replaced)
})
afterEach(async () => {
  await page?.close()
  page = undefined
  vi.restoreAllMocks()
})

const inputs = () => [...document.querySelectorAll<HTMLInputElement>('main input:not([type=radio])')]
async function fillRegistration() {
  const [email, name, secret] = inputs()
  if (!email || !name || !secret) throw new Error('the registration has three fields')
  await fill(email, 'ada@example.org')
  await fill(name, 'Ada')
  await fill(secret, 'a wide harbour at dawn')
}
/** The page looks at its clock when it gets the focus, besides each second. */
async function passed(ms: number) {
  clock += ms
  await act(async () => dispatchEvent(new Event('focus')))
  await settle()
}
const touch = async () => await act(async () => window.dispatchEvent(new Event('keydown')))
const warning = () => document.querySelector('[role=dialog]')?.textContent ?? null

test('product item 11: on the clinic’s machine the link says so, no field is remembered, and nothing asks whether it is shared', async () => {
  const { asked, calls, button, text } = await open(link, walk())
  expect(asked('invite.open').map(({ input }) => input)).toEqual([{ token: TOKEN, kiosk: true }])
  for (const { address } of calls) expect(address).not.toContain('#')
  expect(inputs().map((input) => input.autocomplete)).toEqual(['off', 'off', 'off'])
  expect(text()).not.toContain('Others use this device')
  await press(button('Suggest a passphrase'))
  await until(() => text().includes('Use this'))
  expect([...document.querySelectorAll('button')].map((found) => found.textContent)).not.toContain('Copy')
})

test('product item 11: from the account through the consents on one page, and with the last one it closes by itself', async () => {
  let step = 1
  const { asked, button, text, others } = await open(
    link,
    walk({ 'consent.agree': () => consentStep(++step), 'consent.current': () => consentStep(step) }),
  )
  await fillRegistration()
  await press(button('Create my account'))
  expect(asked('invite.accept')[0]?.input).toMatchObject({ shared: true })
  for (const at of [1, 2, 3]) {
    await until(() => text().includes(`Text ${at} in en`))
    expect(location.pathname).toBe('/here')
    expect(replaced).not.toHaveBeenCalled()
    await press(button('I agree'))
  }
  await until(() => replaced.mock.calls.length > 0)
  expect(replaced.mock.calls).toEqual([['/here/done#finished-en']])
  expect(asked('kiosk.leave')).toHaveLength(1)
  expect(others.told).toContain('signed_out')
  expect(asked('auth.me').length + asked('consent.receipts').length + asked('auth.setLanguage').length).toBe(0)
  expect(document.body.innerHTML).not.toContain('ada@example.org')
})

test('product item 11: Stop and close empties the page before the server answers, and then replaces it', async () => {
  let answer: (done: unknown) => void = () => {}
  const { button } = await open(link, walk({ 'kiosk.leave': () => new Promise((done) => (answer = done)) }))
  await fillRegistration()
  await press(button('Stop and close'))
  expect(inputs()).toEqual([])
  expect(document.body.innerHTML).not.toContain('Ada')
  expect(replaced).not.toHaveBeenCalled()
  await act(async () => answer({ done: true }))
  await settle()
  expect(replaced.mock.calls).toEqual([['/here/done#stopped-en']])
})

test('product item 11: without a line what was typed is gone all the same, it is said, and it is tried again', async () => {
  let broken = true
  const leave = () => {
    if (broken) throw new TypeError('Failed to fetch')
    return { done: true }
  }
  const { button, text } = await open(link, walk({ 'kiosk.leave': leave }))
  await fillRegistration()
  await press(button('Stop and close'))
  expect(text()).toContain('There is no connection')
  expect(text()).toContain('give the device back')
  expect([inputs(), replaced.mock.calls]).toEqual([[], []])
  broken = false
  await press(button('Try again'))
  expect(replaced.mock.calls).toEqual([['/here/done#stopped-en']])
})

test('product item 11: four minutes without a touch warn, a touch before puts it off, and after five the visit ends', async () => {
  const { asked, button } = await open(link, walk())
  await passed(3.9 * MINUTE)
  await touch()
  await passed(3.9 * MINUTE)
  expect(warning()).toBeNull()
  await passed(0.2 * MINUTE)
  expect(warning()).toContain('This page closes when the time is up')
  // Somebody who brushes the mouse in passing keeps nothing open.
  await touch()
  await passed(1000)
  expect(warning()).not.toBeNull()
  const told = asked('kiosk.stay').length
  await press(button('I am still here'))
  expect([warning(), asked('kiosk.stay').length]).toEqual([null, told + 1])
  await passed(4.5 * MINUTE)
  expect([warning() === null, replaced.mock.calls]).toEqual([false, []])
  await passed(0.5 * MINUTE)
  expect(replaced.mock.calls).toEqual([['/here/done#stopped-en']])
  expect(asked('kiosk.leave')).toHaveLength(1)
})

test('product item 11: a machine that slept through the five minutes wakes to the end, not to the page', async () => {
  await open(link, walk())
  await fillRegistration()
  await passed(8 * 60 * MINUTE)
  expect(replaced.mock.calls).toEqual([['/here/done#stopped-en']])
})

test('product item 11: touches reach the server, a few a minute; what has ended there ends here', async () => {
  let over = false
  const { asked } = await open(link, walk({ 'kiosk.stay': () => (over ? gone() : { holds: 'invite' }) }))
  for (let second = 0; second < 60; second++) {
    await touch()
    clock += 1000
    if (second % 5 === 0) await passed(0)
  }
  expect(asked('kiosk.stay').length).toBeGreaterThan(1)
  expect(asked('kiosk.stay').length).toBeLessThan(6)
  over = true
  await touch()
  await passed(20_000)
  expect(replaced.mock.calls).toEqual([['/here/done#stopped-en']])
})

test('product item 11: a page that shows no invite asks nobody to keep one, and offers no way to sign in', async () => {
  const { asked, text } = await open(link, walk({ 'invite.open': gone }))
  expect(text()).toContain('This link does not work right now')
  expect(document.querySelector('a[href="/sign-in"]')).toBeNull()
  await touch()
  await passed(30_000)
  expect(asked('kiosk.stay')).toEqual([])
})

test('product item 11: a reload goes on where the server says, and never with an ordinary invite or session of this browser', async () => {
  const stay = { 'kiosk.stay': () => ({ holds: 'consents' }) }
  const first = await open('/here', walk(stay))
  await until(() => first.text().includes('Text 1 in en'))
  await first.close()
  const second = await open('/here', walk({ 'invite.current': () => registering }))
  expect(second.text()).toContain('Set up your account')
  await second.close()
  const third = await open('/here', walk({ 'kiosk.stay': gone }))
  expect(third.text()).toContain('Type the code from your letter')
  expect(third.asked('invite.current')).toEqual([])
})

test('product item 11: an answer that nobody is signed in ends the visit; it never leads to sign-in or home', async () => {
  const out = () => {
    throw refusal('NOT_SIGNED_IN')
  }
  const first = await open(link, walk({ 'consent.agree': out }))
  await fillRegistration()
  await press(first.button('Create my account'))
  await until(() => first.text().includes('Text 1 in en'))
  await press(first.button('I agree'))
  await until(() => replaced.mock.calls.length > 0)
  expect([location.pathname, replaced.mock.calls]).toEqual(['/here', [['/here/done#stopped-en']]])
})

test('product item 11: another tab that begins or ends a visit ends this one, without a word to the server', async () => {
  const { asked, others } = await open(link, walk())
  await others.say('signed_out')
  expect(asked('kiosk.leave')).toEqual([])
  expect(replaced.mock.calls).toEqual([['/here/done#stopped-en']])
})

test('product item 11: a link that does not work has ended what was there before, and its other tabs are told as well', async () => {
  const { others } = await open(link, walk({ 'invite.open': gone }))
  expect(others.told).toContain('signed_out')
  await page?.close()
  const reload = await open('/here', walk({ 'kiosk.stay': gone }))
  expect(reload.others.told).not.toContain('signed_out')
})

test('product item 11: the safety page stands beside the visit, which keeps what was typed; other addresses lead back', async () => {
  const { find, button } = await open(link, walk())
  await fillRegistration()
  await press(find('footer a'))
  expect(document.body.textContent).toContain('Staying safe here')
  expect(inputs()[0]?.closest('[hidden]')).not.toBeNull()
  expect(button('Stop and close')).toBeDefined()
  await press(find('main a[href="/"]'))
  expect(location.pathname).toBe('/here')
  expect(inputs()[0]?.value).toBe('ada@example.org')
})

test('product item 11: the last page says what happened, where to sign in, and to give the device back; it asks for nothing', async () => {
  const finished = await open('/here/done#finished-en', {})
  expect(finished.text()).toContain('You are all set')
  expect(finished.text()).toContain('Please give the device back.')
  expect(finished.text()).toContain(location.host)
  expect(finished.calls.map(({ name }) => name)).toEqual(['clinic.public'])
  await finished.close()
  const stopped = await open('/here/done', {})
  expect(stopped.text()).toContain('This page is closed')
  expect(readDone({ pathname: '/here/done', hash: '#finished-fr' })).toEqual({ ending: 'finished', language: 'fr' })
  expect(readDone({ pathname: '/here/done', hash: '#<script>' })).toEqual({ ending: 'stopped', language: null })
  expect(readDone({ pathname: '/here', hash: '#finished-fr' })).toBeNull()
})

test('product item 11: a language that is chosen here lasts as long as the page, and what an earlier reader left is cleared', () => {
  const choice = passingChoice(null)
  choice.write('es')
  expect([choice.read(), sessionStorage.length, localStorage.length]).toEqual(['es', 0, 0])
  sessionStorage.setItem('vestibule-language', 'fr')
  localStorage.setItem('anything', '1')
  forgetStored(window)
  expect(sessionStorage.length + localStorage.length).toBe(0)
  const blocked = {
    get localStorage() {
      throw new Error('blocked')
    },
    get sessionStorage() {
      throw new Error('blocked')
    },
  }
  expect(() => forgetStored(blocked as never)).not.toThrow()
})
