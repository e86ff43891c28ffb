// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { SecurityPage } from '../../renderer/portal/accountSecurity/SecurityPage'
import { sheetText } from '../../renderer/portal/accountSecurity/sheetText'
import { en } from '../../renderer/portal/text/en'
import type { SecurityView } from '../../shared/accountSecurity/securitySchemas'
import { type Answers, fill, me, press, refusal, until } from './portalPage'
import { bareView, begun, errorOf, factor, openPage, reads, submitOf, tenCodes, withFactor } from './securityPages'

let page: Awaited<ReturnType<typeof openPage>>
let view: SecurityView = bareView
const open = async (first: SecurityView, answers: Answers = {}, as = me) => {
  view = first
  page = await openPage(<SecurityPage me={as} />, { ...reads(() => view), ...answers })
  await until(() => page.text().includes('Second step (MFA)'))
  return page
}
afterEach(async () => await page.close())

const enrolling: Answers = {
  'security.beginFactor': () => begun,
  'security.confirmFactor': ({ code }: { code: string }) => {
    if (code !== '123456') throw refusal('CODE_WRONG', { detail: { triesLeft: 8 } })
    view = withFactor
    return { recoveryCodes: tenCodes }
  },
}

test('S1.1, S1.14, S1.16: one page says what it needs, what it is for, and what it is not', async () => {
  const { text } = await open(bareView)
  for (const words of [
    'To be signed in',
    'Google Authenticator, Authy',
    'medical, legal or billing advice',
    'App lock',
  ])
    expect(text()).toContain(words)
  expect(document.title).toBe('Security')
  expect(document.activeElement?.textContent).toBe('Security')
})

test('S1.4, S1.8, S1.11: several apps are listed, each with its status in words', async () => {
  const factors = [factor('f-1', 'My phone'), factor('f-2', 'Tablet'), factor('f-3', 'Old phone', 'unverified')]
  const { text } = await open({ ...withFactor, factors })
  for (const name of ['My phone', 'Tablet', 'Old phone']) expect(text()).toContain(name)
  expect(text().split('Not verified')).toHaveLength(2)
  expect(text()).toContain('protects nothing yet')
})

test('S1.5, S1.6, S1.7, S1.8, S1.12, M6: Enable MFA leads over name, picture or key and code to codes that are shown once', async () => {
  const { button, field, text, asked, focused } = await open(bareView, enrolling)
  await press(button('Enable MFA'))
  expect(focused()?.textContent).toBe('Name your app')
  await press(button('Continue'))
  expect(asked('security.beginFactor').map(({ input }) => input)).toEqual([{ name: 'My phone' }])
  expect(text()).toContain('JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP')
  await until(() => document.querySelector('svg[role=img][aria-label^="QR code"]') !== null)

  await fill(field('6-digit code'), '111111')
  await press(button('Verify'))
  expect(errorOf(field('6-digit code'))).toContain('That code is not right.')
  expect(focused()).toBe(field('6-digit code'))
  await fill(field('6-digit code'), '123456')
  await press(button('Verify'))

  await until(() => text().includes('Keep your recovery codes'))
  for (const code of tenCodes) expect(text()).toContain(code)
  await press(button('Done'))
  expect(text()).toContain('then tick this box')
  await press(field('I have kept them'))
  await press(button('Done'))
  await until(() => text().includes('“My phone” is verified.'))
  expect(text()).not.toContain(tenCodes[0])
  expect(text()).toContain('10 codes left')
})

test('M6: the printed sheet has clinic, account, date and codes only, and the saved file the same', async () => {
  const { button, field } = await open(bareView, enrolling)
  await press(button('Enable MFA'))
  await press(button('Continue'))
  await fill(field('6-digit code'), '123456')
  await press(button('Verify'))
  const sheet = document.querySelector('body > div[aria-hidden="true"] > ol')?.parentElement
  await until(() => sheet?.textContent?.includes('Harbour Street Clinic') === true)
  const date = sheet?.textContent?.match(/Made on (.*?, \d{4})/)?.[1] ?? ''
  const parts = ['Recovery codes', 'Harbour Street Clinic', 'Account: ada@example.org', `Made on ${date}`]
  expect(sheet?.textContent).toBe([...parts, ...tenCodes, 'Each code works once.'].join(''))

  const saved = sheetText(en, { clinicName: 'Harbour Street Clinic', email: 'ada@example.org', date, codes: tenCodes })
  const lines = tenCodes.map((code, index) => `${String(index + 1).padStart(2)}. ${code}`)
  expect(saved.split('\r\n')).toEqual([...parts, '', ...lines, '', 'Each code works once.', ''])
})

test('M7: a secret that is over is replaced by a new one, with a word about it', async () => {
  let times = 0
  const { button, field, text, asked } = await open(bareView, {
    'security.beginFactor': () => {
      times += 1
      return { ...begun, factorId: `f-${times}` }
    },
    'security.confirmFactor': () => {
      throw refusal('NOT_FOUND')
    },
  })
  await press(button('Enable MFA'))
  await press(button('Continue'))
  await fill(field('6-digit code'), '123456')
  await press(button('Verify'))
  await until(() => text().includes('longer than 10 minutes'))
  expect(asked('security.beginFactor')).toHaveLength(2)
})

