// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { afterEach, expect, test } from 'vitest'
import { REMEDY_LABELS, VERDICT_WORDS } from '../../renderer/console/waysIn/diagnosisWords'
import { SignInsPanel } from '../../renderer/console/waysIn/SignInsPanel'
import type { ContactCheck, Diagnosis } from '../../shared/waysIn/waysInSchemas'
import { choose, fieldNamed, named, settle, type } from './participantsHands'
import { accountOf, closeClinics, openTestClinic, showPage } from './participantsKit'

afterEach(closeClinics)

const at = new Date().toISOString()
const clean: Diagnosis = { attempts: [], verdict: 'nothing', remedy: 'none', checkedAt: at }

async function showSignIns(
  diagnosis: Diagnosis,
  check: ContactCheck | null = null,
  link: 'online' | 'offline' = 'online',
) {
  const clinic = await openTestClinic({ link, participants: 2, role: 'manager' })
  const participant = clinic.people[0]
  if (!participant) throw new Error('nobody is there')
  await clinic.server.pull({ accounts: [accountOf(participant.id)] })
  const asked: unknown[] = []
  const signIns = {
    diagnose: { query: async () => diagnosis },
    checkContact: {
      mutate: async (input: unknown) => {
        asked.push(input)
        return check
      },
    },
  }
  Object.assign(clinic.session, { client: { signIns } })
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  await showPage(
    clinic,
    <QueryClientProvider client={queries}>
      <SignInsPanel participant={participant} />
    </QueryClientProvider>,
  )
  await settle()
  return { clinic, asked, words: () => document.body.textContent ?? '' }
}

test('S3.22, product.md item 9: the true reason of each try is shown with way, device and address', async () => {
  const attempts = [
    { at, way: 'sms_code', reason: 'code_expired', address: '203.0.113.7', device: 'Safari on iPhone' },
    { at, way: 'password', reason: 'password_wrong', address: null, device: '' },
  ] as const
  const { words } = await showSignIns({ ...clean, attempts, verdict: 'code_expired', remedy: 'wait_and_resend' })
  for (const said of ['Code expired', 'SMS code', 'Safari on iPhone', '203.0.113.7', 'Wrong password', 'Not known'])
    expect(words()).toContain(said)
  expect(words()).toContain('Resend code')
  expect(words()).toContain('Nothing has to be done here')
})

test.each([
  ['locked', 'unlock', 'account.unlock', 'Unlock'],
  ['password_wrong', 'send_reset', 'account.send_reset', 'Send the link'],
] as const)('product.md item 9: %s has its remedy at one press and one confirmation', async (verdict, remedy, kind, confirm) => {
  const { clinic } = await showSignIns({ ...clean, verdict, remedy })
  await choose(REMEDY_LABELS[remedy] ?? '')
  await choose(confirm)
  expect(clinic.outbox().map(({ item }) => item.kind)).toContain(kind)
})

test('S3.27: a portal that is off is said, and who can change it', async () => {
  const { words } = await showSignIns({ ...clean, verdict: 'portal_off', remedy: 'ask_administrator' })
  expect(words()).toContain(VERDICT_WORDS.portal_off)
  expect(words()).toContain('Ask a manager or an administrator')
})

test('S3.5, S3.22: an address they typed is checked against the file without being kept', async () => {
  const check: ContactCheck = { verdict: 'not_on_file', tries: 2, lastTryAt: at }
  const { asked, words } = await showSignIns(clean, check)
  await type(fieldNamed('Email or phone number'), ' robin@exmaple.org ')
  await choose('Check')
  await settle()
  expect(asked).toMatchObject([{ contact: 'robin@exmaple.org' }])
  expect(words()).toContain('Not on file')
  expect(words()).toContain('It was tried 2 times in the last 24 hours.')
})

test('offline the page says that only the server knows, and offers nothing that would not work', async () => {
  const { words } = await showSignIns(clean, null, 'offline')
  expect(words()).toContain('known to the server alone')
  expect((named('Check') as HTMLButtonElement).disabled).toBe(true)
})
