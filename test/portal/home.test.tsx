// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { me, openPortal, press, record, refusal, until } from './portalPage'

let page: Awaited<ReturnType<typeof openPortal>> | undefined
const open = async (...given: Parameters<typeof openPortal>) => {
  page = await openPortal(...given)
  return page
}
afterEach(async () => {
  await page?.close()
  page = undefined
})

const home = { 'auth.me': () => me, 'record.own': () => record }

test('S0.1: the participant sees what the clinic has on file, with the contact that is used first', async () => {
  const { text, find } = await open('/home', home)
  await until(() => text().includes('Your details'))
  for (const words of ['Hello, Ada', 'Adèle', 'Fortin', 'she/her', 'Mar 9, 1984', 'HS-20417', 'Living with pain'])
    expect(text()).toContain(words)
  expect(find('time').getAttribute('datetime')).toBe('1984-03-09')
  const first = [...document.querySelectorAll('li')].filter((line) => line.textContent?.includes('Used first'))
  expect(first.map((line) => line.querySelector('bdi')?.textContent)).toEqual(['ada@example.org', '+1 416 555 0147'])
  expect(document.title).toBe('Home')
})

test('the clinic can be called and written to, also about a mistake', async () => {
  const { text, find } = await open('/home', home)
  await until(() => text().includes('Something wrong?'))
  expect(document.querySelectorAll('main a[href="tel:+14165550100"]')).toHaveLength(2)
  expect(find('a[href="mailto:frontdesk@example.org"]')).toBeTruthy()
})

test('what is not on file is said, and a name cannot steer the page', async () => {
  const bare = { ...record, preferredName: '', pronouns: '', birthDate: null, address: '', emails: [], phones: [] }
  const { text } = await open('/home', { ...home, 'record.own': () => ({ ...bare, givenName: 'Ana \u202eziuR' }) })
  await until(() => text().includes('Your details'))
  expect(text()).toContain('Ana ziuR')
  expect(text()).not.toContain('Pronouns')
  expect(text().split('Nothing on file')).toHaveLength(5)
})

test('W4: signing out ends the session on the server first; when that fails the page says so and stays', async () => {
  let tries = 0
  const { text, button, asked } = await open('/home', {
    ...home,
    'auth.signOut': () => {
      tries += 1
      if (tries === 1) throw refusal('UNAVAILABLE')
      return { done: true }
    },
  })
  await until(() => text().includes('Your details'))
  await press(button('Sign out'))
  expect(text()).toContain('The portal is busy or restarting.')
  expect(location.pathname).toBe('/home')
  await press(button('Sign out'))
  await until(() => location.pathname === '/sign-in')
  expect(asked('auth.signOut')).toHaveLength(2)
  expect(document.body.textContent).not.toContain('HS-20417')
})

test('an error shows a reference to read out, and another try', async () => {
  let tries = 0
  const { text, button } = await open('/home', {
    ...home,
    'record.own': () => {
      tries += 1
      if (tries === 1) throw refusal('INTERNAL')
      return record
    },
  })
  await until(() => text().includes('This did not load'))
  expect(text()).toContain('r-1')
  await press(button('Try again'))
  await until(() => text().includes('Your details'))
})
