// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import {
  type Answers,
  clinic,
  consentStep,
  fill,
  me,
  openPortal,
  press,
  refusal,
  registering,
  until,
} from './portalPage'

const link = `/invite#${'A'.repeat(43)}`
const asking = { ...registering, step: 'verbal_code', tries: 5 } as const
const notWorking = () => {
  throw refusal('LINK_NOT_WORKING')
}

let page: Awaited<ReturnType<typeof openPortal>> | undefined
const open = async (...given: Parameters<typeof openPortal>) => {
  page = await openPortal(...given)
  return page
}
afterEach(async () => {
  await page?.close()
  page = undefined
})

const inputs = () => [...document.querySelectorAll<HTMLInputElement>('main input')]
async function fillRegistration(password = 'a wide harbour at dawn') {
  // The dictionary of another language takes its time on a busy machine.
  await until(() => inputs().length >= 3)
  const [email, name, secret] = inputs()
  if (!email || !name || !secret) throw new Error('the registration has three fields')
  await fill(email, ' ada@example.org ')
  await fill(name, 'Ada')
  await fill(secret, password)
}

test('I4: the address holds no token when the first request is made, and the token is sent once', async () => {
  const { calls, asked } = await open(link, { 'invite.open': () => registering })
  expect(calls.length).toBeGreaterThan(0)
  for (const { address } of calls) expect(address).not.toContain('#')
  expect(asked('invite.open').map(({ input }) => input)).toEqual([{ token: 'A'.repeat(43) }])
  expect(asked('invite.current')).toEqual([])
})

test('I3: a reload without the fragment goes on with the invite of this browser', async () => {
  const { asked, text } = await open('/invite', { 'invite.current': () => registering })
  expect(asked('invite.open')).toEqual([])
  expect(text()).toContain('Set up your account')
})

test('I6: every link that does not work shows one page, whose button always answers the same', async () => {
  const { text, button, asked, find } = await open(link, {
    'invite.open': notWorking,
    'invite.askAgain': () => ({ asked: true }),
  })
  expect(document.title).toBe('Invitation')
  expect(text()).toContain('This link does not work right now')
  expect(find('a[href="tel:+14165550100"]').textContent).toBe(clinic.phone)
  expect(find('a[href="/sign-in"]').textContent).toBe('Sign in')
  await press(button('Ask the clinic for a new link'))
  expect(asked('invite.askAgain').map(({ input }) => input)).toEqual([{ token: 'A'.repeat(43) }])
  expect(text()).toContain('Thank you')
  expect(document.activeElement?.textContent).toBe('Thank you')
})

test('S0.9: without a link the letter’s code is asked for; small letters, spaces and a typed O are understood', async () => {
  const { asked, button, text } = await open('/invite', {
    'invite.current': notWorking,
    'invite.open': () => registering,
  })
  const [code] = inputs()
  if (!code) throw new Error('no field')
  await fill(code, 'abcd')
  await press(button('Continue'))
  expect(text()).toContain('A code has 16 letters and digits.')
  expect(asked('invite.open')).toEqual([])
  await fill(code, 'abcd efgh jkmn pqro')
  await press(button('Continue'))
  expect(asked('invite.open').map(({ input }) => input)).toEqual([{ token: 'ABCDEFGHJKMNPQR0' }])
  expect(text()).toContain('Set up your account')
})

test('S0.5, I5: a wrong verbal code says how many tries are left as the server tells, and then the page is the generic one', async () => {
  let left = 2
  const { button, text, find } = await open(link, {
    'invite.open': () => asking,
    'invite.verify': () => {
      left -= 1
      throw left > 0 ? refusal('CODE_WRONG', { detail: { triesLeft: left } }) : refusal('LINK_NOT_WORKING')
    },
  })
  expect(text()).toContain('Step 1 of 2')
  expect(text()).toContain('You have 5 tries in all.')
  await fill(find('main input'), '123123')
  await press(button('Continue'))
  expect(text()).toContain('You can try 1 more time.')
  expect(document.activeElement).toBe(inputs()[0])
  await press(button('Continue'))
  expect(text()).toContain('This link does not work right now')
})

test('S0.5: after the right code the focus is on the heading of the next step', async () => {
  const { button, text, find, asked } = await open(link, {
    'invite.open': () => asking,
    'invite.verify': () => registering,
  })
  expect(document.activeElement?.textContent).toBe('One question first')
  await fill(find('main input'), 'blue kite')
  await press(button('Continue'))
  expect(asked('invite.verify').map(({ input }) => input)).toEqual([{ code: 'blue kite' }])
  expect(text()).toContain('Step 2 of 2')
  expect(document.activeElement?.tagName).toBe('H1')
  expect(document.activeElement?.textContent).toBe('Set up your account')
})

