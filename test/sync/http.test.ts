import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createStaffClient } from '../../renderer/api/staffClient'
import { serverTransport } from '../../renderer/console/sync/serverTransport'
import { MOST_ASKED } from '../../shared/sync/syncSchemas'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Clinic, createClinic, edit } from './support/clinic'
import {
  type Asked,
  ask,
  consoleFetch,
  FIRST_PULL,
  LIVE,
  provenHeaders,
  pullRequest,
  pushRequest,
  type ServerProcess,
  type Session,
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

const UNKNOWN: Asked = {
  ...pullRequest(null),
  path: `/api/staff/sync.unknown?input=${encodeURIComponent('{"ids":[]}')}`,
}
const REQUESTS: readonly (readonly [string, Asked])[] = [
  ['sync.pull', pullRequest(FIRST_PULL)],
  ['sync.push', pushRequest([{ writeId: randomUUID(), kind: 'participant.view', participantId: randomUUID() }])],
  ['sync.unknown', UNKNOWN],
  ['live', LIVE],
]

describe.each(REQUESTS)('D2, D3: %s is refused', (_name, asked) => {
  const wrongProofs: readonly (readonly [string, (session: Session) => Record<string, string>])[] = [
    ['without proof', (session) => ({ ...provenHeaders(session, asked), 'x-vestibule-proof': '' })],
    ['with a proof for another path', (session) => provenProofOf(session, { ...asked, path: `${asked.path}x` })],
    ['with a proof for another body', (session) => provenProofOf(session, { ...asked, body: `${asked.body} ` })],
    ['with a proof for another method', (session) => provenProofOf(session, { ...asked, method: other(asked) })],
    [
      'with the proof of another session',
      (session) => provenProofOf({ ...session, token: 'A'.repeat(43) }, asked, session),
    ],
  ]
  const other = ({ method }: Asked) => (method === 'GET' ? 'POST' : 'GET')
  function provenProofOf(session: Session, signed: Asked, as = session) {
    const proof = provenHeaders(session, signed)['x-vestibule-proof'] ?? ''
    return { ...provenHeaders(as, asked), 'x-vestibule-proof': proof }
  }

  test.each(wrongProofs)('%s: 401, and no order to wipe', async (_case, headers) => {
    const answer = await ask(here.origin, asked, headers(await signIn(clinic.db, 'staff')))
    expect([answer.status, answer.code]).toEqual([401, 'DEVICE_PROOF_WRONG'])
    expect(answer.headers.get('x-vestibule-wipe')).toBeNull()
  })

  test('without a session, with an unknown one or with a portal cookie: 401', async () => {
    const session = await signIn(clinic.db, 'staff')
    const nobody = { ...session, token: 'B'.repeat(43) }
    const { authorization, ...without } = provenHeaders({ ...session, token: '' }, asked)
    expect(authorization).toBeDefined()
    for (const headers of [provenHeaders(nobody, asked), without, { cookie: `__Host-vestibule=${session.token}` }]) {
      const json: Record<string, string> = asked.method === 'POST' ? { 'content-type': 'application/json' } : {}
      const answer = await ask(here.origin, asked, { ...json, ...headers })
      expect(answer.status).toBe(401)
      expect(answer.headers.get('x-vestibule-wipe')).toBeNull()
    }
  })

  test('to a waiting console: 403', async () => {
    const session = await signIn(clinic.db, 'staff', 'requested')
    const answer = await ask(here.origin, asked, provenHeaders(session, asked))
    expect([answer.status, answer.code]).toEqual([403, 'DEVICE_NOT_APPROVED'])
  })

  test('to a removed console: 401 with the order to wipe, on either process', async () => {
    const session = await signIn(clinic.db, 'staff', 'revoked')
    for (const { origin } of [here, apart]) {
      const answer = await ask(origin, asked, provenHeaders(session, asked))
      expect([answer.status, answer.code]).toEqual([401, 'DEVICE_REVOKED'])
      expect(answer.headers.get('x-vestibule-wipe')).toBe('1')
    }
  })

  test('to an auditor: 403', async () => {
    const answer = await ask(here.origin, asked, provenHeaders(await signIn(clinic.db, 'auditor'), asked))
    expect([answer.status, answer.code]).toEqual([403, 'FORBIDDEN'])
  })
})

describe('Y4: over HTTP', () => {
  test.each([
    ['no input', undefined],
    ['no checkpoint', { limit: 10, witnessCount: 0 }],
    ['a checkpoint that is text', { ...FIRST_PULL, checkpoint: 'x' }],
    ['a negative rev', { ...FIRST_PULL, checkpoint: { epoch: randomUUID(), rev: -1 } }],
    ['a huge rev', { ...FIRST_PULL, checkpoint: { epoch: randomUUID(), rev: 1e300 } }],
    ['a wrong epoch', { ...FIRST_PULL, checkpoint: { epoch: 'x or 1=1', rev: 1 } }],
    ['an unknown field', { ...FIRST_PULL, more: 1 }],
    ['a huge witness', { ...FIRST_PULL, witnessCount: 1e300 }],
  ])('%s is 400', async (_name, input) => {
    const session = await signIn(clinic.db, 'staff')
    const asked = pullRequest(input)
    const answer = await ask(here.origin, asked, provenHeaders(session, asked))
    expect([answer.status, answer.code]).toEqual([400, 'INVALID_INPUT'])
  })

  test('the largest numbers that pass are answered by a reset', async () => {
    const session = await signIn(clinic.db, 'staff')
    const most = Number.MAX_SAFE_INTEGER
    const { checkpoint } = await clinic.pull('staff')
    const asked = pullRequest({ checkpoint: { ...checkpoint, rev: most }, limit: 5000, witnessCount: most })
    const answer = await ask(here.origin, asked, provenHeaders(session, asked))
    expect([answer.status, answer.text.includes('"reset":true')]).toEqual([200, true])
  })
})

test('Q1: a push above 5 MB is 413 and changes nothing; one of 4 MB is read', async () => {
  const session = await signIn(clinic.db, 'staff')
  const id = clinic.participants[0] ?? ''
  const fat = (size: number) => pushRequest([{ ...edit(id, { address: ['', 'x'] }), more: 'x'.repeat(size) }])
  const [tooLarge, large] = [fat(5_300_000), fat(4_000_000)]
  const refused = await ask(here.origin, tooLarge, provenHeaders(session, tooLarge))
  expect(refused.status).toBe(413)
  const read = await ask(here.origin, large, provenHeaders(session, large))
  expect([read.status, read.text.includes('"malformed"')]).toEqual([200, true])
})

test('K2: as many records as a console asks about in one question fit into it', async () => {
  const session = await signIn(clinic.db, 'staff')
  vi.stubGlobal(
    'fetch',
    consoleFetch(() => here.origin, session),
  )
  const ids = Array.from({ length: MOST_ASKED }, () => randomUUID())
  expect(await serverTransport(createStaffClient()).unknown(ids)).toEqual([])
})
