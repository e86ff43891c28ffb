import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Client, escapeIdentifier } from 'pg'
import { connectDatabase } from '../../server/platform/database/connect'
import { withClient } from '../../server/platform/database/connectionTarget'
import { startEmbedded } from '../../server/platform/database/embedded'
import { createSecrets } from '../../server/platform/secrets/secrets'
import { createClinic, edit } from './support/clinic'

/** Prints what sync costs on a cluster with fsync, beside bare single-row commits on the same one. Not a test. */
const dir = mkdtempSync(join(tmpdir(), 'vestibule-measure-'))
const migrationsDir = resolve(import.meta.dirname, '../../server/platform/database/migrations')
mkdirSync(join(dir, 'data'))
const cluster = await startEmbedded({ dataDir: join(dir, 'data'), secretsDir: join(dir, 's'), maxConnections: 100 })
const say = (text: string) => process.stdout.write(`${text}\n`)

try {
  await bareCommits()
  await measured('small', 1_000, async (clinic) => {
    await pushes(clinic)
    await incremental(clinic)
  })
  await measured('medium', 10_000, firstPull)
  await measured('large', 100_000, incremental)
} finally {
  await cluster.stop()
  rmSync(dir, { recursive: true, force: true })
}

type Clinic = Awaited<ReturnType<typeof createClinic>>

async function measured(name: string, participants: number, work: (clinic: Clinic) => Promise<void>): Promise<void> {
  await withClient(cluster.owner, (client) => client.query(`create database ${escapeIdentifier(name)}`))
  const secretsDir = join(dir, `secrets-${name}`)
  createSecrets(secretsDir)
  const connected = await connectDatabase({ owner: { ...cluster.owner, database: name }, secretsDir, migrationsDir })
  const clinic = await createClinic(connected, participants)
  await withClient({ ...cluster.owner, database: name }, (client) => client.query('vacuum analyze'))
  say(`-- ${participants} participants`)
  await work(clinic)
  if (clinic.failures.length > 0) say(`failures: ${clinic.failures.slice(0, 3).join('; ')}`)
  clinic.close()
  await connected.close()
}

async function perSecond(name: string, count: number, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now()
  await work()
  const seconds = (performance.now() - started) / 1000
  say(`${name}: ${Math.round(count / seconds)} a second (${((seconds / count) * 1000).toFixed(2)} ms each)`)
}

async function median(name: string, rounds: number, work: () => Promise<number>): Promise<void> {
  const times: number[] = []
  let rows = 0
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    rows = await work()
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  say(`${name}: ${times[rounds >> 1]?.toFixed(1)} ms (worst ${times.at(-1)?.toFixed(1)}; ${rows} rows)`)
}

async function bareCommits(): Promise<void> {
  const clients = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const client = new Client({ ...cluster.owner })
      await client.connect()
      return client
    }),
  )
  const [first] = clients
  await first?.query('create table bare as select n, 0 as value from generate_series(0, 9) n')
  const write = async (n: number, count: number) => {
    for (let k = 0; k < count; k++) await clients[n]?.query('update bare set value = value + 1 where n = $1', [n])
  }
  await write(0, 100)
  await perSecond('bare commit, 1 connection', 500, () => write(0, 500))
  await perSecond('bare commit, 10 connections', 2_000, () => Promise.all(clients.map((_, n) => write(n, 200))))
  for (const client of clients) await client.end()
}

async function pushes(clinic: Clinic): Promise<void> {
  const address = new Map<string, string>()
  const next = (id: string) => {
    const base = address.get(id) ?? ''
    const value = `Lane ${base.length > 200 ? '' : base.length}${Math.random()}`
    address.set(id, value)
    return edit(id, { address: [base, value] })
  }
  const one = async (from: number, count: number) => {
    for (let n = 0; n < count; n++) await clinic.push('admin', [next(clinic.participants[from + (n % 50)] ?? '')])
  }
  await one(0, 100)
  await perSecond('push of one edit, 1 console', 500, () => one(0, 500))
  await perSecond('push of one edit, 10 consoles', 2_000, () =>
    Promise.all(Array.from({ length: 10 }, (_, n) => one(n * 100, 200))),
  )
  await perSecond('push of 100 edits in one batch, by edit', 2_000, async () => {
    for (let n = 0; n < 20; n++) await clinic.push('admin', clinic.participants.slice(0, 100).map(next))
  })
}

async function firstPull(clinic: Clinic): Promise<void> {
  for (const role of ['admin', 'staff'] as const) {
    for (const limit of [5_000, 1_000]) {
      await median(`first pull as ${role} in pages of ${limit}`, 5, async () => {
        let rows = 0
        let checkpoint = null
        while (true) {
          const answer = await clinic.pull(role, { checkpoint, limit })
          rows += answer.rows.participants?.length ?? 0
          checkpoint = answer.checkpoint
          if (answer.remaining === 0) return rows
        }
      })
    }
  }
}

async function incremental(clinic: Clinic): Promise<void> {
  for (const role of ['admin', 'staff'] as const) {
    const people = clinic.participants.slice(0, 40).filter((_, at) => at % 4 === 0)
    const { checkpoint } = await clinic.pull(role)
    let last = await caughtUp(clinic, role, checkpoint)
    await clinic.push(
      'admin',
      people.map((id, at) =>
        edit(id, {
          preferredName: [role === 'admin' ? '' : `Pat ${at}`, role === 'admin' ? `Pat ${at}` : `Sam ${at}`],
        }),
      ),
    )
    await median(`incremental pull of 10 changes as ${role}`, 15, async () => {
      const answer = await clinic.pull(role, { checkpoint: last })
      return Object.values(answer.rows).flat().length
    })
    await median(`pull of nothing as ${role}`, 15, async () => {
      const end = await caughtUp(clinic, role, last)
      last = end
      return Object.values((await clinic.pull(role, { checkpoint: end })).rows).flat().length
    })
  }
}

async function caughtUp(clinic: Clinic, role: 'admin' | 'staff', from: { epoch: string; rev: number }) {
  let checkpoint = from
  while (true) {
    const answer = await clinic.pull(role, { checkpoint, limit: 5_000 })
    checkpoint = answer.checkpoint
    if (answer.remaining === 0) return checkpoint
  }
}