const accepting = (more: Answers = {}): Answers => ({
  'invite.open': () => registering,
  'invite.accept': () => ({ done: true }),
  'auth.me': () => ({ ...me, consentDone: false }),
  'consent.current': () => consentStep(1),
  ...more,
})

test('S0.11, S0.12: email, display name and password are sent with the language of the page; consent comes next', async () => {
  const { asked, button } = await open(link, accepting({ 'invite.open': () => ({ ...registering, language: 'fr' }) }))
  await fillRegistration(' spaces are kept here ')
  await press(button('Créer mon compte'))
  expect(asked('invite.accept').map(({ input }) => input)).toEqual([
    {
      email: 'ada@example.org',
      displayName: 'Ada',
      password: ' spaces are kept here ',
      language: 'fr',
      holder: 'self',
      shared: false,
    },
  ])
  await until(() => location.pathname === '/consent' && asked('consent.current').length > 0)
})

test('S0.11: nothing is sent while a field is empty, and the first such field takes the focus', async () => {
  const { asked, button, text } = await open(link, accepting())
  await press(button('Create my account'))
  expect(asked('invite.accept')).toEqual([])
  expect(text()).toContain('Please type your email.')
  expect(text()).toContain('Please type a name.')
  expect(document.activeElement).toBe(inputs()[0])
  await fillRegistration('too short')
  await press(button('Create my account'))
  expect(text()).toContain('It needs at least 15 characters.')
  expect(document.activeElement).toBe(inputs()[2])
})

test('P2: a refused password is explained at its field, in the language of the page', async () => {
  const refuse = () => {
    throw refusal('PASSWORD_REFUSED', { detail: { reason: 'name' } })
  }
  const { button, text } = await open(
    link,
    accepting({ 'invite.open': () => ({ ...registering, language: 'es' }), 'invite.accept': refuse }),
  )
  await fillRegistration()
  await press(button('Crear mi cuenta'))
  expect(text()).toContain('Está hecha con su nombre')
  expect(inputs()[2]?.getAttribute('aria-invalid')).toBe('true')
  expect(document.activeElement).toBe(inputs()[2])
})

test('I8: details that cannot be used are refused with the general sentence, and what was typed stays', async () => {
  const refuse = () => {
    throw refusal('ACCEPT_REFUSED')
  }
  const { button, find } = await open(link, accepting({ 'invite.accept': refuse }))
  await fillRegistration()
  await press(button('Create my account'))
  expect(find('[role="alert"]').textContent).toContain('An account could not be made with these details.')
  expect(inputs()[1]?.value).toBe('Ada')
})

test('S0.9: an invite that ran out while somebody typed is opened once more, and nothing typed is lost', async () => {
  let accepts = 0
  const accept = () => {
    accepts += 1
    if (accepts === 1) throw refusal('LINK_NOT_WORKING')
    return { done: true }
  }
  const { asked, button, text } = await open(link, accepting({ 'invite.accept': accept }))
  await fillRegistration()
  await press(button('Create my account'))
  expect(asked('invite.open')).toHaveLength(2)
  expect(text()).toContain('your invitation was opened again')
  expect(inputs()[2]?.value).toBe('a wide harbour at dawn')
  await press(button('Create my account'))
  await until(() => location.pathname === '/consent')
})

test('a suggested passphrase can be read, and one press puts it into the password field', async () => {
  const { button, find, text } = await open(link, accepting())
  await press(button('Suggest a passphrase'))
  await until(() => document.querySelector('main output[translate="no"]') !== null)
  const phrase = find('main output[translate="no"]').textContent ?? ''
  expect(phrase.length).toBeGreaterThanOrEqual(15)
  await press(button('Use this'))
  expect(inputs()[2]?.value).toBe(phrase)
  expect(text()).toContain('It is now in the password field.')
})

test('an answer that does not come can be asked for again', async () => {
  let asks = 0
  const { button, text } = await open(link, {
    'invite.open': () => {
      asks += 1
      if (asks === 1) throw new TypeError('Failed to fetch')
      return registering
    },
  })
  expect(text()).toContain('The portal cannot be reached.')
  await press(button('Try again'))
  expect(text()).toContain('Set up your account')
})
