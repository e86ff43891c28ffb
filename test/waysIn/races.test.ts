import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyAccountCommand } from '../../server/accounts/accountCommands'
import type { Connected } from '../../server/platform/database/connect'
import { inTransaction, type Tx, takeCommitLock } from '../../server/platform/database/transaction'
import { after, Browser, DAY, outcome, PASSWORD, staffCaller, tally } from '../invites/portalWorld'
import {
  addFactor,
  addRecoveryCodes,
  askCode,
  askLink,
  askReset,
  openLink,
  openScene,
  openWaysIn,
  person,
  reset,
  type Scene,
  tokenOf,
  typeCode,
  typeSecond,
  type WaysIn,
} from './waysInWorld'

/** T5: 50 at once, over two pools of connections as two server processes have them. */
const MANY = 50
const NEW = 'nine slow rivers in one valley'
let scene: Scene
let other: Connected
let worlds: readonly [WaysIn, WaysIn]
let people = 0

beforeAll(async () => {
  scene = await openScene()
  other = await scene.database.openAgain()
  worlds = [scene.world, openWaysIn(other)]
})
afterAll(async () => {
  await other.close()
  await scene.database.drop()
})

const worldOf = (turn: number): WaysIn => worlds[turn % 2 === 0 ? 0 : 1]
const fresh = (turn = 0) => new Browser(worldOf(turn))

/** Everybody in a time of their own, so that budgets of one test are no business of the next. */
async function newPerson() {
  people += 1
  for (const world of worlds) world.now = after(people * DAY)
  const email = `racer${people}@example.org`
  const phone = `604 555 ${2000 + people}`
  return { email, phone, ...(await person(scene, { emails: [email], phones: [phone] }, email)) }
}

async function race(work: (turn: number) => Promise<unknown>, many = MANY) {
  return tally(await Promise.all(Array.from({ length: many }, (_, turn) => outcome(work(turn)))))
}

const sessionsOf = async (participantId: string) =>
  (
    await scene.world.db
      .selectFrom('portal_session')
      .select('hash')
      .where('participant_id', '=', participantId)
      .execute()
  ).length

test('L1 T5: of 50 uses of one link at the same moment, one wins and there is one session', async () => {
  const { email, participantId } = await newPerson()
  await askLink(fresh(), email)
  const [message] = await scene.world.deliver()
  const token = tokenOf(message)
  const before = await sessionsOf(participantId)
  expect(await race((turn) => openLink(fresh(turn), token, true))).toEqual({ ok: 1, LINK_NOT_WORKING: MANY - 1 })
  expect((await sessionsOf(participantId)) - before).toBe(1)
})

test('L2 T5: of 50 guesses of a code at the same moment five are looked at, and the right one after them opens nothing', async () => {
  const { phone } = await newPerson()
  const asked = fresh()
  await askCode(asked, phone)
  const code = (await scene.world.deliver())[0]?.code ?? ''
  const wrong = (turn: number) => String((Number(code) + 1 + turn) % 1_000_000).padStart(6, '0')
  const browser = (turn: number) => Object.assign(fresh(turn), { signInRequest: asked.signInRequest })
  expect(await race((turn) => typeCode(browser(turn), wrong(turn)))).toEqual({
    CODE_WRONG: 5,
    TOO_MANY_REQUESTS: MANY - 5,
  })
  expect(await outcome(typeCode(browser(0), code))).toBe('TOO_MANY_REQUESTS')
})

test('L1 T5: the right code, typed five times at the same moment, signs in once', async () => {
  const { phone, participantId } = await newPerson()
  const asked = fresh()
  await askCode(asked, phone)
  const code = (await scene.world.deliver())[0]?.code ?? ''
  const before = await sessionsOf(participantId)
  const answers = await race((turn) => {
    const browser = Object.assign(fresh(turn), { signInRequest: asked.signInRequest })
    return typeCode(browser, code)
  }, 5)
  expect(answers.ok).toBe(1)
  expect((await sessionsOf(participantId)) - before).toBe(1)
})

