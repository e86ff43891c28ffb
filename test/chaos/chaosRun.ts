import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { verifyAudit } from '../../server/audit/auditVerify'
import { type SeededRandom, seededRandom } from '../../server/demo/seededRandom'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { bundleScript } from '../support/childProcess'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { slowness } from '../support/slowness'
import { type Clinic, createClinic, pullAll, setScope } from '../sync/support/clinic'
import { serverEnv, signIn } from '../sync/support/http'
import { doubled, unaccounted } from './accounting'
import { type Line, openLine } from './lines'
import { type ConsoleRun, runConsole, runServer, type ServerRun } from './processes'
import type { Dump, Settled } from './protocol'
import { addRequests } from './requests'

const WHO = ['staff', 'manager', 'admin'] as const
type Who = (typeof WHO)[number]
const PEOPLE = 8
const TEN_YEARS_MS = 10 * 365 * 86_400_000
/** After the faults have stopped (Y10). */
const HEALED_WITHIN_MS = 30_000
/** Of a hundred calls so many meet a fault; never none, or the line would only be up or down. */
const BADNESS = [10, 30, 50, 80] as const

export interface Programs {
  readonly server: string
  readonly console: string
  remove(): void
}

/** Bundled once for many runs, below node_modules, where packages and resources are found as usual. */
export async function buildPrograms(): Promise<Programs> {
  const cache = resolve(import.meta.dirname, '../../node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'vestibule-chaos-'))
  const [server, desk] = [join(folder, 'server.mjs'), join(folder, 'console.mjs')]
  writeFileSync(server, await bundleScript('test/sync/support/serverProcess.ts'))
  writeFileSync(desk, await bundleScript('test/chaos/consoleProcess.ts'))
  return { server, console: desk, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

interface Station {
  readonly who: Who
  readonly line: Line
  run: ConsoleRun
}

interface World {
  readonly programs: Programs
  readonly folder: string
  readonly database: TestDatabase
  readonly clinic: Clinic
  readonly random: SeededRandom
  readonly intended: Map<string, OutboxItem>
  readonly saved: Set<string>
  readonly stations: Station[]
  server: ServerRun | null
  readonly told: Record<string, number>
}

/** What happened in one run, for people to read: how often each thing was done and each fault was met. */
export interface Report {
  readonly seed: number
  readonly told: Readonly<Record<string, number>>
  readonly writes: number
  readonly healedMs: number
}

/** One run from a seed: so many blows, then healing, then everything is held against the server. Throws with all that is wrong. */
export async function play(programs: Programs, seed: number, blows: number): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-chaos-'))
  const database = await createTestDatabase()
  const clinic = await createClinic(database, PEOPLE)
  const world: World = {
    programs,
    folder,
    database,
    clinic,
    random: seededRandom(seed),
    intended: new Map(),
    saved: new Set(),
    stations: [],
    server: null,
    told: {},
  }
  try {
    await addRequests(clinic)
    world.server = await startServer(world)
    for (const who of WHO) world.stations.push(await openStation(world, who))
    for (let n = 0; n < blows; n++) await blow(world)
    const healedMs = await heal(world)
    const problems = await judge(world)
    if (problems.length > 0) throw new Error(problems.join('\n'))
    return { seed, told: tally(world), writes: world.saved.size, healedMs }
  } finally {
    for (const { run, line } of world.stations) {
      await run.kill()
      await line.close()
    }
    await world.server?.kill()
    clinic.close()
    await database.drop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function startServer({ programs, database, folder }: World): Promise<ServerRun> {
  return await runServer(programs.server, serverEnv(database, join(folder, 'data')))
}

async function openStation(world: World, who: Who): Promise<Station> {
  const session = await signIn(world.clinic.db, who)
  const random = seededRandom(world.random.uint32())
  const line = await openLine({ session, random, port: () => world.server?.port ?? null })
  line.faults = world.random.pick(BADNESS)
  return { who, line, run: await startConsole(world, { who, line }) }
}

async function startConsole(world: World, { who, line }: Pick<Station, 'who' | 'line'>): Promise<ConsoleRun> {
  const clock = world.random.pick([0, 0, TEN_YEARS_MS, -TEN_YEARS_MS])
  const env = {
    CHAOS_WHO: who,
    CHAOS_DISK: join(world.folder, `${who}.disk`),
    CHAOS_ORIGIN: line.origin,
    CHAOS_CLOCK_MS: String(clock),
  }
  return await runConsole(world.programs.console, env, {
    intends: (item) => world.intended.set(item.writeId, item),
    saved: (writeId) => world.saved.add(writeId),
  })
}

type Blow = (world: World, station: Station) => Promise<void>

/** What may happen, and how often. */
const BLOWS: readonly (readonly [weight: number, name: string, Blow])[] = [
  [46, 'action', act],
  [12, 'line up or down', toggle],
  [8, 'faults', disturb],
  [8, 'sync', async (_world, { run }) => void run.tell({ order: 'sync' }).catch(() => undefined)],
  [7, 'console killed', restart],
  [5, 'console paused', async (world, { run }) => await freeze(world, run.child.pid)],
  [5, 'server killed', restartServer],
  [3, 'server paused', async (world) => await freeze(world, world.server?.child.pid)],
  [6, 'caseload', changeScope],
]
const ALL_WEIGHTS = BLOWS.reduce((sum, [weight]) => sum + weight, 0)

async function blow(world: World): Promise<void> {
  const { random, stations, told } = world
  const station = stations[random.below(stations.length)]
  if (!station) return
  let at = random.below(ALL_WEIGHTS)
  for (const [weight, name, work] of BLOWS) {
    at -= weight
    if (at >= 0) continue
    told[name] = (told[name] ?? 0) + 1
    await work(world, station)
    break
  }
  await sleep(random.below(60))
}

async function act({ random }: World, { run }: Station): Promise<void> {
  const wishes = Array.from({ length: 1 + random.below(4) }, () => random.uint32())
  await Promise.all(wishes.map((seed) => run.tell({ order: 'act', seed })))
}

async function toggle(_world: World, { line }: Station): Promise<void> {
  line.isUp = !line.isUp
  if (!line.isUp) line.cut()
}

async function disturb({ random }: World, { line }: Station): Promise<void> {
  line.faults = random.pick(BADNESS)
}

/** In the middle of whatever it does: its writes of this moment may be durable or not, and nobody knows. */
async function restart(world: World, station: Station): Promise<void> {
  const { random } = world
  for (let n = random.below(4); n > 0; n--)
    void station.run.tell({ order: 'act', seed: random.uint32() }).catch(() => undefined)
  await sleep(random.below(30))
  await station.run.kill()
  station.run = await startConsole(world, station)
}

async function restartServer(world: World): Promise<void> {
  await world.server?.kill()
  world.server = null
  await sleep(world.random.below(300))
  world.server = await startServer(world)
}

async function freeze({ random }: World, pid: number | undefined): Promise<void> {
  if (pid === undefined) return
  process.kill(pid, 'SIGSTOP')
  await sleep(50 + random.below(500))
  process.kill(pid, 'SIGCONT')
}

async function changeScope({ clinic, random }: World): Promise<void> {
  const someone = clinic.participants[random.below(PEOPLE)] ?? ''
  await setScope(clinic, 'staff', someone, random.chance(60))
}

/** All lines up and good; twice around, because what the last one sends must reach the first. Returns how long it took. */
async function heal(world: World): Promise<number> {
  const begin = performance.now()
  for (const { line } of world.stations) {
    line.isUp = true
    line.faults = 0
  }
  for (const _round of [1, 2]) {
    const states = await Promise.all(
      world.stations.map(
        async ({ run }) => await run.tell<Settled>({ order: 'settle', withinMs: 2 * HEALED_WITHIN_MS }),
      ),
    )
    for (const [at, state] of states.entries())
      if (!state.isSettled || state.problem !== null || state.alarm !== null)
        throw new Error(`${WHO[at]} does not heal: ${JSON.stringify(state)}`)
  }
  const healedMs = performance.now() - begin
  if (healedMs / slowness() > HEALED_WITHIN_MS) throw new Error(`healed only after ${Math.round(healedMs)} ms`)
  return healedMs
}

async function judge({ clinic, database, stations, intended, saved }: World): Promise<string[]> {
  const problems: string[] = []
  const refused = new Map<string, string | null>()
  for (const { who, run } of stations) {
    const { copies, outbox } = await run.tell<Dump>({ order: 'dump' })
    for (const { writeId, state, reason } of outbox) if (state === 'refused') refused.set(writeId, reason)
    const [own, { seen }] = [new Map(copies), await pullAll(clinic, who)]
    for (const key of new Set([...own.keys(), ...seen.keys()]))
      if (!isDeepStrictEqual(own.get(key), seen.get(key))) problems.push(`the replica of ${who} differs in ${key}`)
  }
  problems.push(...(await unaccounted(clinic.db, { intended, saved, refused })))
  problems.push(...(await doubled(clinic.db, { intended })))
  problems.push(...(await auditProblems(database)))
  return problems
}

/** The log against the head that the killed and restarted servers signed: they sign within a second after the last row. */
async function auditProblems({ db, secrets, secretsDir }: TestDatabase): Promise<string[]> {
  const input = { db, headFile: join(secretsDir, 'audit-head.json'), publicKey: secrets.auditPublicKey }
  const until = performance.now() + HEALED_WITHIN_MS
  while (true) {
    const { firstBad, unproven, head, count } = await verifyAudit({ ...input, witness: null, keep: 0 })
    if (firstBad !== null) return [`the audit log is bad: ${JSON.stringify(firstBad)}`]
    if (head?.count === count) return []
    if (performance.now() > until) return [unproven ?? `the head stays at ${head?.count} of ${count} rows`]
    await sleep(200)
  }
}

function tally({ told, stations }: World): Record<string, number> {
  const all: Record<string, number> = { ...told }
  for (const { line } of stations)
    for (const [fault, count] of Object.entries(line.met)) all[`call ${fault}`] = (all[`call ${fault}`] ?? 0) + count
  return all
}
