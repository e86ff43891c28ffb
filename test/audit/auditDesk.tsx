import { generateKeyPairSync } from 'node:crypto'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { type AuditDesk, AuditDeskContext } from '../../renderer/console/audit/AuditDesk'
import { AuditLog } from '../../renderer/console/audit/AuditLog'
import { createSeenStore, type SeenStore } from '../../renderer/console/audit/seenHead'
import { ConsoleUi } from '../../renderer/ui/ConsoleUi'
import { rawPublicKey, signHead } from '../../server/audit/headFile'
import type { AuditListInput } from '../../shared/audit/auditListSchemas'
import type { AuditRow } from '../../shared/audit/auditSchemas'
import { chainOf, PARTICIPANT, STAFF } from './auditFixtures'

const keys = generateKeyPairSync('ed25519')
export const PUBLIC_KEY = rawPublicKey(keys.publicKey)

/** A server's log as a test has it, and what the page asked of it. */
export interface FakeLog {
  rows: readonly AuditRow[]
  epoch: string
  /** Thrown at every call while set. */
  fails: unknown
  readonly asked: AuditListInput[]
}

export const fakeLog = (count: number): FakeLog => ({ rows: chainOf(count), epoch: 'e', fails: null, asked: [] })

function clientOf(log: FakeLog): AuditDesk['client'] {
  const call = async <T,>(answer: () => T): Promise<T> => {
    if (log.fails !== null) throw log.fails
    return answer()
  }
  const head = (witnessCount: number) => {
    const { epoch, rows } = log
    const point = { epoch, count: rows.length, hash: rows.at(-1)?.hash ?? '', at: '2026-03-01T12:00:00.000Z' }
    const witnessHash = rows[witnessCount - 1]?.hash ?? null
    const rest = { publicKey: PUBLIC_KEY, anchor: null, retentionYears: 6, lockMinutes: 10 }
    return { head: signHead(point, keys.privateKey), witnessHash, ...rest }
  }
  const list = (input: AuditListInput) => {
    log.asked.push(input)
    const fits = log.rows.filter((row) => input.filter.outcome === null || row.outcome === input.filter.outcome)
    const rows = [...fits].reverse().map((row) => ({ row, participantId: row.target.id }))
    const names = { staff: { [STAFF]: 'Noor Haddad' }, participants: { [PARTICIPANT]: 'Ana Ruiz' }, devices: {} }
    return { rows, older: null, newer: null, names }
  }
  const audit = {
    list: { query: (input: AuditListInput) => call(() => list(input)) },
    choices: { query: () => call(() => ({ staff: [{ id: STAFF, name: 'Noor Haddad' }], devices: [] })) },
    head: { query: ({ witnessCount }: { witnessCount: number }) => call(() => head(witnessCount)) },
    rows: {
      query: ({ after, limit }: { after: number; limit: number }) =>
        call(() => log.rows.filter(({ seq }) => seq > after).slice(0, limit)),
    },
    export: { mutate: async () => ({ count: 1, path: '/x' }) },
  }
  return { audit } as unknown as AuditDesk['client']
}

export function memoryStore(kept: Map<string, string> = new Map()): SeenStore {
  return createSeenStore({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  })
}

const open: (() => Promise<void>)[] = []

/** The page as the console shows it, without the console. */
export async function showAudit(log: FakeLog, change: Partial<AuditDesk> = {}): Promise<void> {
  const seen = change.seen ?? memoryStore()
  const desk: AuditDesk = {
    client: clientOf(log),
    role: 'admin',
    offline: false,
    witness: null,
    hasFiles: true,
    ...change,
    seen,
  }
  const box = document.createElement('div')
  document.body.append(box)
  const root = createRoot(box)
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const { hook } = memoryLocation({ path: '/audit' })
  await act(async () =>
    root.render(
      <ConsoleUi>
        <Router hook={hook}>
          <QueryClientProvider client={queries}>
            <AuditDeskContext value={desk}>
              <AuditLog />
            </AuditDeskContext>
          </QueryClientProvider>
        </Router>
      </ConsoleUi>,
    ),
  )
  open.push(async () => {
    await act(async () => root.unmount())
    queries.clear()
    box.remove()
  })
  await until(() => log.fails !== null || desk.offline || document.querySelector('[data-seq]') !== null)
}

export async function closeAudit(): Promise<void> {
  for (const close of open.splice(0)) await close()
  document.body.innerHTML = ''
}

/** Waits for the page to come to it; a page that never does fails the test by what it shows. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !isSo(); tries++)
    await act(async () => await new Promise((resolve) => setTimeout(resolve, 25)))
  if (!isSo()) throw new Error(`the page shows: ${(document.body.textContent ?? '').slice(0, 600)}`)
}

export const says = (words: string) => (document.body.textContent ?? '').includes(words)
