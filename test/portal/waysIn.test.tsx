// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RequestView } from '../../shared/waysIn/waysInSchemas'
import { clinic, fill, me, openPortal, press, record, refusal, settle, until } from './portalPage'

let page: Awaited<ReturnType<typeof openPortal>> | undefined
const open = async (...given: Parameters<typeof openPortal>) => {
  page = await openPortal(...given)
  return page
}
beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] }))
afterEach(async () => {
  await page?.close()
  page = undefined
  vi.useRealTimers()
})
const pass = async (seconds: number) => {
  vi.advanceTimersByTime(seconds * 1000)
  await settle()
}

const token = `${'kX3-_'.repeat(8)}abc`
const byEmail: RequestView = {
  channel: 'email',
  masked: 'a•••@e•••.org',
  resendInSeconds: 60,
  expiresInSeconds: 900,
}
const bySms: RequestView = { channel: 'sms', masked: '••• ••• ••47', resendInSeconds: 60, expiresInSeconds: 600 }
const no =
  (code: Parameters<typeof refusal>[0], more = {}) =>
  () => {
    throw refusal(code, more)
  }
const home = { 'auth.me': () => me, 'record.own': () => record }

test('S3.8, S3.13: the masked number, a field that phones fill in, and six digits pasted with a space sign in', async () => {
  const { text, find, button, asked } = await open('/sign-in/check', {
    ...home,
    'auth.request': () => bySms,
    'auth.verifyCode': () => ({ next: 'home' }),
  })
  expect(text()).toContain('••• ••• ••47')
  expect(document.title).toBe('Sign in')
  const field = find('main input')
  expect([field.getAttribute('autocomplete'), field.getAttribute('inputmode')]).toEqual(['one-time-code', 'numeric'])
  await press(button('Verify & Sign In'))
  expect(text()).toContain('The code has 6 digits.')
  await fill(field, '123 456')
  await press(button('Verify & Sign In'))
  expect(asked('auth.verifyCode').map(({ input }) => input)).toEqual([{ code: '123456' }])
  await until(() => location.pathname === '/home')
})

test('S3.24: a wrong code says how many tries are left and what else it may be; none left says to wait', async () => {
  let left = 2
  const { text, find, button } = await open('/sign-in/check', {
    'auth.request': () => bySms,
    'auth.verifyCode': () => {
      left -= 1
      throw refusal('CODE_WRONG', { detail: { triesLeft: left } })
    },
  })
  await fill(find('main input'), '123456')
  await press(button('Verify & Sign In'))
  expect(text()).toContain('You can try 1 more time. Only the newest code works.')
  expect(document.activeElement).toBe(find('main input'))
  await fill(find('main input'), '123456')
  await press(button('Verify & Sign In'))
  expect(text()).toContain('This code was tried too often.')
})

test('S3.9, S3.10: Resend code waits for its count, says that only the newest works, and counts again', async () => {
  const { text, button, asked } = await open('/sign-in/check', {
    'auth.request': () => bySms,
    'auth.resend': () => ({ ...bySms, resendInSeconds: 90 }),
  })
  expect(button('Resend code')).toHaveProperty('disabled', true)
  expect(text()).toContain('Possible in 60 seconds')
  await pass(20)
  expect(text()).toContain('Possible in 40 seconds')
  await pass(41)
  expect(text()).toContain('You can ask for another one now.')
  await press(button('Resend code'))
  expect(asked('auth.resend')).toHaveLength(1)
  expect(text()).toContain('Only the newest one works.')
  expect(text()).toContain('Possible in 90 seconds')
})

test('L2: a resend that was refused for a while counts that while', async () => {
  const { text, button } = await open('/sign-in/check', {
    'auth.request': () => ({ ...byEmail, resendInSeconds: 0 }),
    'auth.resend': no('TOO_MANY_REQUESTS', { retryAfterSeconds: 1800 }),
  })
  await press(button('Resend link'))
  expect(text()).toContain('Possible in 30 minutes')
  expect(button('Resend link')).toHaveProperty('disabled', true)
})

test('S3.11: both labels lead back to the entry, with the same kind of contact picked', async () => {
  const methods = { methods: { password: false, emailLink: true, smsCode: true } }
  const answers = { 'clinic.public': () => ({ ...clinic, ...methods }) }
  const sms = await open('/sign-in/check', { ...answers, 'auth.request': () => bySms })
  await press(sms.button('Use a different phone'))
  expect(location.pathname).toBe('/sign-in')
  expect(sms.find('main input[value="phone"]')).toHaveProperty('checked', true)
  await sms.close()
  const email = await open('/sign-in/check', { ...answers, 'auth.request': () => byEmail })
  await press(email.button('Use a different email'))
  expect(email.find('main input[value="email"]')).toHaveProperty('checked', true)
})

