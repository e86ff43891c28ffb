import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDirectory } from '../../renderer/console/participants/participantDirectory'
import type { Replica } from '../../renderer/console/replica/replica'
import { verifyAudit } from '../../server/audit/auditVerify'
import { seededRandom } from '../../server/demo/seededRandom'
import { valueAt } from '../../shared/participants/participantRules'
import type { FieldValue, Participant } from '../../shared/participants/participantSchemas'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Clinic, createClinic, creation, edit, inviteFor, revocation, setScope, staffId } from './support/clinic'
import { differences, freshProfile, openConsole, type Profile } from './support/console'
import { type Session, signIn } from './support/http'
import { createLink, FAULTS, linkedTransport } from './support/link'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

type Random = ReturnType<typeof seededRandom>
const WHO = ['staff', 'manager', 'admin'] as const
const PATHS = ['address', 'pronouns', 'preferredName', 'familyName'] as const
const VISITS = 14
const ACTIONS = 9

interface Station {
  readonly who: (typeof WHO)[number]
  readonly profile: Profile
  /** Of its live stream. */
  readonly session: Session
}
/** What was durably saved on some console: every one must be accounted for in the end. */
interface Saved {
  readonly who: string
  readonly item: OutboxItem
}
interface World {
  readonly clinic: Clinic
  readonly random: Random
  readonly saved: Saved[]
  readonly born: string[]
  word: number
}

/** One local action, decided on what this console's screen shows. */
async function act(world: World, replica: Replica, who: string): Promise<void> {
  const { random, clinic } = world
  const directory = openDirectory(replica)
  const shown = [...directory.search('')]
  const pick = shown[random.below(Math.max(1, shown.length))]
  const view = pick === undefined ? undefined : directory.get(pick)
  directory.stop()
  const items: OutboxItem[] = []
  const choice = random.below(20)
  if (choice < 2) {
    const item = creation(clinic)
    items.push(item)
    if (item.kind === 'participant.create') world.born.push(item.participantId)
  } else if (view && choice < 14) items.push(someEdit(world, view.participant, who))
  else if (view && choice < 16) items.push(inviteFor(view.participant.id))
  else if (choice < 18) {
    const invites = [...replica.stores.invites.all()].map(([id]) => id)
    const invite = invites[random.below(Math.max(1, invites.length))]
    if (invite) items.push(revocation(invite))
  } else if (view) items.push({ kind: 'participant.view', writeId: randomUUID(), participantId: view.participant.id })
  for (const item of items) {
    await replica.enqueue(item)
    world.saved.push({ who, item })
  }
}

/** Somebody whose console is not here: what this one hears of it are news. */
async function editElsewhere(world: World): Promise<void> {
  const { clinic, random } = world
  const [shown] = (await clinic.pullDeps.loaders.participants([clinic.participants[random.below(8)] ?? ''])).slice(0, 1)
  if (shown === undefined) return
  const item = someEdit(world, shown, 'elsewhere')
  const [result] = await clinic.push('admin', [item])
  if (result && result.outcome !== 'refused') world.saved.push({ who: 'elsewhere', item })
}

function someEdit(world: World, participant: Participant, who: string): OutboxItem {
  const { random } = world
  const word = `w${++world.word} ${who}${random.chance(20) ? ' ' : ''}`
  if (random.chance(25)) {
    const known = Object.keys(participant.emails)
    const id = known.length > 0 && random.chance(50) ? (known[0] ?? randomUUID()) : randomUUID()
    const base = valueAt(participant, `email:${id}`)
    const gone = base !== null && random.chance(50)
    const value = gone ? null : { value: `w${world.word}@b.example`, label: '' }
    return edit(participant.id, { [`email:${id}`]: [base, value] })
  }
  const paths = PATHS.filter(() => random.chance(40))
  const chosen = paths.length > 0 ? paths : [PATHS[0]]
  return edit(
    participant.id,
    Object.fromEntries(chosen.map((path) => [path, [valueAt(participant, path), `${word} ${path}`]])),
  )
}

/** Opens one console for a while: actions, a line that comes, goes, cuts and doubles; then it is closed in whatever state it is. */
async function visit(world: World, { who, profile, session }: Station, healing: boolean): Promise<boolean> {
  const { random, clinic } = world
  const link = createLink()
  link.isUp = healing || random.chance(60)
  if (!healing) link.fault = () => (random.chance(45) ? (FAULTS[random.below(FAULTS.length)] ?? 'none') : 'none')
  const pageSize = 1 + random.below(9)
  const reader = { staffId: staffId(who), deviceId: session.console.device.id }
  // Its own dice: events come when they come, and would disturb the seed.
  const dice = seededRandom(world.word)
  const transport = linkedTransport(clinic, who, link, { reader, isLost: () => !healing && dice.chance(20) })
  const console_ = await openConsole({ name: who, transport, profile, pageSize })
  try {
    for (let n = 0; !healing && n < ACTIONS; n++) {
      await act(world, console_.replica, who)
      if (random.chance(25)) link.isUp = !link.isUp
      if (random.chance(40)) await editElsewhere(world)
      // Long enough for news to come when nothing else goes on.
      if (random.chance(40)) await sleep(40)
      if (random.chance(30)) await console_.engine.syncNow()
    }
    if (!healing) return true
    const settled = await console_.settle()
    // In step and quiet: these come as news, and nothing brings them once more.
    for (let n = 0; n < 3; n++) {
      await editElsewhere(world)
      await sleep(25)
    }
    expect(console_.engine.state()).toMatchObject({ problem: null, alarm: null })
    return settled
  } finally {
    await console_.close()
  }
}

