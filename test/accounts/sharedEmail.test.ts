import { afterAll, beforeEach, expect, test } from 'vitest'
import {
  addClinic,
  addParticipant,
  Browser,
  type Clinic,
  invite,
  inviteRow,
  joined,
  openWorld,
  outcome,
  PASSWORD,
  quickHasher,
  refusal,
  tally,
  type World,
} from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

const OTHER_PASSWORD = 'another quiet harbour town'
let database: TestDatabase
let hasher: ReturnType<typeof quickHasher>
let world: World
let clinic: Clinic

beforeEach(async () => {
  await database?.drop()
  database = await createTestDatabase()
  hasher = quickHasher()
  world = openWorld(database, hasher)
  clinic = await addClinic(world)
})
afterAll(async () => await database?.drop())

async function openPage() {
  const participantId = await addParticipant(world, clinic)
  const { inviteId, token } = await invite(world, clinic, participantId)
  const browser = new Browser(world)
  await browser.open(token)
  return { participantId, inviteId, browser }
}

const accountOf = (id: string) =>
  world.db.selectFrom('account').selectAll().where('participant_id', '=', id).executeTakeFirst()

test('I8: accepting with an email that another account uses merges nothing, changes nothing there and says nothing of it', async () => {
  const first = await joined(world, clinic, 'family@example.org')
  const before = await accountOf(first.participantId)
  const second = await openPage()
  const answer = await second.browser.accept('Family@Example.org', OTHER_PASSWORD)
  const third = await openPage()
  expect(answer).toEqual(await third.browser.accept('unique@example.org', OTHER_PASSWORD))
  expect(await accountOf(first.participantId)).toEqual(before)
  expect((await accountOf(second.participantId))?.email).toBe('Family@Example.org')
  expect(await outcome((await first.browser.api()).record.own())).toBe('ok')
})

test('I8: each password opens its own account of a shared email', async () => {
  const first = await joined(world, clinic, 'family@example.org', PASSWORD)
  const second = await joined(world, clinic, 'family@example.org', OTHER_PASSWORD)
  for (const [password, { participantId }] of [
    [PASSWORD, first],
    [OTHER_PASSWORD, second],
  ] as const) {
    const browser = new Browser(world)
    await browser.signIn('family@example.org', password)
    const own = await (await browser.api()).record.own()
    const row = await world.db
      .selectFrom('participant')
      .select('fields')
      .where('id', '=', participantId)
      .executeTakeFirstOrThrow()
    expect(own.fileNumber).toBe(row.fields.fileNumber)
  }
})

test('I8: an email and password that open another account are refused with the general sentence, and the invite stays unused', async () => {
  const first = await joined(world, clinic, 'family@example.org', PASSWORD)
  const before = await accountOf(first.participantId)
  const { inviteId, browser } = await openPage()
  expect(await refusal(browser.accept('family@example.org', PASSWORD))).toMatchObject({
    code: 'ACCEPT_REFUSED',
    detail: {},
  })
  expect(await inviteRow(world, inviteId)).toMatchObject({ accepted_at: null })
  expect(await accountOf(first.participantId)).toEqual(before)
  expect(await outcome(browser.accept('family@example.org', OTHER_PASSWORD))).toBe('ok')
})

test('I8: a fourth account of one email is refused like that too', async () => {
  for (const n of [1, 2, 3]) await joined(world, clinic, 'family@example.org', `quiet harbour town ${n} of three`)
  const { browser } = await openPage()
  expect(await refusal(browser.accept('family@example.org', OTHER_PASSWORD))).toMatchObject({
    code: 'ACCEPT_REFUSED',
    detail: {},
  })
  expect(await outcome(browser.accept('own@example.org', OTHER_PASSWORD))).toBe('ok')
})

test('I8: of six accepts at the same moment with one email and one password, one wins: nobody can get into two accounts', async () => {
  const pages = await Promise.all(Array.from({ length: 6 }, openPage))
  const answers = await Promise.all(pages.map(({ browser }) => outcome(browser.accept('family@example.org', PASSWORD))))
  expect(tally(answers)).toEqual({ ok: 1, ACCEPT_REFUSED: 5 })
})

test('I8: of six accepts at the same moment with one email and different passwords, three win', async () => {
  const pages = await Promise.all(Array.from({ length: 6 }, openPage))
  const answers = await Promise.all(
    pages.map(({ browser }, n) => outcome(browser.accept('family@example.org', `quiet harbour town number ${n}`))),
  )
  expect(tally(answers)).toEqual({ ok: 3, ACCEPT_REFUSED: 3 })
  expect(await world.db.selectFrom('account').selectAll().execute()).toHaveLength(3)
})

test('P4 I8: accepting and signing in compare as often for an email nobody has as for one that three accounts have', async () => {
  const comparisons = async (work: () => Promise<unknown>) => {
    const before = hasher.compared
    await outcome(work())
    return hasher.compared - before
  }
  for (const n of [1, 2]) await joined(world, clinic, 'family@example.org', `quiet harbour town ${n} of two`)
  for (const email of ['nobody@example.org', 'family@example.org']) {
    const { browser } = await openPage()
    expect(await comparisons(() => browser.accept(email, OTHER_PASSWORD))).toBe(3)
    expect(await comparisons(() => new Browser(world).signIn(email, 'a wrong pass phrase'))).toBe(3)
  }
})
