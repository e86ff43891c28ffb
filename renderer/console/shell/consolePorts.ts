import type { LockStatus } from '../../../shared/ipc/desktopTypes'
import type { DesktopClient } from '../../api/desktopClient'
import { createStaffClient, type StaffClient } from '../../api/staffClient'
import { createAuditorMemory } from '../audit/auditorMemory'
import type { SeenStore } from '../audit/seenHead'
import type { ConsolePorts } from './controllerTypes'

/** The controller's real surroundings. The replica's code is fetched only when somebody goes in: the door opens sooner. */
export function consolePorts(desktop: DesktopClient, client: StaffClient, seenLog: SeenStore): ConsolePorts {
  return {
    desktop: {
      status: () => desktop.status.query(),
      lockStatus: () => desktop.lock.status.query(),
      lock: async () => void (await desktop.lock.lock.mutate()),
      unlock: (staffId, typed) => desktop.lock.unlock.mutate({ staffId, ...typed }),
      replicaKey: (staffId, create) => desktop.replica.key.mutate({ staffId, create }),
      forgetReplicaKey: async (staffId) => void (await desktop.replica.forget.mutate({ staffId })),
      pagesGone: async (unsent) => void (await desktop.wipe.pagesGone.mutate({ unsent })),
    },
    server: { me: () => client.auth.me.query(), signOut: async () => void (await client.auth.signOut.mutate()) },
    replicas: {
      exists: async (staffId) => {
        const [{ replicaName }, { pageLogExists }] = await Promise.all([
          import('./session'),
          import('../replica/pageLog/pageLog'),
        ])
        return await pageLogExists(replicaName(staffId))
      },
      open: async (staffId, key, onFailure) => {
        const { openSession } = await import('./session')
        const imported = key === null ? null : await importedKey(key)
        const note = async (unsent: number) => void (await desktop.replica.note.mutate({ staffId, unsent }))
        // A client of their own: whoever signs in above these records must not send for them.
        const ports = { client: createStaffClient(staffId), seenLog, noteUnsent: note, onStorageFailure: onFailure }
        return await openSession({ staffId, key: imported, ...ports })
      },
      destroy: async (staffId) => {
        const { destroyReplica } = await import('./session')
        await destroyReplica(staffId)
      },
      destroyAll: async () => {
        const { destroyEveryPageLog } = await import('../replica/pageLog/pageLog')
        await destroyEveryPageLog()
      },
    },
    auditors: createAuditorMemory(localStorage),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }
}

/** Script can use the key from here on, and cannot read it (R4). */
async function importedKey(base64: string): Promise<CryptoKey> {
  const { importReplicaKey } = await import('../replica/pageLog/sealedPage')
  const raw = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  try {
    return await importReplicaKey(raw)
  } finally {
    raw.fill(0)
  }
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000

/**
 * Hears every change of the lock from the desktop's event stream; returns how to stop. EventSource comes back by itself; a
 * closed one (the desktop answered with an error) is opened again with growing pauses.
 */
export function watchLock(onLock: (lock: LockStatus) => void): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let pause = FIRST_PAUSE_MS
  const connect = () => {
    source = new EventSource('/desktop/lock.watch')
    source.addEventListener('message', (event: MessageEvent<string>) => {
      pause = FIRST_PAUSE_MS
      const lock = readLock(event.data)
      if (lock) onLock(lock)
    })
    source.addEventListener('error', () => {
      if (source?.readyState !== EventSource.CLOSED) return
      timer = setTimeout(connect, pause)
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    })
  }
  connect()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}

function readLock(data: string): LockStatus | null {
  const read: unknown = JSON.parse(data)
  return typeof read === 'object' && read !== null && 'state' in read ? (read as LockStatus) : null
}
