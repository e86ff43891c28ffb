// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { ConsoleContext } from '../../renderer/console/shell/ConsoleContext'
import type { SyncEngine, SyncState } from '../../renderer/console/sync/syncEngine'
import { healthDiagnostics } from '../../renderer/console/syncHealth/healthDiagnostics'
import { healthFacts } from '../../renderer/console/syncHealth/healthFacts'
import { FAULT_WORDS, skewWords } from '../../renderer/console/syncHealth/healthWords'
import { SyncHealthPage } from '../../renderer/console/syncHealth/SyncHealthPage'
import { openJournal } from '../../renderer/console/syncHealth/syncJournal'
import { startReports } from '../../renderer/console/syncHealth/syncReports'
import type { SyncReport } from '../../shared/devices/deviceSchemas'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { closeClinics, inviteOf, openTestClinic, showPage } from '../console/participantsKit'

afterEach(async () => {
  vi.useRealTimers()
  await closeClinics()
})

const CANARY = {
  name: 'Zörbliana-Quastenflosser',
  email: 'canary.person@example.org',
  phone: '+1 604 555 0147',
  words: 'a canary sentence about somebody',
}

/** Writes of every sort that hold what must not be seen. */
async function clinicWithCanaries(link: SyncState['link'] = 'offline') {
  const clinic = await openTestClinic({ participants: 5, link })
  const [person] = clinic.people
  const id = person?.id ?? ''
  const write = { writeId: crypto.randomUUID() }
  const items: OutboxItem[] = [
    {
      ...write,
      kind: 'edit',
      participantId: id,
      changes: [
        { path: 'givenName', base: '', value: CANARY.name },
        { path: 'defaultEmail', base: '', value: CANARY.email },
        { path: 'defaultPhone', base: '', value: CANARY.phone },
      ],
    },
    {
      writeId: crypto.randomUUID(),
      kind: 'message.send',
      participantId: id,
      messageId: crypto.randomUUID(),
      body: CANARY.words,
    },
    { writeId: crypto.randomUUID(), kind: 'account.revoke', participantId: id },
    { writeId: crypto.randomUUID(), kind: 'participant.view', participantId: id },
  ]
  await clinic.server.pull({ invites: [inviteOf(id)] })
  for (const item of items) await clinic.replica.enqueue(item)
  const { replica, session } = clinic
  const facts = () =>
    healthFacts({ replica, sync: session.sync.state(), faults: session.journal.entries(), skewMs: null })
  return { ...clinic, facts, forbidden: [...Object.values(CANARY), id, person?.familyName ?? 'nobody', STAFF_WORDS] }
}
const STAFF_WORDS = 'Noor Haddad'

test('sync health counts what is here, and where the outcome of each write will be seen', async () => {
  const { facts } = await clinicWithCanaries()
  const { collections, pending, refused, pendingKinds } = facts()
  const of = (name: string) => collections.find((collection) => collection.name === name)
  expect(of('participants')).toMatchObject({ count: 5, pending: 1 })
  expect([of('messages')?.pending, of('accounts')?.pending, of('invites')?.count]).toEqual([1, 1, 1])
  // That a record was opened is a note for the audit log and nothing that a person could miss.
  expect([pending, refused]).toEqual([3, 0])
  expect(pendingKinds).toEqual([
    ['account.revoke', 1],
    ['edit', 1],
    ['message.send', 1],
  ])
  expect(of('participants')?.oldestAt).toMatch(/^\d{4}-/)
})

test('H3: the diagnostics name nobody: no name, email, phone, words or id of a participant, whatever waits, failed or was refused', async () => {
  const { facts, forbidden, server, session, setLink } = await clinicWithCanaries()
  await server.refuseAll('invalid_value', `${CANARY.name} ${CANARY.email}`)
  setLink('not_allowed')
  const text = healthDiagnostics({ facts: facts(), desktop: null, storage: session.storage, at: new Date() })
  for (const secret of forbidden) expect(text).not.toContain(secret)
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
  expect(text).toContain('participants 5')
  expect(text).toMatch(/refused [1-9]/)
  expect(text).toContain('not_allowed')
})

