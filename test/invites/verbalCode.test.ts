import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createPasswordHasher } from '../../server/accounts/passwordHash'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import {
  addClinic,
  addParticipant,
  after,
  auditLines,
  Browser,
  type Clinic,
  command,
  HOUR,
  invite,
  inviteRow,
  newLink,
  openWorld,
  outcome,
  quickHasher,
  refusal,
  staffCaller,
  tally,
  type World,
} from './portalWorld'

const CODE = '482913'
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

async function invitedWithCode(verbalCode = CODE) {
  const participantId = await addParticipant(world, clinic)
  return { participantId, ...(await invite(world, clinic, participantId, verbalCode)) }
}

async function opened(token: string, address?: string, at = world): Promise<Browser> {
  const browser = new Browser(at, address)
  await browser.open(token)
  return browser
}

test('S0.5: a code that staff set must be given before the account can be made', async () => {
  const { token } = await invitedWithCode()
  const browser = new Browser(world)
  expect(await browser.open(token)).toMatchObject({ step: 'verbal_code', tries: 5 })
  expect(await outcome(browser.accept())).toBe('LINK_NOT_WORKING')
  expect(await browser.verify(CODE)).toMatchObject({ step: 'register', tries: null })
  expect(await (await browser.api()).invite.current()).toMatchObject({ step: 'register' })
  expect(await outcome(browser.accept())).toBe('ok')
})

test('S0.5: the code counts in the browser that gave it and in no other', async () => {
  const { token } = await invitedWithCode()
  const [first, second] = [await opened(token), await opened(token)]
  await first.verify(CODE)
  expect(await (await second.api()).invite.current()).toMatchObject({ step: 'verbal_code' })
  expect(await outcome(second.accept())).toBe('LINK_NOT_WORKING')
})

test('S0.6: a code is understood in any capitals and with any blanks, as it is said aloud', async () => {
  const { token } = await invitedWithCode('Blue Kettle')
  expect(await (await opened(token)).verify('  blue   KETTLE ')).toMatchObject({ step: 'register' })
})

test('I5: the page says how many tries are left, and the sixth finds the invite locked though the code is right', async () => {
  const { inviteId, token } = await invitedWithCode()
  const browser = await opened(token)
  for (const triesLeft of [4, 3, 2, 1]) {
    expect(await refusal(browser.verify('000000'))).toMatchObject({ code: 'CODE_WRONG', detail: { triesLeft } })
  }
  expect(await outcome(browser.verify('000000'))).toBe('LINK_NOT_WORKING')
  expect(await outcome(browser.verify(CODE))).toBe('LINK_NOT_WORKING')
  expect(await outcome(new Browser(world).open(token))).toBe('LINK_NOT_WORKING')
  expect(await inviteRow(world, inviteId)).toMatchObject({ verbal_tries: 5, locked_at: world.now })
  expect(tally(await auditLines(world))).toMatchObject({ 'invite.code_wrong refused': 5, 'invite.locked ok': 1 })
  expect(hasher.compared).toBe(5)
})

test('I5: of 10 guesses at the same moment, from many addresses and two processes, exactly 5 are compared', async () => {
  const other = await database.openAgain()
  const { inviteId, token } = await invitedWithCode()
  const processes = [world, openWorld(other, hasher)]
  const browsers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => opened(token, `198.51.100.${n}`, processes[n % 2] ?? world)),
  )
  const answers = await Promise.all(browsers.map((browser, n) => outcome(browser.verify(`90000${n}`))))
  expect(hasher.compared).toBe(5)
  expect(tally(answers).ok).toBeUndefined()
  expect(await inviteRow(world, inviteId)).toMatchObject({ verbal_tries: 5, locked_at: world.now })
  expect(tally(await auditLines(world))['invite.code_wrong refused']).toBe(5)
  expect(tally(await auditLines(world))['invite.locked ok']).toBe(1)
  await other.close()
})