test('S1.9, M7, W5: removing asks, wants a current code, asks for the password once and then goes on by itself', async () => {
  let isFresh = false
  const { button, field, text, asked, focused } = await open(withFactor, {
    'security.removeFactor': () => {
      if (!isFresh) throw refusal('REAUTH_REQUIRED')
      view = bareView
      return { done: true }
    },
    'security.reauthenticate': ({ password }: { password: string }) => {
      if (password !== 'right') throw refusal('SIGN_IN_FAILED', { detail: { triesLeft: 4 } })
      isFresh = true
      return { done: true }
    },
  })
  await press(button('Remove: My phone'))
  expect(text()).toContain('This is your only app.')
  await press(button('Remove'))
  expect(errorOf(field('6-digit code'))).toContain('Please type the 6 digits.')
  await fill(field('6-digit code'), '123 456')
  await press(button('Remove'))
  await until(() => text().includes('Please confirm that it is you'))
  await fill(field('Password'), 'wrong')
  await press(button('Confirm'))
  expect(errorOf(field('Password'))).toContain('You can try 4 more times.')
  await fill(field('Password'), 'right')
  await press(button('Confirm'))
  await until(() => text().includes('“My phone” was removed.'))
  expect(focused()?.textContent).toContain('“My phone” was removed.')
  expect(asked('security.removeFactor').map(({ input }) => input)).toEqual([
    { factorId: 'f-1', code: '123456' },
    { factorId: 'f-1', code: '123456' },
  ])
})

test('W5: who does not type the password loses nothing that was typed, and the focus comes back to where it began', async () => {
  const { button, field, text, focused } = await open(bareView, {
    'security.beginFactor': () => {
      throw refusal('REAUTH_REQUIRED')
    },
  })
  await press(button('Enable MFA'))
  await fill(field('Name'), 'Tablet in the kitchen')
  await press(button('Continue'))
  await until(() => text().includes('Please confirm that it is you'))
  await press(button('Cancel'))
  expect(field('Name').value).toBe('Tablet in the kitchen')
  expect(text()).not.toContain('went wrong')
  await until(() => !text().includes('Please confirm that it is you'))
  await press(button('Cancel'))
  expect(focused()).toBe(button('Enable MFA'))
})

test('M7: a recovery code can stand in for the app, and a wrong one is said at its field', async () => {
  const { button, field, asked, focused } = await open(withFactor, {
    'security.removeFactor': () => {
      throw refusal('CODE_WRONG')
    },
  })
  await press(button('Remove: My phone'))
  await press(button('Use a recovery code instead'))
  await fill(field('Recovery code'), 'k7qx m0ht 9wpc 3rdv')
  await press(button('Remove'))
  expect(errorOf(field('Recovery code'))).toContain('not right, or it was used before')
  expect(asked('security.removeFactor')[0]?.input).toEqual({ factorId: 'f-1', code: 'k7qx m0ht 9wpc 3rdv' })
  await press(button('Cancel'))
  expect(focused()).toBe(button('Remove: My phone'))
})

test('M7: where the clinic asks for a second step the last app says why it stays', async () => {
  const { text } = await open({ ...withFactor, mfaRequired: true })
  expect(text()).toContain('your only authenticator app has to stay')
  expect(text()).not.toContain('Remove')
})

test('S1.9: an app that was never verified goes without a code', async () => {
  const { button, text, asked } = await open(
    { ...bareView, factors: [factor('f-3', 'Old phone', 'unverified')] },
    {
      'security.removeFactor': () => {
        view = bareView
        return { done: true }
      },
    },
  )
  expect(button('Enable MFA')).toBeTruthy()
  await press(button('Remove: Old phone'))
  await press(button('Remove'))
  await until(() => text().includes('“Old phone” was removed.'))
  expect(asked('security.removeFactor')).toHaveLength(1)
})

test('S1.11: an app can be renamed, and the tenth is the last', async () => {
  const ten = Array.from({ length: 10 }, (_, index) =>
    factor(`f-${index}`, index === 0 ? 'W'.repeat(60) : `App ${index}`),
  )
  const { button, field, text, asked } = await open(
    { ...withFactor, factors: ten },
    { 'security.renameFactor': () => ({ done: true }) },
  )
  expect(text()).toContain('You have 10 apps, which is the most.')
  await press(button('Rename: App 3'))
  await fill(field('Name'), '  ')
  await press(submitOf(field('Name')))
  expect(errorOf(field('Name'))).toContain('Please type a name.')
  await fill(field('Name'), 'Tablet')
  await press(submitOf(field('Name')))
  await until(() => text().includes('The app is now called Tablet.'))
  expect(asked('security.renameFactor')[0]?.input).toEqual({ factorId: 'f-3', name: 'Tablet' })
})

test('M6: new recovery codes need a current code and are shown once; a few left are said', async () => {
  const { button, field, text, asked } = await open(
    { ...withFactor, recoveryLeft: 2 },
    {
      'security.newRecoveryCodes': () => {
        view = withFactor
        return { recoveryCodes: tenCodes }
      },
    },
  )
  expect(text()).toContain('Only a few are left.')
  await press(button('Make new recovery codes'))
  await fill(field('6-digit code'), '654321')
  await press(button('Make new codes'))
  await until(() => text().includes(tenCodes[9] ?? ''))
  await press(field('I have kept them'))
  await press(button('Done'))
  await until(() => text().includes('10 codes left'))
  expect(asked('security.newRecoveryCodes')[0]?.input).toEqual({ code: '654321' })
  expect(text()).toContain('The older ones no longer work.')
})

test('S1.10, S1.12: the page is there in French and Spanish too', async () => {
  for (const [language, words] of [
    ['fr', ['Activer l’AMF', 'Appareils connectés', 'Google Authenticator, Authy', 'Firefox sur Linux']],
    ['es', ['Activar MFA', 'Dispositivos con sesión iniciada', 'Google Authenticator, Authy', 'Firefox en Linux']],
  ] as const) {
    page = await openPage(
      <SecurityPage me={me} />,
      reads(() => bareView),
      language,
    )
    await until(() => page.text().includes(words[0]))
    for (const word of words) expect(page.text()).toContain(word)
    if (language === 'fr') await page.close()
  }
})