test('the page works offline, says what waits and what went wrong in words, and copies the diagnostics', async () => {
  const clinic = await clinicWithCanaries('online')
  const { forbidden, setLink } = clinic
  const copied: string[] = []
  vi.stubGlobal('navigator', {
    ...navigator,
    languages: ['en-GB'],
    clipboard: { writeText: async (text: string) => void copied.push(text) },
  })
  const desktop = { status: { query: async () => Promise.reject(new Error('no desktop')) } }
  const page = (
    <ConsoleContext value={{ desktop } as never}>
      <SyncHealthPage />
    </ConsoleContext>
  )
  const { box } = await showPage(clinic, page)
  await act(async () => setLink('offline'))
  const words = box.textContent ?? ''
  expect(words).toContain('Offline')
  expect(words).toContain('Correction requests')
  expect(words).toContain(FAULT_WORDS.offline)
  for (const secret of forbidden) expect(words).not.toContain(secret)
  const button = [...box.querySelectorAll('button')].find((one) => one.textContent === 'Copy diagnostics')
  await act(async () => button?.click())
  expect(copied).toHaveLength(1)
  for (const secret of forbidden) expect(copied[0]).not.toContain(secret)
  vi.unstubAllGlobals()
})

/** An engine whose state a test sets. */
function engine(): Pick<SyncEngine, 'state' | 'subscribe'> & { set(change: Partial<SyncState>): void } {
  let state = { link: 'online', progress: null, lastSyncAt: null, alarm: null, problem: null, lost: null } as SyncState
  const listeners = new Set<() => void>()
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set: (change) => {
      state = { ...state, ...change }
      for (const listener of listeners) listener()
    },
  }
}

test('the journal notes when trouble begins, once, and measures the clock with each sync', () => {
  const sync = engine()
  const now = new Date('2026-03-02T09:10:00.000Z')
  const journal = openJournal(sync, () => now)
  expect(journal.skewMs()).toBe(null)
  sync.set({ link: 'offline' })
  sync.set({ link: 'offline' })
  sync.set({ link: 'online', lastSyncAt: '2026-03-02T09:00:00.000Z' })
  expect(journal.skewMs()).toBe(600_000)
  sync.set({ link: 'offline' })
  sync.set({ link: 'signed_out', problem: 'x' })
  expect(journal.entries().map(({ fault }) => fault)).toEqual(['signed_out', 'not_saved', 'offline', 'offline'])
  for (let turn = 0; turn < 50; turn++) sync.set({ link: turn % 2 === 0 ? 'online' : 'offline' })
  expect(journal.entries()).toHaveLength(20)
})

test('Y5: the skew is told in words from five seconds on, in either direction', () => {
  expect(skewWords(null)).toMatch(/Not measured/)
  expect(skewWords(4_000)).toMatch(/^Agrees/)
  expect(skewWords(60_000)).toBe("1 minute ahead of the server's. Nothing is decided by it.")
  expect(skewWords(-3_650 * 86_400_000)).toMatch(/^3650 days behind/)
})

test('D3: a report leaves after a sync, at most once a minute, only when something changed, and holds counts only', async () => {
  const { replica, people } = await openTestClinic({ participants: 5 })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
  const sync = engine()
  const sent: SyncReport[] = []
  const noted: number[] = []
  const stop = startReports({
    replica,
    sync,
    report: async (facts) => void sent.push(facts),
    noteUnsent: async (unsent) => void noted.push(unsent),
  })
  const round = async (at: string, wait = 0) => {
    sync.set({ lastSyncAt: at })
    await vi.advanceTimersByTimeAsync(wait)
  }
  await round('1')
  expect(sent).toEqual([{ unsent: 0, oldestUnsentSeconds: null, documents: 8, bytes: null }])
  const [person] = people
  await replica.enqueue({ writeId: crypto.randomUUID(), kind: 'account.unlock', participantId: person?.id ?? '' })
  await round('2', 59_000)
  expect(sent).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(sent.at(-1)).toMatchObject({ unsent: 1, oldestUnsentSeconds: 60 })
  await round('3', 120_000)
  expect(sent).toHaveLength(2)
  expect(noted.at(-1)).toBe(1)
  stop()
})

test('D3: a report that failed is sent with the next sync', async () => {
  const { replica } = await openTestClinic({ participants: 1 })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
  const sync = engine()
  let tries = 0
  const report = async () => {
    tries++
    if (tries === 1) throw new Error('cut')
  }
  const stop = startReports({ replica, sync, report, noteUnsent: async () => undefined })
  for (const at of ['1', '2', '3']) {
    sync.set({ lastSyncAt: at })
    await vi.advanceTimersByTimeAsync(61_000)
  }
  expect(tries).toBe(2)
  stop()
})
