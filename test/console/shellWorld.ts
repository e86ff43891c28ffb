import type { ConsolePorts } from '../../renderer/console/shell/controllerTypes'
import type { ConsoleSession } from '../../renderer/console/shell/session'
import type { SyncState } from '../../renderer/console/sync/syncEngine'
import type { DesktopStatus, LockStatus, ReplicaKeyAnswer, UnlockAnswer } from '../../shared/ipc/desktopTypes'
import type { StaffMe } from '../../shared/staff/staffSchemas'

export const ANA = { staffId: 'ana', email: 'ana@example.org', pin: false }
export const BEN = { staffId: 'ben', email: 'ben@example.org', pin: false }

export const SIGNED_OUT: LockStatus = {
  state: 'signedOut',
  staffId: null,
  session: false,
  lease: null,
  people: [],
  suspended: false,
}
export const UNLOCKED: LockStatus = {
  state: 'unlocked',
  staffId: 'ana',
  session: true,
  lease: 'ok',
  people: [ANA],
  suspended: false,
}
export const LOCKED: LockStatus = { ...UNLOCKED, state: 'locked' }

export function meOf(change: { role?: StaffMe['staff']['role']; state?: StaffMe['device']['state'] } = {}): StaffMe {
  return {
    staff: { id: 'ana', displayName: 'Ana Ruiz', email: ANA.email, role: change.role ?? 'staff' },
    device: { id: 'd', name: 'Console on Linux', state: change.state ?? 'active', phrase: 'one two three four' },
    clinicName: 'Harbour Street Clinic',
    sessionEndsAt: '2026-11-22T12:00:00.000Z',
    mustChangePassword: false,
  }
}

/** What happened outside the controller, in order, and everything that a test may set before or between. */
export interface ShellWorld {
  readonly ports: ConsolePorts
  readonly log: string[]
  readonly onDisk: Set<string>
  readonly auditors: Set<string>
  status: DesktopStatus
  lock: LockStatus
  key: ReplicaKeyAnswer
  unlock: UnlockAnswer
  me: () => Promise<StaffMe>
  openFails: unknown
  /** What waits in the open replica. */
  outbox: readonly (readonly [string, unknown])[]
  /** The opening replica waits for this. */
  opening: Promise<void>
  setSync(change: Partial<SyncState>): void
}

export function shellWorld(change: Partial<Pick<ShellWorld, 'lock' | 'me'>> = {}): ShellWorld {
  const listeners = new Set<() => void>()
  const log: string[] = []
  const onDisk = new Set<string>()
  let sync: SyncState = { link: 'online', progress: null, lastSyncAt: 'now', alarm: null, lost: null, problem: null }
  const session = (staffId: string, storage: ConsoleSession['storage']) =>
    ({
      staffId,
      storage,
      replica: { stores: { outbox: { all: () => world.outbox } } },
      sync: {
        state: () => sync,
        subscribe: (listener: () => void) => {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
        syncNow: async () => void log.push('syncNow'),
      },
      close: async () => void log.push(`close ${staffId}`),
    }) as unknown as ConsoleSession
  const world: ShellWorld = {
    log,
    onDisk,
    auditors: new Set(),
    status: {
      versions: { app: '0.1.0', runtime: 'test' },
      shell: 'host',
      server: 'http://localhost:1',
      keychain: 'os',
      vault: 'absent',
      deviceId: 'd',
      wipe: null,
    },
    lock: change.lock ?? UNLOCKED,
    key: { ok: true, key: 'AAAA', created: false },
    unlock: { ok: true, session: true },
    me: change.me ?? (async () => meOf()),
    openFails: null,
    outbox: [],
    opening: Promise.resolve(),
    setSync: (next) => {
      sync = { ...sync, ...next }
      for (const listener of [...listeners]) listener()
    },
    ports: {
      desktop: {
        status: async () => world.status,
        lockStatus: async () => world.lock,
        lock: async () => {
          log.push('lock')
          world.lock = { ...LOCKED, people: world.lock.people }
        },
        unlock: async () => {
          if (world.unlock.ok) world.lock = UNLOCKED
          return world.unlock
        },
        replicaKey: async (staffId, create) => {
          log.push(`key ${staffId}${create ? ' create' : ''}`)
          return world.key
        },
        forgetReplicaKey: async (staffId) => void log.push(`forget ${staffId}`),
        pagesGone: async (unsent) => void log.push(`pagesGone ${unsent}`),
      },
      server: {
        me: () => world.me(),
        signOut: async () => {
          log.push('signOut')
          world.lock = { ...SIGNED_OUT, people: world.lock.people }
        },
      },
      replicas: {
        exists: async (staffId) => onDisk.has(staffId),
        open: async (staffId, key) => {
          await world.opening
          if (world.openFails) throw world.openFails
          log.push(`open ${staffId}`)
          onDisk.add(staffId)
          return session(staffId, key === null ? 'memory' : 'sealed')
        },
        destroy: async (staffId) => {
          log.push(`destroy ${staffId}`)
          onDisk.delete(staffId)
        },
        destroyAll: async () => {
          log.push('destroyAll')
          onDisk.clear()
        },
      },
      auditors: {
        isKnown: async (staffId) => world.auditors.has(staffId),
        remember: async (staffId, isAuditor) => {
          world.auditors[isAuditor ? 'add' : 'delete'](staffId)
        },
      },
      wait: () => new Promise(() => {}),
    },
  }
  return world
}

/** Lets everything that is under way come to rest. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve()
  await new Promise((resolve) => setTimeout(resolve, 0))
}
