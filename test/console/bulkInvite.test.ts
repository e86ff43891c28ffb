import { createHash, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type BulkDeps, bulkInvite } from '../../renderer/console/invites/bulkInvite'
import type { OverviewRow } from '../../renderer/console/invites/overviewRows'
import type { OutboxItem } from '../../shared/sync/syncSchemas'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

type Resend = Extract<OutboxItem, { kind: 'invite.resend' }>

const ROWS = Array.from({ length: 5 }, (_, at) => ({
  id: `invite-${at}`,
  name: `Person ${at}`,
  doc: { hasVerbalCode: false, mfaRequired: false },
})) as unknown as OverviewRow[]

/** A console whose server answers the first `answered` resends, and then no more. */
function desk({ answered = 0, leaves = false, locks = false } = {}) {
  const wanted: Resend[] = []
  const waiting = new Map<string, { state: string }>()
  const invites = new Map<string, object>()
  const emailed: string[] = []
  const enqueue = async (item: Resend) => {
    if (locks) throw new Error('closed')
    wanted.push(item)
    if (wanted.length <= answered) invites.set(item.inviteId, {})
    else waiting.set(item.writeId, { state: leaves ? 'sent' : 'queued' })
  }
  const cancel = async (writeId: string) => waiting.get(writeId)?.state === 'queued' && waiting.delete(writeId)
  const deps = {
    replica: { enqueue, cancel, stores: { invites, outbox: waiting } },
    client: { invites: { email: { mutate: async ({ inviteId }: Resend) => emailed.push(inviteId) } } },
    sources: {
      randomBytes: (length: number) => randomBytes(length),
      sha256: async (text: string) => new Uint8Array(createHash('sha256').update(text).digest()),
    },
    syncNow: async () => undefined,
    isStopped: () => false,
    onProgress: () => undefined,
  } as unknown as BulkDeps
  const send = async () => {
    const running = bulkInvite(deps, ROWS)
    await vi.advanceTimersByTimeAsync(200_000)
    return (await running).map(({ problem }) => problem)
  }
  return { send, wanted, waiting, emailed }
}

test('S4.16, Y1: when the network goes midway, the one without an answer is taken back and the others keep the link they have', async () => {
  const { send, wanted, waiting, emailed } = desk({ answered: 2 })
  const problems = await send()
  expect(problems).toEqual([null, null, expect.stringContaining('the older link still works')])
  expect([wanted.length, waiting.size, emailed.length]).toEqual([3, 0, 2])
})

test('S4.16: one that has left already cannot be taken back, and says that the older link stops working', async () => {
  const { send, wanted } = desk({ answered: 1, leaves: true })
  expect(await send()).toEqual([null, expect.stringContaining('The older link stops working')])
  expect(wanted.length).toBe(2)
})

test('S4.16: a console that is locked midway stops, and nothing is said to be sent', async () => {
  const { send, wanted } = desk({ locks: true })
  expect(await send()).toEqual([expect.stringContaining('Nothing was sent')])
  expect(wanted).toEqual([])
})