test('I5: the budget is of the whole life of the invite: over restarts, new pages and days', async () => {
  const { inviteId, token } = await invitedWithCode()
  const answers: string[] = []
  for (let day = 0; day < 6; day++) {
    const restarted = openWorld(database, hasher, after(day * 24 * HOUR))
    world.now = restarted.now
    const browser = new Browser(restarted, `203.0.113.${day}`)
    answers.push((await outcome(browser.open(token))) === 'ok' ? await outcome(browser.verify('000000')) : 'dead')
  }
  expect(answers).toEqual(['CODE_WRONG', 'CODE_WRONG', 'CODE_WRONG', 'CODE_WRONG', 'LINK_NOT_WORKING', 'dead'])
  expect((await inviteRow(world, inviteId)).locked_at).not.toBeNull()
})

test('I5: a right code does not use up a try, and does not give back a wrong one', async () => {
  const { inviteId, token } = await invitedWithCode()
  for (let n = 0; n < 3; n++) await outcome((await opened(token)).verify('000000'))
  for (let n = 0; n < 4; n++) expect(await outcome((await opened(token)).verify(CODE))).toBe('ok')
  expect(await inviteRow(world, inviteId)).toMatchObject({ verbal_tries: 3, locked_at: null })
})

test('I5: a try whose process died in the comparison is used up, and the invite is locked by the next one that finds none left', async () => {
  const { inviteId, token } = await invitedWithCode()
  const browser = await opened(token)
  await world.db.updateTable('invite').set({ verbal_tries: 5 }).where('id', '=', inviteId).execute()
  expect(await outcome(browser.verify(CODE))).toBe('LINK_NOT_WORKING')
  expect((await inviteRow(world, inviteId)).locked_at).toEqual(world.now)
  expect(hasher.compared).toBe(0)
})

test('I5: a code that could not be compared, because too many hashes were waiting, costs no try', async () => {
  const { inviteId, token } = await invitedWithCode()
  const browser = await opened(token)
  hasher.verifyPassword = () => Promise.reject(new Error('busy'))
  await expect(browser.verify(CODE)).rejects.toThrow('busy')
  expect((await inviteRow(world, inviteId)).verbal_tries).toBe(0)
})

test('I5 S4.16: a locked invite gives way to a new one, but never hands its code on', async () => {
  const { inviteId, token } = await invitedWithCode()
  const browser = await opened(token)
  for (let n = 0; n < 5; n++) await outcome(browser.verify('000000'))
  world.now = after(HOUR)
  const resend = { writeId: randomUUID(), kind: 'invite.resend', previousId: inviteId } as const
  const again = { ...resend, ...newLink().item }
  const caller = staffCaller(world, clinic)
  expect(await command(world, caller, { ...again, keepVerbalCode: true, verbalCode: null })).toMatchObject({
    outcome: 'refused',
    reason: 'verbal_code_required',
  })
  const { outcome: result } = await command(world, caller, { ...again, keepVerbalCode: false, verbalCode: '730246' })
  expect(result).toBe('applied')
})

test('I5: the stored code is a salted argon2id hash, another one for the same code', async () => {
  world = openWorld(database, createPasswordHasher())
  const [one, two] = [await invitedWithCode(), await invitedWithCode()]
  const hashes = [
    (await inviteRow(world, one.inviteId)).verbal_hash,
    (await inviteRow(world, two.inviteId)).verbal_hash,
  ]
  for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=\d{5},t=\d,p=1\$/)
  expect(hashes[0]).not.toBe(hashes[1])
  expect(await (await opened(one.token)).verify(CODE)).toMatchObject({ step: 'register' })
})

test('the clinic may allow fewer tries: 3', async () => {
  await world.db
    .updateTable('clinic')
    .set({ settings: JSON.stringify({ verbalCodeTries: 3 }), rev: 99 })
    .execute()
  const { inviteId, token } = await invitedWithCode()
  const browser = await opened(token)
  const answers = [
    await outcome(browser.verify('1')),
    await outcome(browser.verify('2')),
    await outcome(browser.verify('3')),
  ]
  expect(answers).toEqual(['CODE_WRONG', 'CODE_WRONG', 'LINK_NOT_WORKING'])
  expect((await inviteRow(world, inviteId)).locked_at).not.toBeNull()
})
