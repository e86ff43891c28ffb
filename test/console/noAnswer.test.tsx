// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { TRPCClientError } from '@trpc/client'
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { ApiCode } from '../../renderer/api/apiError'
import { DecideDialog } from '../../renderer/console/devices/DecideDialog'
import { EmailInvite } from '../../renderer/console/invites/EmailInvite'
import { failureOf } from '../../renderer/console/sync/serverTransport'
import { syncSummary } from '../../renderer/console/sync/syncWords'
import type { DeviceInfo } from '../../shared/devices/deviceSchemas'
import { choose, fieldNamed, settle, type } from './participantsHands'
import { CLINIC, closeClinics, inviteOf, openTestClinic, showPage } from './participantsKit'

afterEach(closeClinics)

const refusal = (code: ApiCode, sentence: string) =>
  TRPCClientError.from({ error: { message: code, code: -32600, data: { code, sentence, requestId: 'r' } } } as never)
const words = () => document.body.textContent ?? ''
const DEVICE = {
  id: 'd1',
  phrase: 'one two three four',
  state: 'active',
  ownerName: 'Lee Park',
} as unknown as DeviceInfo

async function wipe(error: unknown) {
  const clinic = await openTestClinic({ role: 'admin', link: 'online', participants: 1 })
  const fails = async () => {
    throw error
  }
  Object.assign(clinic.session, { client: { devices: { wipe: { mutate: fails } } } })
  await showPage(
    clinic,
    <QueryClientProvider client={new QueryClient()}>
      <DecideDialog asked={{ decision: 'wipe', device: DEVICE }} onDone={() => undefined} />
    </QueryClientProvider>,
  )
  await type(fieldNamed('Why'), 'lost')
  const [button] = [...document.querySelectorAll<HTMLElement>('[role="dialog"] button')].reverse()
  await act(async () => button?.click())
  await settle()
}

test('D3: a wipe order whose answer was lost is never called "nothing was changed"', async () => {
  await wipe(new TypeError('failed to fetch'))
  expect(words()).toContain('No answer came')
  expect(words()).toContain('Look at the list before you repeat it')
  expect(words()).not.toContain('Nothing was changed')
})

test('D3: a wipe order that the server refused says so, with its reason', async () => {
  await wipe(refusal('FORBIDDEN', 'Your role does not allow this.'))
  expect(words()).toContain('Nothing was changed')
  expect(words()).toContain('Your role does not allow this.')
})

test('S4.3: an invite email whose answer was lost may be out, and the page says so', async () => {
  const clinic = await openTestClinic({ role: 'staff', link: 'online', participants: 8 })
  const view = clinic.people.map(({ id }) => clinic.directory.get(id)).find((one) => one?.participant.defaultEmail)
  if (!view) throw new Error('nobody has an email')
  const fails = async () => {
    throw new TypeError('failed to fetch')
  }
  Object.assign(clinic.session, { client: { invites: { email: { mutate: fails } } } })
  const doc = inviteOf(view.participant.id)
  await showPage(clinic, <EmailInvite view={view} doc={doc} token="t" clinic={CLINIC} now={new Date()} />)
  await choose(/^Email to/)
  expect(words()).toContain('the email may be out')
  expect(words()).not.toContain('nothing was sent')
})

test('an error of the server is said to be one, and only silence is called offline', () => {
  expect(['INTERNAL', 'RATE_LIMITED', 'UNREACHABLE', 'OFFLINE'].map((code) => failureOf(code).kind)).toEqual([
    'server_error',
    'server_error',
    'offline',
    'offline',
  ])
  const sync = { link: 'server_error', progress: null, problem: null } as const
  expect(syncSummary({ sync, waiting: 1, troubled: 0 })).toMatchObject({ tone: 'warn', title: 'Server trouble' })
})
