import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addClinic,
  addParticipant,
  Browser,
  type Clinic,
  invite,
  openWorld,
  outcome,
  quickHasher,
  refusal,
  type World,
} from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { slowness } from '../support/slowness'

let database: TestDatabase
let hasher: ReturnType<typeof quickHasher>
let world: World
let clinic: Clinic
let browser: Browser

beforeAll(async () => {
  database = await createTestDatabase()
  hasher = quickHasher()
  world = openWorld(database, hasher)
  clinic = await addClinic(world)
  browser = await openPage()
})
afterAll(async () => await database.drop())

async function openPage(): Promise<Browser> {
  const participantId = await addParticipant(world, clinic, { givenName: 'Gwendolyn', familyName: 'Marshbank' })
  const page = new Browser(world)
  await page.open((await invite(world, clinic, participantId)).token)
  return page
}

test.each([
  ['14 characters', 'brook hay lamp', 'too_short'],
  ['257 characters', 'brook hay lamp '.repeat(18), 'too_long'],
  ['a common one, repeated', 'passwordpassword', 'common'],
  ['the email', 'tulip@featherstone.example', 'email'],
  ['the name on file', 'gwendolynmarshbank', 'name'],
  ['the chosen name', 'Robin MRobin MRobin M', 'name'],
  ['the clinic', 'alder clinic alder clinic', 'clinic'],
  ['the product', 'vestibulevestibule', 'clinic'],
  ['a short repeat', 'xyxyxyxyxyxyxyxyxyxy', 'repeat'],
])('P1 P2: %s is refused with the reason, without any hash, and the page stays open', async (_, password, reason) => {
  const before = hasher.compared
  const refused = await refusal(browser.accept('tulip@featherstone.example', password))
  expect(refused).toMatchObject({ code: 'PASSWORD_REFUSED', detail: { reason } })
  expect(hasher.compared).toBe(before)
  expect(await outcome((await browser.api()).invite.current())).toBe('ok')
})

test('P1: more than 4 KiB is refused within 100 ms and is never hashed', async () => {
  const before = hasher.compared
  const started = performance.now()
  expect(await outcome(browser.accept('tulip@featherstone.example', 'x'.repeat(4097)))).toBe('INVALID_INPUT')
  expect(await outcome(new Browser(world).signIn('tulip@featherstone.example', 'x'.repeat(4097)))).toBe('INVALID_INPUT')
  expect((performance.now() - started) / slowness()).toBeLessThan(200)
  expect(hasher.compared).toBe(before)
})

test('P1: 15 characters are enough, of any kind, counted as people count them', async () => {
  for (const password of ['brook hay lamps', 'ééééé ùùùùù 日本日', 'a  b   c    d e']) {
    expect([...password].length).toBe(15)
    expect(
      await outcome((await openPage()).accept(`p${password.length}${hasher.compared}@example.org`, password)),
    ).toBe('ok')
  }
})

test('P1: 8 characters are enough only where the clinic also requires a second factor', async () => {
  const set = (settings: object, rev: number) =>
    world.db
      .updateTable('clinic')
      .set({ settings: JSON.stringify(settings), rev })
      .execute()
  const page = await openPage()
  await set({ minPasswordLength: 8 }, 901)
  expect(await refusal(page.accept('short@example.org', 'brookhay'))).toMatchObject({ detail: { reason: 'too_short' } })
  expect(await (await page.api()).clinic.public()).toMatchObject({ minPasswordLength: 15 })
  await set({ minPasswordLength: 8, mfaRequired: true }, 902)
  expect(await (await page.api()).clinic.public()).toMatchObject({ minPasswordLength: 8 })
  expect(await outcome(page.accept('short@example.org', 'brookhay'))).toBe('ok')
})
