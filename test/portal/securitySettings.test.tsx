// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { SecurityPage } from '../../renderer/portal/accountSecurity/SecurityPage'
import type { SecurityView, SessionInfo } from '../../shared/accountSecurity/securitySchemas'
import { ATTEMPT_REASONS } from '../../shared/waysIn/waysInSchemas'
import { type Answers, choose, fill, me, press, refusal, until } from './portalPage'
import { bareView, errorOf, event, openPage, reads, sessions, submitOf } from './securityPages'

let page: Awaited<ReturnType<typeof openPage>>
let view: SecurityView = bareView
const open = async (first: SecurityView, answers: Answers = {}) => {
  view = first
  page = await openPage(<SecurityPage me={me} />, { ...reads(() => view), ...answers })
  await until(() => page.text().includes('Second step (MFA)'))
  return page
}
afterEach(async () => await page.close())

const done = () => ({ done: true })

test('W4: signed-in devices are listed, this one is marked, and each other one can be signed out', async () => {
  let open_: readonly SessionInfo[] = sessions
  const { text, button, asked, focused } = await open(bareView, {
    'security.sessions': () => open_,
    'security.endSession': ({ sessionId }: { sessionId: string }) => {
      open_ = open_.filter(({ id }) => id !== sessionId)
      return { done: true }
    },
  })
  for (const words of ['This device', 'Unknown device', 'Shared device', 'Network address: 203.0.113.7'])
    expect(text()).toContain(words)
  expect(() => button('Sign out: Firefox on Linux')).toThrow()
  await press(button('Sign out: Safari on iPhone'))
  await until(() => text().includes('Safari on iPhone was signed out.'))
  expect(focused()?.textContent).toContain('Safari on iPhone was signed out.')
  expect(asked('security.endSession')[0]?.input).toEqual({ sessionId: 's-2' })
  expect(() => button('Sign out: Safari on iPhone')).toThrow()
})

test('W4: all other devices are signed out after a question; one that ended meanwhile is no fault', async () => {
  const { button, text, asked } = await open(bareView, {
    'security.endOtherSessions': done,
    'security.endSession': () => {
      throw refusal('NOT_FOUND')
    },
  })
  await press(button('Sign out: Safari on iPhone'))
  await until(() => text().includes('Safari on iPhone was signed out.'))
  await press(button('Sign out all others'))
  expect(text()).toContain('This device stays signed in.')
  expect(asked('security.endOtherSessions')).toHaveLength(0)
  await press(button('Sign out all others'))
  await until(() => text().includes('All other devices were signed out.'))
  expect(asked('security.endOtherSessions')).toHaveLength(1)
})

test('S1.1, S1.15: the app lock of this device is off or so many minutes, and says what it does', async () => {
  const { field, text, asked } = await open(bareView, {
    'security.setAppLock': ({ minutes }: { minutes: number | null }) => {
      view = { ...view, lockMinutes: minutes }
      return { done: true }
    },
  })
  expect(text()).toContain('asks for your password or a code')
  await choose(field('Lock after'), '10')
  await press(submitOf(field('Lock after')))
  await until(() => text().includes('This device locks after 10 minutes.'))
  await choose(field('Lock after'), '')
  await press(submitOf(field('Lock after')))
  await until(() => text().includes('The app lock is off on this device.'))
  expect(asked('security.setAppLock').map(({ input }) => input)).toEqual([{ minutes: 10 }, { minutes: null }])
})

test('W5: a new email waits for its code; the old one stays, and both are told', async () => {
  const { button, field, text, asked, focused } = await open(bareView, {
    'security.changeEmail': ({ email }: { email: string }) => {
      view = { ...view, pendingEmail: email }
      return { resendInSeconds: 60 }
    },
    'security.confirmContact': ({ code }: { code: string }) => {
      if (code !== '123456') throw refusal('CODE_WRONG', { detail: { triesLeft: 4 } })
      view = { ...view, email: 'new@example.org', pendingEmail: null }
      return { done: true }
    },
  })
  expect(text()).toContain('the old and the new address are both told')
  await press(button('Change email'))
  await fill(field('New email'), 'new@example')
  await press(button('Send a code'))
  expect(errorOf(field('New email'))).toContain('An email looks like')
  await fill(field('New email'), ' new@example.org ')
  await press(button('Send a code'))
  await until(() => text().includes('A 6-digit code was sent to new@example.org.'))
  expect(text()).toContain('Until then everything stays as it is.')
  expect(button('Send again in 60 seconds').getAttribute('aria-disabled')).toBe('true')
  await press(button('Send again in 60 seconds'))
  expect(asked('security.changeEmail')).toHaveLength(1)
  await fill(field('6-digit code'), '000000')
  await press(button('Confirm'))
  expect(errorOf(field('6-digit code'))).toContain('That code is not right.')
  await fill(field('6-digit code'), '123456')
  await press(button('Confirm'))
  await until(() => text().includes('Your email is confirmed.'))
  expect(focused()?.textContent).toBe('Your email is confirmed.')
  expect(text()).toContain('new@example.org')
})