/** Every saved write is in the record, in a conflict, or stands refused in its console's outbox; nothing else is in a record. */
async function account(world: World, refusedIds: ReadonlySet<string>): Promise<string[]> {
  const { clinic, saved } = world
  const rows = await clinic.db.selectFrom('participant').select(['id', 'fields', 'updated_by_name']).execute()
  const records = new Map(rows.map((row) => [row.id, row.fields]))
  const conflicts = await clinic.db.selectFrom('conflict').selectAll().execute()
  const ledger = await clinic.db.selectFrom('sync_write').select(['write_id', 'result']).execute()
  const outcome = new Map(ledger.map((row) => [row.write_id, row.result.outcome]))
  const problems: string[] = []
  /** Values that somebody's later, accepted edit was based on were seen and replaced on purpose. */
  const replaced = new Set(
    saved.flatMap(({ item }) =>
      item.kind === 'edit' && outcome.get(item.writeId) !== 'refused'
        ? item.changes.map(({ path, base }) => JSON.stringify([item.participantId, path, normal(base)]))
        : [],
    ),
  )
  for (const { item } of saved) {
    if (!outcome.has(item.writeId)) problems.push(`${item.kind} ${item.writeId} never arrived`)
    if ((outcome.get(item.writeId) === 'refused') !== refusedIds.has(item.writeId))
      problems.push(`${item.kind} ${item.writeId}: refusal and outbox differ`)
    if (item.kind !== 'edit' || refusedIds.has(item.writeId)) continue
    for (const { path, value } of item.changes) {
      const record = records.get(item.participantId)
      const wanted = normal(value)
      const isThere = record !== undefined && JSON.stringify(normal(valueAt(record, path))) === JSON.stringify(wanted)
      const isLost = conflicts.some(
        (row) =>
          row.participant_id === item.participantId &&
          row.path === path &&
          JSON.stringify(normal(row.lost_value)) === JSON.stringify(wanted),
      )
      const isReplaced = replaced.has(JSON.stringify([item.participantId, path, wanted]))
      if (!isThere && !isLost && !isReplaced)
        problems.push(`${path} of ${item.participantId}: ${JSON.stringify(value)} vanished`)
    }
  }
  const written = new Set(
    saved.flatMap(({ item }) =>
      item.kind === 'edit' ? item.changes.map(({ value }) => JSON.stringify(normal(value))) : [],
    ),
  )
  for (const [id, fields] of records) {
    for (const path of PATHS) {
      const value = fields[path]
      const original = value === '' || value === `Family ${id.slice(4, 8)}`
      if (!original && !written.has(JSON.stringify(value)))
        problems.push(`${path} of ${id} is ${value}, which nobody wrote`)
    }
  }
  return problems
}

function normal(value: FieldValue): FieldValue {
  if (typeof value === 'string') return value.trim()
  return value === null ? null : { value: value.value, label: value.label }
}

async function play(seed: number): Promise<void> {
  const fresh = await createTestDatabase()
  try {
    const clinic = await createClinic(fresh, 8)
    const world: World = { clinic, random: seededRandom(seed), saved: [], born: [], word: 0 }
    const stations = await Promise.all(
      WHO.map(
        async (who): Promise<Station> => ({ who, profile: freshProfile(), session: await signIn(fresh.db, who) }),
      ),
    )
    for (let n = 0; n < VISITS; n++) {
      const station = stations[world.random.below(stations.length)]
      if (station) await visit(world, station, false)
      const someone = clinic.participants[world.random.below(8)] ?? ''
      if (world.random.chance(30)) await setScope(clinic, 'staff', someone, world.random.chance(50))
    }
    // Twice: what the last one sent must reach the first.
    for (const round of [1, 2])
      for (const station of stations)
        expect(await visit(world, station, true), `${station.who} in round ${round}`).toBe(true)
    const refused = new Set<string>()
    for (const { who, profile } of stations) {
      const link = createLink()
      const last = await openConsole({ name: who, transport: linkedTransport(clinic, who, link), profile })
      await last.settle()
      for (const [writeId, { state }] of last.replica.stores.outbox.all()) if (state !== 'applied') refused.add(writeId)
      const different = await differences(last.replica, clinic, who)
      await last.close()
      expect(different, `replica of ${who}`).toEqual([])
    }
    expect(await account(world, refused)).toEqual([])
    expect(clinic.failures).toEqual([])
    const { publicKey } = generateKeyPairSync('ed25519')
    const report = await verifyAudit({ db: clinic.db, headFile: '/nonexistent', publicKey, witness: null, keep: 0 })
    expect(report.firstBad).toBeNull()
    clinic.close()
  } finally {
    await fresh.drop()
  }
}

const SEED = Number(process.env.SYNC_SEED ?? Math.floor(Math.random() * 1e9))
const TIME_MS = Number(process.env.SYNC_FUZZ_MS ?? 12_000)

test(`Y1, Y2, Y3, Y6: three consoles with bad lines and restarts end equal to the server, and no word is lost (from seed ${SEED})`, {
  timeout: TIME_MS + 60_000,
}, async () => {
  const until = Date.now() + TIME_MS
  let seed = SEED
  for (; Date.now() < until; seed++) {
    try {
      await play(seed)
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  }
  expect(seed).toBeGreaterThan(SEED)
})
