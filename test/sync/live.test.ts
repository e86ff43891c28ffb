import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createStaffClient } from '../../renderer/api/staffClient'
import { serverTransport } from '../../renderer/console/sync/serverTransport'
import { withClient } from '../../server/platform/database/connectionTarget'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { slowness } from '../support/slowness'
import { type Clinic, createClinic, edit, staffId } from './support/clinic'
import { differences, type OpenConsole, openConsole } from './support/console'
import {
  type Asked,
  ask,
  consoleFetch,
  eventually,
  LIVE,
  openStream,
  provenHeaders,
  pushRequest,
  type ServerProcess,
  type Session,
  type Stream,
  serve,
  serveApart,
  signIn,
} from './support/http'

let database: TestDatabase
let clinic: Clinic
let here: Awaited<ReturnType<typeof serve>>
/** A second server process on the same database. */
let apart: ServerProcess
const open: { close(): unknown }[] = []
beforeAll(async () => {
  database = await createTestDatabase()
  clinic = await createClinic(database, 20)
  here = await serve(database)
  apart = await serveApart(database)
})
afterEach(async () => {
  for (const it of open.splice(0)) await it.close()
  vi.unstubAllGlobals()
})
afterAll(async () => {
  await apart.kill()
  await here.stop()
  clinic.close()
  await database.drop()
})

async function follow(origin: string, session: Session): Promise<Stream> {
  const stream = await openStream(origin, session)
  open.push(stream)
  return stream
}

async function change(who: 'staff' | 'admin' = 'admin'): Promise<void> {
  const [result] = await clinic.push(who, [
    edit(clinic.participants[2] ?? '', {
      [`email:${randomUUID()}`]: [null, null],
      pronouns: ['?', randomUUID().slice(0, 8)],
    }),
  ])
  if (result?.outcome !== 'conflict') throw new Error(`unexpected ${result?.outcome}`)
}

describe('live', () => {
  test('says resync first, then every change, whichever process it was made on', async () => {
    const session = await signIn(clinic.db, 'staff')
    const streams = [await follow(here.origin, session), await follow(apart.origin, session)]
    for (const stream of streams) expect(await eventually(() => stream.events.length === 1)).toBe(true)
    const asked = pushRequest([edit(clinic.participants[4] ?? '', { address: ['', 'Lane 4'] })])
    await ask(apart.origin, asked, provenHeaders(session, asked))
    for (const stream of streams) {
      expect(await eventually(() => stream.events.length > 1)).toBe(true)
      expect(stream.events.map(({ kind }) => kind)).toEqual(['resync', 'change'])
    }
  })

  test.each([
    'here',
    'apart',
  ] as const)("W4, T5: a removed console's stream ends within 5 s on the process %s, and says nothing any more", async (where) => {
    const [session, admin] = [await signIn(clinic.db, 'staff'), await signIn(clinic.db, 'admin')]
    const stream = await follow((where === 'here' ? here : apart).origin, session)
    const bystander = await follow(here.origin, await signIn(clinic.db, 'manager'))
    const asked: Asked = {
      method: 'POST',
      path: '/api/staff/devices.wipe',
      body: JSON.stringify({ deviceId: session.console.device.id, reason: 'lost' }),
    }
    const started = Date.now()
    expect((await ask(here.origin, asked, provenHeaders(admin, asked))).status).toBe(200)
    await stream.ended
    expect((Date.now() - started) / slowness()).toBeLessThan(5_000)
    await change()
    expect(await eventually(() => bystander.events.length > 1)).toBe(true)
  })

  test('W4, T5: after sign-out on one process the stream on the other ends within 5 s', async () => {
    const session = await signIn(clinic.db, 'staff')
    const streams = [await follow(here.origin, session), await follow(apart.origin, session)]
    const asked: Asked = { method: 'POST', path: '/api/staff/auth.signOut', body: '' }
    const started = Date.now()
    expect((await ask(here.origin, asked, provenHeaders(session, asked))).status).toBe(200)
    await Promise.all(streams.map((stream) => stream.ended))
    expect((Date.now() - started) / slowness()).toBeLessThan(5_000)
  })

  test("D3, W4: a suspended person's stream ends within 5 s without any signal", async () => {
    const session = await signIn(clinic.db, 'staff2')
    const stream = await follow(here.origin, session)
    const suspend = (at: Date | null) =>
      clinic.db.updateTable('staff').set({ suspended_at: at }).where('id', '=', staffId('staff2')).execute()
    await suspend(new Date())
    const started = Date.now()
    await stream.ended
    expect((Date.now() - started) / slowness()).toBeLessThan(5_000)
    await suspend(null)
  })

  test('W4: a change in the very moment in which a stream ends does not end the server', async () => {
    const session = await signIn(clinic.db, 'staff')
    const stream = await follow(here.origin, session)
    expect(await eventually(() => stream.events.length === 1)).toBe(true)
    here.hub.endDevice(session.console.device.id)
    here.hub.resync()
    await stream.ended
    expect(stream.events.length).toBe(1)
    expect((await fetch(`${here.origin}/healthz`)).status).toBe(200)
  })

  test('a reader that sleeps is cut before its unread events fill the memory', async () => {
    const session = await signIn(clinic.db, 'staff')
    const { port } = new URL(here.origin)
    const socket = connect(Number(port), '127.0.0.1')
    open.push({ close: () => socket.destroy() })
    const headers = Object.entries(provenHeaders(session, LIVE)).map(([name, value]) => `${name}: ${value}\r\n`)
    let received = 0
    const closed = new Promise<void>((done) => socket.once('close', () => done()))
    socket.on('error', () => undefined)
    socket.write(`GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers.join('')}\r\n`)
    await new Promise((done) => socket.once('data', done))
    socket.pause()
    const line = 'data: {"kind":"resync"}'.length
    const told = 400_000
    for (let n = 0; n < told; n++) {
      here.hub.resync()
      if (n % 2_000 === 0) await new Promise((done) => setImmediate(done))
    }
    socket.on('data', (chunk) => {
      received += chunk.length
    })
    socket.resume()
    await closed
    expect(received).toBeLessThan(told * line)
    expect((await fetch(`${here.origin}/healthz`)).status).toBe(200)
  })

  test('when the LISTEN connection is cut, it comes back and every stream hears resync', async () => {
    const stream = await follow(here.origin, await signIn(clinic.db, 'staff'))
    expect(await eventually(() => stream.events.length === 1)).toBe(true)
    await withClient(database.owner, (client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vestibule-listen' and datname = current_database()`,
      ),
    )
    expect(await eventually(() => stream.events.length > 1)).toBe(true)
    expect(stream.events[1]).toEqual({ kind: 'resync' })
    await change()
    expect(await eventually(() => stream.events.some(({ kind }) => kind === 'change'))).toBe(true)
  })
})