test('an email that was only typed can be confirmed; a code sent earlier can still be typed or sent again', async () => {
  const { button, field, text } = await open(
    { ...bareView, emailVerified: false },
    {
      'security.verifyEmail': () => {
        view = { ...view, pendingEmail: view.email }
        return { resendInSeconds: 0 }
      },
      'security.confirmContact': () => {
        throw refusal('CODE_WRONG', { detail: { triesLeft: 0 } })
      },
    },
  )
  expect(text()).toContain('Not confirmed')
  await press(button('Confirm this email'))
  await until(() => text().includes('A 6-digit code was sent to ada@example.org.'))
  await fill(field('6-digit code'), '123456')
  await press(button('Confirm'))
  expect(errorOf(field('6-digit code'))).toContain('Have a new one sent.')
  await press(button('Send the code again'))
  await until(() => text().includes('A new code was sent.'))
})

test('a phone is added by its code, refused in words at its field, and removed after a question', async () => {
  const { button, field, text } = await open(
    { ...bareView, phone: '+14165550147' },
    {
      'security.changePhone': () => {
        throw refusal('INVALID_INPUT')
      },
      'security.removePhone': () => {
        view = { ...view, phone: null }
        return { done: true }
      },
    },
  )
  await press(button('Change phone'))
  await fill(field('New phone number'), '12345')
  await press(button('Send a code'))
  expect(errorOf(field('New phone number'))).toContain('not a phone number that can be used')
  await press(button('Cancel'))
  await press(button('Remove phone'))
  expect(text()).toContain('Remove this phone number?')
  await press(button('Remove phone'))
  await until(() => text().includes('The phone number was removed.'))
  expect(button('Add a phone')).toBeTruthy()
})

test('where the clinic sends no text messages no phone is asked for', async () => {
  const { text, button } = await open({ ...bareView, smsOffered: false })
  expect(text()).toContain('does not offer signing in by text message')
  expect(() => button('Add a phone')).toThrow()
})

test('W4, W5: a new password by the rules of registration, with the reason at its field and other devices signed out', async () => {
  let isFresh = false
  const { button, field, text, asked } = await open(bareView, {
    'security.reauthenticate': () => {
      isFresh = true
      return { done: true }
    },
    'security.changePassword': ({ password }: { password: string }) => {
      if (!isFresh) throw refusal('REAUTH_REQUIRED')
      if (password.length < 15) throw refusal('PASSWORD_REFUSED', { detail: { reason: 'too_short' } })
      return { done: true }
    },
  })
  await press(button('Change password'))
  expect(text()).toContain('At least 15 characters.')
  expect(text()).toContain('All your other devices are signed out')
  expect(button('Suggest a passphrase')).toBeTruthy()
  await fill(field('New password'), 'short')
  await press(submitOf(field('New password')))
  await until(() => text().includes('Please confirm that it is you'))
  await fill(field('Password'), 'right')
  await press(button('Confirm'))
  await until(() => errorOf(field('New password')).includes('This is too short.'))
  expect(field('New password').value).toBe('short')
  const before = asked('security.sessions').length
  await fill(field('New password'), 'four words and a half')
  view = { ...view, passwordChangedAt: '2026-11-22T00:00:00.000Z' }
  await press(submitOf(field('New password')))
  await until(() => text().includes('Your password was changed.'))
  expect(asked('security.sessions').length).toBeGreaterThan(before)
})

test('W5: who does not know the password can sign in again instead', async () => {
  const { button, text, asked } = await open(bareView, {
    'security.beginFactor': () => {
      throw refusal('REAUTH_REQUIRED')
    },
    'auth.signOut': done,
  })
  await press(button('Enable MFA'))
  await press(button('Continue'))
  await until(() => text().includes('You do not know your password?'))
  await press(button('Sign in again'))
  await until(() => location.pathname === '/sign-in')
  expect(asked('auth.signOut')).toHaveLength(1)
})

test('S2.71: the sign-in history says each reason in plain words, with time, device and network address', async () => {
  const events = ATTEMPT_REASONS.map((reason) => event({ reason, device: 'Chrome on Android' }))
  const { button, text } = await open(bareView, { 'security.history': () => events })
  expect(text()).toContain('Chrome on Android')
  expect(text()).toContain('Network address 203.0.113.7')
  while (text().includes('Show more')) await press(button('Show more'))
  expect(document.querySelectorAll('ol > li')).toHaveLength(ATTEMPT_REASONS.length)
  for (const words of ['wrong password', 'the link was too old', 'switched off the access'])
    expect(text()).toContain(words)
  expect(document.querySelector('ol time')?.getAttribute('datetime')).toBe('2026-10-03T10:00:00.000Z')
})

test('S1.3, W4: a session that is over leads to the sign-in page, a locked one to its lock', async () => {
  const { button, text } = await open(bareView, {
    'security.endSession': () => {
      throw refusal('SESSION_LOCKED')
    },
    'security.beginFactor': () => {
      throw refusal('NOT_SIGNED_IN')
    },
  })
  await press(button('Sign out: Safari on iPhone'))
  await until(() => location.pathname === '/unlock')
  await press(button('Enable MFA'))
  await press(button('Continue'))
  await until(() => location.pathname === '/sign-in')
  expect(text()).not.toContain('went wrong')
})