test('S3.13: for a link the page goes on by itself when this browser signed in elsewhere; a hidden tab does not ask', async () => {
  let signedIn = false
  let visible: DocumentVisibilityState = 'visible'
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visible)
  const { text, asked } = await open('/sign-in/check', {
    'auth.request': () => byEmail,
    'auth.me': () => (signedIn ? me : no('NOT_SIGNED_IN')()),
    'record.own': () => record,
  })
  expect(text()).toContain('a•••@e•••.org')
  expect(text()).toContain('this page goes on by itself')
  expect(document.querySelector('main input')).toBeNull()
  await pass(5)
  expect(asked('auth.me')).toHaveLength(1)
  visible = 'hidden'
  await pass(60)
  expect(asked('auth.me')).toHaveLength(1)
  visible = 'visible'
  signedIn = true
  document.dispatchEvent(new Event('visibilitychange'))
  await until(() => location.pathname === '/home')
  vi.restoreAllMocks()
})

test('S3.23, S3.24: at its end the page says so, stops asking, and a new one can be asked for', async () => {
  const { text, button, asked } = await open('/sign-in/check', {
    'auth.request': () => ({ ...byEmail, expiresInSeconds: 120, resendInSeconds: 10 }),
    'auth.me': no('NOT_SIGNED_IN'),
    'auth.resend': () => byEmail,
  })
  expect(text()).toContain('for 2 more minutes')
  await pass(121)
  expect(text()).toContain('The link has run out. Please ask for a new one.')
  const before = asked('auth.me').length
  await pass(60)
  expect(asked('auth.me')).toHaveLength(before)
  await press(button('Resend link'))
  expect(text()).toContain('for 15 more minutes')
})

test('S3.22, S3.25, S3.26: the help names the spam folder, the address on file, the number and landlines, and never whether a contact is known', async () => {
  const email = await open('/sign-in/check', { 'auth.request': () => byEmail })
  for (const words of [/spam or junk/, /address that the clinic has on file/, /If a•••@e•••.org is the address/])
    expect(email.text()).toMatch(words)
  await email.close()
  const sms = await open('/sign-in/check', { 'auth.request': () => bySms })
  for (const words of [/Check the number above/, /receive text messages. Some landlines cannot/])
    expect(sms.text()).toMatch(words)
  expect(sms.text()).not.toMatch(/unknown|not found|no account/i)
})

test('the check page survives a reload, and without a request it leads to the entry', async () => {
  await open('/sign-in/check', { 'auth.request': () => null })
  await until(() => location.pathname === '/sign-in')
})

test('S3.2, L1: the link leaves the address bar, is posted once unconfirmed, and signs in by itself where it was asked for', async () => {
  const { asked, calls } = await open(`/link#${token}`, {
    ...home,
    'auth.openLink': () => ({ state: 'done', next: 'home' }),
  })
  await until(() => location.pathname === '/home')
  expect(asked('auth.openLink').map(({ input }) => input)).toEqual([{ token, confirmed: false }])
  for (const { address } of calls) expect(address).not.toContain(token)
})

test('S3.2: in any other browser one button must be pressed first', async () => {
  const { text, button, asked } = await open(`/link#${token}`, {
    'auth.openLink': ({ confirmed }: { confirmed: boolean }) =>
      confirmed ? { state: 'done', next: 'second' } : { state: 'confirm' },
    'auth.second': () => ({ way: 'email_link', triesLeft: 5, expiresInSeconds: 300, mayUseRecovery: false }),
  })
  await until(() => text().includes('Sign in on this device?'))
  expect(document.activeElement?.textContent).toBe('Sign in on this device?')
  await press(button('Sign in here'))
  expect(asked('auth.openLink').map(({ input }) => input)).toEqual([
    { token, confirmed: false },
    { token, confirmed: true },
  ])
  await until(() => location.pathname === '/sign-in/code')
})

test('S3.23, I6: a link that does not work gives one sentence and the way to a new one; so does a page without a link', async () => {
  const broken = await open(`/link#${token}`, { 'auth.openLink': no('LINK_NOT_WORKING') })
  await until(() => broken.text().includes('This link does not work right now'))
  const said = broken.text()
  expect(broken.find('main a[href="/sign-in"]').textContent).toBe('Ask for a new link')
  await broken.close()
  const bare = await open('/link', {})
  expect(bare.text()).toBe(said)
})

