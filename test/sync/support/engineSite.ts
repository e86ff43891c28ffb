import { randomUUID } from 'node:crypto'
import type { SyncTransport } from '../../../renderer/console/sync/syncEngine'
import { inTransaction, nextRev } from '../../../server/platform/database/transaction'
import { createTestDatabase } from '../../support/postgres'
import { type Clinic, createClinic, edit, inviteFor } from './clinic'
import { type OpenConsole, openConsole, type Profile } from './console'
import { createLink, type Link, linkedTransport } from './link'

interface Options {
  readonly who?: Parameters<Clinic['pull']>[0]
  readonly profile?: Profile
  /** Of the replica; by default one for each role. */
  readonly name?: string
  readonly pageSize?: number
  readonly wrap?: (transport: SyncTransport) => SyncTransport
  readonly now?: () => Date
  readonly clock?: () => number
}
export type EngineSite = Awaited<ReturnType<typeof openEngineSite>>

/** A clinic of 30 with invites and conflicts, and one console at a time. */
export async function openEngineSite() {
  const database = await createTestDatabase()
  const clinic = await createClinic(database, 30)
  for (const id of clinic.participants.slice(0, 6)) {
    await clinic.push('admin', [inviteFor(id), edit(id, { pronouns: ['', 'she/her'] })])
    await clinic.push('admin', [edit(id, { pronouns: ['', 'they/them'] })])
  }
  let open: OpenConsole | null = null
  const closeConsole = async () => {
    await open?.close()
    open = null
  }
  return {
    database,
    clinic,
    /** One console with its own line; the former one must be closed. */
    async start(link: Link = createLink(), { who = 'staff', wrap = (same) => same, ...options }: Options = {}) {
      const transport = wrap(linkedTransport(clinic, who, link))
      open = await openConsole({ name: `console-${who}`, transport, profile: null, pageSize: 4, ...options })
      return open
    },
    async newEpoch(): Promise<void> {
      await inTransaction(clinic.db, async (tx) => {
        const rev = await nextRev(tx)
        await tx.updateTable('clinic').set({ epoch: randomUUID(), rev }).execute()
      })
    },
    async addressOf(id: string): Promise<string | undefined> {
      const row = await clinic.db.selectFrom('participant').select('fields').where('id', '=', id).executeTakeFirst()
      return row?.fields.address
    },
    closeConsole,
    async close() {
      await closeConsole()
      clinic.close()
      await database.drop()
    },
  }
}