test('P5 T5: of 50 uses of one reset link at the same moment, one sets the password', async () => {
  const { email } = await newPerson()
  await askReset(fresh(), email)
  const [message] = await scene.world.deliver()
  const token = tokenOf(message)
  const passwords = (turn: number) => `nine slow rivers, valley ${turn}`
  expect(await race((turn) => reset(fresh(turn), token, passwords(turn)))).toEqual({
    ok: 1,
    LINK_NOT_WORKING: MANY - 1,
  })
})

test('M2 M4 T5: one code of the app in 50 sign-ins at the same moment gives one session; a challenge gives one too', async () => {
  const { email, participantId } = await newPerson()
  const code = await addFactor(scene.world, participantId)
  const before = await sessionsOf(participantId)
  const browsers: Browser[] = []
  for (let turn = 0; turn < 9; turn++) {
    const browser = fresh(turn)
    await browser.signIn(email, PASSWORD)
    browsers.push(browser)
  }
  const answers = await race((turn) => {
    const challenge = browsers[turn % browsers.length]?.challenge ?? null
    return typeSecond(Object.assign(fresh(turn), { challenge }), code())
  })
  expect(answers.ok).toBe(1)
  expect((await sessionsOf(participantId)) - before).toBe(1)
})

test('M3 T5: of 50 wrong codes for one challenge at the same moment, five are looked at', async () => {
  const { email, participantId } = await newPerson()
  const code = await addFactor(scene.world, participantId)
  const half = fresh()
  await half.signIn(email, PASSWORD)
  const wrong = (turn: number) => String((Number(code()) + 500 + turn) % 1_000_000).padStart(6, '0')
  const answers = await race((turn) =>
    typeSecond(Object.assign(fresh(turn), { challenge: half.challenge }), wrong(turn)),
  )
  expect(answers).toEqual({ CODE_WRONG: 5, CHALLENGE_OVER: MANY - 5 })
})

test('M5 M6 T5: one recovery code in many sign-ins at the same moment opens one', async () => {
  const { email, participantId } = await newPerson()
  await addFactor(scene.world, participantId)
  const [recovery = ''] = await addRecoveryCodes(scene.world, participantId)
  const browsers = Array.from({ length: 8 }, (_, turn) => fresh(turn))
  for (const browser of browsers) await browser.signIn(email, PASSWORD)
  const answers = await race((turn) => typeSecond(browsers[turn] ?? fresh(), recovery), browsers.length)
  expect(answers.ok).toBe(1)
})

test('W4 T5: sign-ins by every way against a revocation: once it is committed, no session, challenge or open link is left', async () => {
  for (let round = 0; round < 3; round++) {
    const { email, phone, participantId } = await newPerson()
    await askLink(fresh(), email)
    const token = tokenOf((await scene.world.deliver())[0])
    const asked = fresh()
    await askCode(asked, phone)
    const code = (await scene.world.deliver())[0]?.code ?? ''
    await askReset(fresh(), email)
    const resetToken = tokenOf((await scene.world.deliver())[0])
    const ways: readonly ((turn: number) => Promise<unknown>)[] = [
      (turn) => fresh(turn).signIn(email, PASSWORD),
      (turn) => openLink(fresh(turn), token, true),
      (turn) => typeCode(Object.assign(fresh(turn), { signInRequest: asked.signInRequest }), code),
      (turn) => reset(fresh(turn), resetToken, NEW),
    ]
    await Promise.all([
      race((turn) => (ways[turn % ways.length] ?? (async () => undefined))(turn), 30),
      revoke(participantId),
    ])
    expect(await sessionsOf(participantId)).toBe(0)
    const left = await scene.world.db
      .selectFrom('one_time_secret')
      .select('id')
      .where('participant_id', '=', participantId)
      .where('used_at', 'is', null)
      .where('ended_at', 'is', null)
      .execute()
    expect(left).toEqual([])
    expect(await outcome(fresh().signIn(email, PASSWORD))).toBe('SIGN_IN_FAILED')
    expect(await outcome(openLink(fresh(), token, true))).toBe('LINK_NOT_WORKING')
  }
})

type Way = 'password' | 'link' | 'code' | 'second step'
const WAYS: readonly Way[] = ['password', 'link', 'code', 'second step']

