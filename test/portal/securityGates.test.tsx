// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { EnrolPage } from '../../renderer/portal/accountSecurity/EnrolPage'
import { UnlockPage } from '../../renderer/portal/accountSecurity/UnlockPage'
import { clinic, fill, me, press, refusal, until } from './portalPage'
import { begun, errorOf, openPage, tenCodes } from './securityPages'

let page: Awaited<ReturnType<typeof openPage>>
afterEach(async () => await page.close())
const open = async (...given: Parameters<typeof openPage>) => {
  page = await openPage(...given)
  return page
}

test('S1.5 to S1.8, M6: forced enrolment is one task with its reason, three steps, help and a way out, and ends at home', async () => {
  const { button, field, text, focused } = await open(<EnrolPage me={{ ...me, mfaDone: false }} />, {
    'security.beginFactor': () => begun,
    'security.confirmFactor': () => ({ recoveryCodes: tenCodes }),
  })
  expect(focused()?.textContent).toBe('Set up the second step')
  for (const words of ['Step 1 of 3', 'The clinic asks for a second step', 'No phone, or no app?', 'Sign out'])
    expect(text()).toContain(words)
  await press(button('Continue'))
  expect(focused()?.textContent).toBe('Scan and type the code')
  await fill(field('6-digit code'), '123456')
  await press(button('Verify'))
  await until(() => text().includes('Step 3 of 3'))
  expect(focused()?.textContent).toBe('Keep your recovery codes')
  expect(location.pathname).not.toBe('/home')
  await press(field('I have kept them'))
  await press(button('Done'))
  expect(location.pathname).toBe('/home')
})

test('forced enrolment leads home at once when the second step is there, and out when somebody signs out', async () => {
  await open(<EnrolPage me={me} />, {})
  expect(location.pathname).toBe('/home')
  await page.close()
  const { button } = await open(<EnrolPage me={{ ...me, mfaDone: false }} />, {
    'auth.signOut': () => ({ done: true }),
  })
  await press(button('Sign out'))
  expect(location.pathname).toBe('/sign-in')
})

test('without a phone number of the clinic the help is in words alone', async () => {
  const { text } = await open(<EnrolPage me={{ ...me, mfaDone: false }} />, {
    'clinic.public': () => ({ ...clinic, phone: '' }),
  })
  expect(text()).toContain('Please ask the clinic')
})

test('S1.15, W4: the lock opens with the password, counts wrong ones, and the fifth leads to the sign-in page', async () => {
  let wrong = 0
  const { button, field, text, focused } = await open(<UnlockPage />, {
    'security.unlock': () => {
      wrong += 1
      if (wrong === 5) throw refusal('NOT_SIGNED_IN')
      throw refusal('SIGN_IN_FAILED', { detail: { triesLeft: 5 - wrong } })
    },
  })
  expect(focused()?.textContent).toContain('This page is locked')
  expect(text()).not.toMatch(/Ada|example\.org/)
  await press(button('Unlock'))
  expect(errorOf(field('Password'))).toContain('Please type your password.')
  for (const left of [4, 3, 2, 1]) {
    await fill(field('Password'), 'wrong')
    await press(button('Unlock'))
    expect(errorOf(field('Password'))).toContain(`You can try ${left} more time`)
    expect(focused()).toBe(field('Password'))
    expect(field('Password').value).toBe('')
  }
  await fill(field('Password'), 'wrong')
  await press(button('Unlock'))
  await until(() => location.pathname === '/sign-in')
})

test('S1.15: the lock opens with a code too, or somebody signs out', async () => {
  const { button, field, asked } = await open(<UnlockPage />, {
    'security.unlock': () => ({ done: true }),
    'auth.signOut': () => ({ done: true }),
  })
  await press(button('Use a code from my app'))
  await fill(field('6-digit code'), '12 34')
  await press(button('Unlock'))
  expect(errorOf(field('6-digit code'))).toContain('Please type the 6 digits.')
  await fill(field('6-digit code'), '123 456')
  await press(button('Unlock'))
  expect(asked('security.unlock').map(({ input }) => input)).toEqual([{ code: '123456' }])
  expect(location.pathname).toBe('/home')
  await press(button('Sign out'))
  expect(location.pathname).toBe('/sign-in')
})