test('M4: the second step takes the app’s code, or one recovery code, and tells the tries that are left', async () => {
  const { text, find, button, asked } = await open('/sign-in/code', {
    ...home,
    'auth.second': () => ({ way: 'password', triesLeft: 5, expiresInSeconds: 300, mayUseRecovery: true }),
    'auth.verifySecond': ({ code }: { code: string }) =>
      code === 'ABCD EFGH' ? { next: 'home' } : no('CODE_WRONG', { detail: { triesLeft: 4 } })(),
  })
  await fill(find('main input'), '111 111')
  await press(button('Verify & Sign In'))
  expect(text()).toContain('You can try 4 more times.')
  await press(button('Use a recovery code instead'))
  await fill(find('main input'), 'ABCD EFGH')
  await press(button('Verify & Sign In'))
  expect(asked('auth.verifySecond').map(({ input }) => input)).toEqual([{ code: '111111' }, { code: 'ABCD EFGH' }])
  await until(() => location.pathname === '/home')
})

test('M3, M4: a challenge that is over leads back to sign-in with a calm word, by time too', async () => {
  const gone = await open('/sign-in/code', { 'auth.second': no('CHALLENGE_OVER') })
  await until(() => location.pathname === '/sign-in')
  await until(() => gone.text().includes('Please sign in once more.'))
  await gone.close()
  await open('/sign-in/code', {
    'auth.second': () => ({ way: 'password', triesLeft: 5, expiresInSeconds: 300, mayUseRecovery: false }),
  })
  expect(location.pathname).toBe('/sign-in/code')
  await pass(301)
  expect(location.pathname).toBe('/sign-in')
})

test('S4.27, S4.28, P4: a forgotten password is asked for by email alone, and every email reads the same answer', async () => {
  const { text, find, button, asked } = await open('/forgot', { 'auth.requestReset': () => ({ done: true }) })
  await press(button('Send Reset Link'))
  expect(text()).toContain('Please type your email.')
  await fill(find('main input'), 'ada@example.org')
  await press(button('Send Reset Link'))
  expect(asked('auth.requestReset').map(({ input }) => input)).toEqual([{ email: 'ada@example.org', language: 'en' }])
  expect(text()).toContain('If this email opens an account here')
  expect(text()).not.toContain('ada@example.org')
})

test('P5, S4.27: the reset link leaves the address bar; the new password has registration’s rule and suggestion, and sign-in follows', async () => {
  let tries = 0
  const { text, find, button, asked, calls } = await open(`/reset#${token}`, {
    'auth.openReset': () => ({ minPasswordLength: 15 }),
    'auth.reset': () => {
      tries += 1
      if (tries === 1) throw refusal('PASSWORD_REFUSED', { detail: { reason: 'common' } })
      return { done: true }
    },
  })
  await until(() => text().includes('Choose a new password'))
  expect(button('Suggest a passphrase')).toBeTruthy()
  await fill(find('input[autocomplete="new-password"]'), 'short')
  await press(button('Save new password'))
  expect(text()).toContain('This is too short.')
  await fill(find('input[autocomplete="new-password"]'), 'a wide harbour at dawn')
  await press(button('Save new password'))
  expect(text()).toContain('Many people use this password')
  await press(button('Save new password'))
  expect(asked('auth.reset').at(-1)?.input).toEqual({ token, password: 'a wide harbour at dawn' })
  await until(() => location.pathname === '/sign-in')
  await until(() => text().includes('Your new password is saved.'))
  for (const { address } of calls) expect(address).not.toContain(token)
})

test('S4.27: an expired reset link says how to get another without the staff', async () => {
  const { text, find } = await open(`/reset#${token}`, { 'auth.openReset': no('LINK_NOT_WORKING') })
  await until(() => text().includes('This link does not work right now'))
  expect(find('main a[href="/forgot"]').textContent).toBe('Ask for a new link')
})

test('S3.22: the help page names causes and ways on, with the clinic’s number, and asks the server nothing about anybody', async () => {
  const { text, calls, find } = await open('/locked-out', {})
  for (const words of [/paused for 15 minutes/, /another one than the clinic has on file/, /Ask the clinic/])
    expect(text()).toMatch(words)
  expect(find('main a[href="tel:+14165550100"]')).toBeTruthy()
  expect(calls.map(({ name }) => name)).toEqual(['clinic.public'])
})