test.each(
  WAYS.flatMap((way) => (['sign-in', 'revocation'] as const).map((first) => [way, first] as const)),
)('W4 T5: sign-in by %s and a revocation in the same moment, the %s a step ahead: no session is left', async (way, first) => {
  const { participantId, signIn } = await readyFor(way)
  const work = { 'sign-in': () => outcome(signIn()), revocation: () => revoke(participantId) }
  const second = first === 'sign-in' ? 'revocation' : 'sign-in'
  await whileNobodyCommits(async (waiting) => {
    // The first one has done all it can do before its commit when the second one starts.
    const one = work[first]()
    await waiting(1)
    const two = work[second]()
    await waiting(2)
    return [one, two]
  })
  expect(await sessionsOf(participantId)).toBe(0)
  const challenges = scene.world.db.selectFrom('portal_challenge').select('hash')
  expect(await challenges.where('participant_id', '=', participantId).execute()).toEqual([])
})

/** Everything but the last step of a way in. */
async function readyFor(way: Way) {
  const { email, phone, participantId } = await newPerson()
  if (way === 'password') return { participantId, signIn: () => fresh(1).signIn(email, PASSWORD) }
  if (way === 'second step') {
    const code = await addFactor(scene.world, participantId)
    const half = fresh()
    await half.signIn(email, PASSWORD)
    const browser = Object.assign(fresh(1), { challenge: half.challenge })
    return { participantId, signIn: () => typeSecond(browser, code()) }
  }
  const asked = fresh()
  if (way === 'link') {
    await askLink(asked, email)
    const token = tokenOf((await scene.world.deliver())[0])
    return { participantId, signIn: () => openLink(fresh(1), token, true) }
  }
  await askCode(asked, phone)
  const code = (await scene.world.deliver())[0]?.code ?? ''
  const browser = Object.assign(fresh(1), { signInRequest: asked.signInRequest })
  return { participantId, signIn: () => typeCode(browser, code) }
}

/** Holds the commit lock, so that writers come to stand where each of them has decided and not yet committed. */
async function whileNobodyCommits(
  start: (waiting: (many: number) => Promise<void>) => Promise<readonly Promise<unknown>[]>,
): Promise<void> {
  const started = await inTransaction(scene.world.db, async (tx) => {
    await takeCommitLock(tx)
    return { all: Promise.all(await start((many) => untilWaiting(tx, many))) }
  })
  await started.all
}

async function untilWaiting(tx: Tx, many: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await sql<{ n: number }>`
      select count(*)::int as n from pg_locks where not granted
      and pid in (select pid from pg_stat_activity where datname = current_database())`.execute(tx)
    if ((found.rows[0]?.n ?? 0) >= many) return
    await sleep(20)
  }
  throw new Error('nobody came to wait')
}

async function revoke(participantId: string): Promise<void> {
  const { world, clinic } = scene
  const item = { writeId: randomUUID(), kind: 'account.revoke', participantId } as const
  const caller = staffCaller(world, clinic, 'manager')
  const result = await inTransaction(world.db, (tx) => applyAccountCommand(world.deps, tx, caller, item))
  expect(result).toMatchObject({ outcome: 'applied' })
}

test('T5: a request that two processes look at is sent by one of them', async () => {
  const { email } = await newPerson()
  await askLink(fresh(), email)
  const delivered = await Promise.all([0, 1, 2, 3, 4, 5].map((turn) => worldOf(turn).deliver()))
  const sent = new Set(delivered.flat().map((message) => tokenOf(message)))
  expect(sent.size).toBe(1)
})

test('Q3 T5: of 20 wrong passwords at the same moment one locks the account, and its owner is told once', async () => {
  const { email, participantId } = await newPerson()
  const before = worlds.flatMap((world) => world.sent).length
  await race((turn) => fresh(turn).signIn(email, `wrong pass phrase ${turn}`), 20)
  const rows = await scene.world.db
    .selectFrom('audit_log')
    .select('seq')
    .where('action', '=', 'account.locked')
    .where('target_id', '=', participantId)
    .execute()
  expect(rows).toHaveLength(1)
  expect(worlds.flatMap((world) => world.sent).length - before).toBe(1)
})
