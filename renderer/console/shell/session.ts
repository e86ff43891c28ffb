import { allows } from '../../../shared/access/roles'
import type { ClinicDoc } from '../../../shared/clinic/clinicSchemas'
import type { SyncReport } from '../../../shared/devices/deviceSchemas'
import type { StaffDoc } from '../../../shared/staff/staffSchemas'
import type { StaffClient } from '../../api/staffClient'
import type { SeenStore } from '../audit/seenHead'
import { shareSight } from '../audit/sharedSight'
import { openDirectory, type ParticipantDirectory } from '../participants/participantDirectory'
import { destroyPageLog } from '../replica/pageLog/pageLog'
import type { PageLogError } from '../replica/pageLog/pageLogError'
import { openReplica, type Replica } from '../replica/replica'
import { getMemoryReplicaStorage, getReplicaStorage } from '../replica/replicaStorage'
import { serverTransport } from '../sync/serverTransport'
import { type SyncEngine, startSync } from '../sync/syncEngine'
import { openJournal, type SyncJournal } from '../syncHealth/syncJournal'
import { startReports } from '../syncHealth/syncReports'

/** A staff member at work on this console: their replica, what is searchable in it, and the engine that keeps it in step. */
export interface ConsoleSession {
  readonly staffId: string
  readonly replica: Replica
  readonly directory: ParticipantDirectory
  readonly sync: SyncEngine
  readonly client: StaffClient
  /** sealed: on disk under the keychain's key; memory: gone when the console closes, and the screen says so (R2). */
  readonly storage: 'sealed' | 'memory'
  /** What went wrong with syncing since the records were opened. */
  readonly journal: SyncJournal
  /** From the replica, so known offline too; null until the first sync has brought it. */
  colleague(): StaffDoc | null
  clinic(): ClinicDoc | null
  /** Closes the replica and forgets its documents (R4). Unsent writes are on disk already. */
  close(): Promise<void>
}

export interface OpenSession {
  readonly staffId: string
  /** Imported as non-extractable, or null for a replica in memory only. */
  readonly key: CryptoKey | null
  readonly client: StaffClient
  /** What this computer has seen of the audit log, whoever was at work. */
  readonly seenLog: SeenStore
  /** Tells the desktop how many writes wait, so that a wipe can say what was lost. */
  readonly noteUnsent: (unsent: number) => Promise<void>
  /** The disk refused a write, or the copy was deleted while open: nothing more is saved until it is opened again. */
  readonly onStorageFailure?: (error: PageLogError) => void
}

/** One replica per staff member: another person's sign-in on this machine never sees or sends the first one's data. */
export function replicaName(staffId: string): string {
  return `vestibule-${staffId}`
}

/** Opens the replica and starts syncing. Rejects with PageLogError (wrong key, damaged, second owner, ...). */
export async function openSession({
  staffId,
  key,
  client,
  seenLog,
  noteUnsent,
  onStorageFailure,
}: OpenSession): Promise<ConsoleSession> {
  const databaseName = replicaName(staffId)
  const onFailure = onStorageFailure ?? (() => undefined)
  const storage = key === null ? getMemoryReplicaStorage() : getReplicaStorage({ databaseName, key, onFailure })
  const replica = await openReplica(databaseName, storage, () => new Date())
  const stopSharing = await shareSight(replica, seenLog)
  const directory = openDirectory(replica)
  const reads = () => {
    const role = replica.stores.staff.get(staffId)?.role
    return role !== undefined && allows(role, 'message.read') && allows(role, 'correction.read')
  }
  const sync = startSync({ replica, transport: serverTransport(client, staffId), reads })
  const journal = openJournal(sync, () => new Date())
  const report = async (facts: SyncReport) => await client.sync.report.mutate(facts)
  const stopReports = startReports({ replica, sync, report, noteUnsent })
  return {
    staffId,
    replica,
    directory,
    sync,
    client,
    storage: key === null ? 'memory' : 'sealed',
    colleague: () => replica.stores.staff.get(staffId) ?? null,
    clinic: () => replica.stores.clinic.get('clinic') ?? null,
    journal,
    close: async () => {
      // What was typed last, before anything that may take its time.
      void replica.drafts.flush()
      stopReports()
      stopSharing()
      journal.stop()
      directory.stop()
      await sync.stop()
      await replica.close()
    },
  }
}

/** Deletes a staff member's replica from this machine, pages and all: after a wipe order (D3) or when its key is gone (R2). */
export async function destroyReplica(staffId: string): Promise<void> {
  await destroyPageLog(replicaName(staffId))
}