describe('a whole console over HTTP', () => {
  async function start(session: Session, origin: () => string): Promise<OpenConsole> {
    vi.stubGlobal('fetch', consoleFetch(origin, session))
    const transport = serverTransport(createStaffClient())
    const opened = await openConsole({ name: 'http-console', transport, profile: null })
    open.push(opened)
    return opened
  }

  test('a change made on another console arrives by itself', async () => {
    const { replica, settle } = await start(await signIn(clinic.db, 'manager'), () => here.origin)
    expect(await settle()).toBe(true)
    expect(await differences(replica, clinic, 'manager')).toEqual([])
    const id = clinic.participants[6] ?? ''
    await clinic.push('admin', [edit(id, { address: ['', 'from afar'] })])
    expect(await eventually(() => replica.stores.participants.get(id)?.address === 'from afar')).toBe(true)
  })

  test('a write on this console arrives at the server by itself, also over the other process', async () => {
    let origin = here.origin
    const { replica, engine, settle } = await start(await signIn(clinic.db, 'manager'), () => origin)
    await settle()
    const id = clinic.participants[8] ?? ''
    await replica.enqueue(edit(id, { address: ['', 'one'] }))
    expect(await eventually(() => replica.stores.outbox.size === 0)).toBe(true)
    origin = apart.origin
    await replica.enqueue(edit(id, { address: ['one', 'two'] }))
    expect(await eventually(() => replica.stores.participants.get(id)?.address === 'two')).toBe(true)
    expect(engine.state()).toMatchObject({ link: 'online', problem: null })
  })

  test.each([
    ['revoked', 'revoked'],
    ['requested', 'not_allowed'],
  ] as const)('a %s console learns that it is %s', async (state, link) => {
    const { engine } = await start(await signIn(clinic.db, 'manager', state), () => here.origin)
    expect(await eventually(() => engine.state().link === link)).toBe(true)
  })

  test('D3: a console that is removed while it is live learns it within 5 s', async () => {
    const session = await signIn(clinic.db, 'manager')
    const { engine, settle } = await start(session, () => here.origin)
    await settle()
    await clinic.db
      .updateTable('device')
      .set({ state: 'revoked' })
      .where('id', '=', session.console.device.id)
      .execute()
    expect(await eventually(() => engine.state().link === 'revoked', 30_000)).toBe(true)
  })
})
