// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { RegistrationStep } from '../../renderer/portal/accounts/RegistrationStep'
import { emptyDraft } from '../../renderer/portal/accounts/registrationChecks'
import { DetailsPage } from '../../renderer/portal/record/DetailsPage'
import { choose, openInside } from './insidePage'
import { type Answers, clinic, fill, me, record, refusal } from './portalPage'

let page: Awaited<ReturnType<typeof openInside>> | undefined
afterEach(async () => {
  await page?.close()
  page = undefined
})

const wanted = { ...me, detailsWanted: true }
const bare = { ...record, preferredName: '', pronouns: '', phones: [] }

async function open(answers: Answers = {}, who = wanted) {
  page = await openInside(<DetailsPage me={who} />, {
    'record.own': () => bare,
    'record.giveDetails': () => ({ done: true }),
    ...answers,
  })
  return page
}
const field = (name: string) => {
  const found = page?.place.querySelector<HTMLElement>(`[name="${name}"]`)
  if (!found) throw new Error(`no field ${name}`)
  return found
}

test('S4.13: only what the clinic does not have is asked, as the last of three steps', async () => {
  const { place, text } = await open()
  expect([...place.querySelectorAll('input, textarea')].map((input) => input.getAttribute('name'))).toEqual([
    'preferredName',
    'pronouns',
    'phone',
  ])
  expect(text()).toContain('Step 3 of 3')
  expect(text()).not.toContain('person you care for')
})

test('S4.13: what is given is sent once and leads home', async () => {
  const { place, asked } = await open()
  await fill(field('pronouns'), 'they/them')
  await fill(field('phone'), '+1 555 0101')
  await choose(place, 'Save and go on')
  expect(asked('record.giveDetails').map(({ input }) => input)).toEqual([
    { preferredName: '', pronouns: 'they/them', address: '', phone: '+1 555 0101' },
  ])
  expect(location.pathname).toBe('/home')
})

test('S4.13: "not now" is an answer without words, whatever was typed', async () => {
  const { place, asked } = await open()
  await fill(field('pronouns'), 'they/them')
  await choose(place, 'Not now')
  expect(asked('record.giveDetails')[0]?.input).toEqual({ preferredName: '', pronouns: '', address: '', phone: '' })
  expect(location.pathname).toBe('/home')
})

test('S4.13: a number that is none is said at its field, and a refusal of the server too', async () => {
  const refuse = () =>
    Promise.reject(refusal('INVALID_INPUT', { detail: { fields: [{ path: 'pronouns', message: '' }] } }))
  const { place, text, asked } = await open({ 'record.giveDetails': refuse })
  await fill(field('phone'), 'call me')
  await choose(place, 'Save and go on')
  expect(text()).toContain('A phone number has 5 to 15 digits.')
  expect(document.activeElement).toBe(field('phone'))
  expect(asked('record.giveDetails')).toHaveLength(0)
  await fill(field('phone'), '')
  await choose(place, 'Save and go on')
  expect(text()).toContain('This is too long.')
})

test('S3.16 S4.13: a caregiver is asked about the person they care for', async () => {
  const { text } = await open({}, { ...wanted, holder: 'caregiver' })
  expect(text()).toContain('about the person you care for')
})

test('S4.13: whoever has answered, or has nothing missing, is led home', async () => {
  await open({}, me)
  expect(location.pathname).toBe('/home')
  await page?.close()
  await open({ 'record.own': () => record })
  expect(location.pathname).toBe('/home')
})

async function openRegistration(askHolder: boolean) {
  const registration = { ...clinic.registration, askHolder }
  let draft = { ...emptyDraft, email: 'ada@example.org', displayName: 'Ada', password: 'correct horse battery staple' }
  const changed: (typeof draft)[] = []
  page = await openInside(
    <RegistrationStep
      clinic={{ ...clinic, registration }}
      steps={null}
      reopened={false}
      draft={draft}
      onDraft={(next) => {
        draft = next
        changed.push(next)
      }}
      onAccepted={() => {}}
      onInviteOver={async () => {}}
    />,
    { 'invite.accept': () => ({ done: true }) },
  )
  return { ...page, changed }
}

test('S3.16 S4.12: registration asks whose account it is where the clinic wants it, and whether others use the device', async () => {
  const { place, changed, text } = await openRegistration(true)
  expect(text()).toContain('This account is for')
  await choose(place, 'somebody I care for')
  await choose(place, 'Others use this device')
  expect(changed.map(({ holder, shared }) => [holder, shared])).toEqual([
    ['caregiver', false],
    ['self', true],
  ])
})

test('S4.12: a clinic that does not ask gets no answer', async () => {
  const { place, text, asked } = await openRegistration(false)
  expect(text()).not.toContain('This account is for')
  await choose(place, 'Create my account')
  expect(asked('invite.accept')[0]?.input).toEqual({
    email: 'ada@example.org',
    displayName: 'Ada',
    password: 'correct horse battery staple',
    language: 'en',
    shared: false,
  })
})
