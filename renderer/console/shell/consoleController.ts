import type { DesktopStatus, LockStatus, ReplicaKeyAnswer, UnlockAnswer } from '../../../shared/ipc/desktopTypes'
import type { StaffMe } from '../../../shared/staff/staffSchemas'
import { isOffline, problemOf } from '../../api/apiError'
import { admissionOf, type ConsoleState, type Notice, placeOf, presentIn } from './consoleState'
import { troubleOf } from './replicaTrouble'
import type { ConsoleSession } from './session'

/** What the controller needs from the desktop, the server and the disk; tests hand in their own. */
export interface ConsolePorts {
  readonly desktop: {
    status(): Promise<DesktopStatus>
    lockStatus(): Promise<LockStatus>
    lock(): Promise<void>
    unlock(staffId: string, password: string): Promise<UnlockAnswer>
    replicaKey(staffId: string, create: boolean): Promise<ReplicaKeyAnswer>
    forgetReplicaKey(staffId: string): Promise<void>
  }
  readonly server: { me(): Promise<StaffMe>; signOut(): Promise<void> }
  readonly replicas: {
    exists(staffId: string): Promise<boolean>
    /** `key` in base64, or null for a replica in memory. `onFailure` hears when the disk refuses a write later on. */
    open(staffId: string, key: string | null, onFailure: (error: unknown) => void): Promise<ConsoleSession>
    destroy(staffId: string): Promise<void>
  }
  readonly wait: (ms: number) => Promise<void>
}

export interface ConsoleController {
  state(): ConsoleState
  subscribe(listener: () => void): () => void
  /** Asks the desktop where things stand and goes there. */
  look(notice?: Notice | null): Promise<void>
  chooseMemory(): Promise<void>
  /** After the server accepted a sign-in, on a fresh screen or above open records. */
  signedIn(me: StaffMe): Promise<void>
  unlock(staffId: string, password: string): Promise<UnlockAnswer>
  /** The other way in: with the password alone, or with a full sign-in. */
  goTo(door: 'signIn' | 'unlock'): Promise<void>
  /** For the waiting page: goes on by itself once an administrator has approved. */
  checkApproval(): Promise<void>
  lockChanged(lock: LockStatus): void
  lock(): Promise<void>
  signOut(): Promise<void>
  /** Opens the records again after a failure that may have passed. */
  retry(): Promise<void>
  /** Deletes the copy on this computer, unsent changes too, and fetches a fresh one. Only after a person has confirmed (R2). */
  startOver(): Promise<void>
  removed(): Promise<void>
}

/** How long an answer may take before the console counts as offline at the door. */
const DOOR_PATIENCE_MS = 2_500
/** How long a lock may wait for changes that only memory holds. */
const LAST_SEND_MS = 3_000

/**
 * Who may see what, and when it is taken away again. Every change of place takes a new `turn`; whatever was under way for an
 * older turn (an opening replica, an answer of the server) finds that out and undoes itself.
 */
export function createConsoleController(ports: ConsolePorts): ConsoleController {
  const { desktop, server, replicas } = ports
  const listeners = new Set<() => void>()
  let state: ConsoleState = { at: 'starting' }
  let turn = 0
  let memoryChosen = false
  let leavingOnPurpose = false
  /** Said on the page after the passphrase, where there is one in between. */
  let heldNotice: Notice | null = null
  let stopListening = () => {}
  /** The last replica letting go of its pages: the next opening waits for it. */
  let closing: Promise<unknown> = Promise.resolve()

  const become = (next: ConsoleState) => {
    state = next
    for (const listener of [...listeners]) listener()
  }

  /** Takes records off the screen first, then closes them (R4). */
  const leave = (next: ConsoleState): number => {
    const mine = ++turn
    const left = state
    stopListening()
    stopListening = () => {}
    become(next)
    if (left.at === 'open') closing = left.session.close().catch(() => undefined)
    return mine
  }

  const look = async (notice: Notice | null = null): Promise<void> => {
    const mine = leave({ at: 'starting' })
    try {
      const [status, lock] = [await desktop.status(), await desktop.lockStatus()]
      const atTheDoor = lock.state === 'signedOut' && lock.people.length > 0
      const answer = atTheDoor ? await askDoor() : null
      if (mine !== turn) return
      if (answer === 'removed') return await removed()
      const said = notice ?? heldNotice
      const place = placeOf({ desktop: status, lock, memoryChosen, online: answer, notice: said })
      heldNotice = place.at === 'vault' ? said : null
      if (place.at === 'enter') return await enter(place.staffId, null)
      become(place)
    } catch {
      if (mine === turn) become({ at: 'unreachable' })
    }
  }

  /** Whether the server is there, and still knows this console. */
  const askDoor = async (): Promise<boolean | 'removed'> => {
    const asked = server.me().then(
      () => true,
      (error) => (codeOf(error) === 'DEVICE_REVOKED' ? ('removed' as const) : !isOffline(problemOf(error))),
    )
    return await Promise.race([asked, ports.wait(DOOR_PATIENCE_MS).then(() => false)])
  }

  const enter = async (staffId: string, known: StaffMe | null): Promise<void> => {
    const mine = leave({ at: 'opening', staffId })
    await closing
    try {
      const memory = (await desktop.status()).keychain === 'none'
      const exists = !memory && (await replicas.exists(staffId))
      // A copy that is here was approved once; without one the server has to say that there may be one.
      const turnedAway = exists && known === null ? null : await admission(known)
      if (mine !== turn) return
      if (turnedAway !== null) return await turnAway(turnedAway)
      const answer = memory ? null : await desktop.replicaKey(staffId, !exists)
      if (mine !== turn) return
      if (answer?.ok === false) return await keyRefused(answer.reason, staffId, exists)
      await open(mine, staffId, answer?.key ?? null)
    } catch (error) {
      if (mine === turn) become({ at: 'trouble', staffId, trouble: troubleOf(error) })
    }
  }

  /** Null = come in. */
  const admission = async (known: StaffMe | null): Promise<ConsoleState | null> => {
    try {
      const me = known ?? (await server.me())
      const answer = admissionOf(me)
      if (answer === 'enter') return null
      return answer === 'removed' ? { at: 'removed' } : { at: answer, me }
    } catch (error) {
      const code = codeOf(error)
      if (code === 'DEVICE_REVOKED') return { at: 'removed' }
      if (code === 'NOT_SIGNED_IN') return { at: 'signIn', people: [], notice: 'session_over' }
      return null
    }
  }

  const turnAway = async (to: ConsoleState): Promise<void> => {
    if (to.at === 'removed') return await removed()
    if (to.at !== 'signIn') return become(to)
    const { people } = await desktop.lockStatus()
    become({ ...to, people })
  }

  const keyRefused = async (
    reason: Extract<ReplicaKeyAnswer, { ok: false }>['reason'],
    staffId: string,
    exists: boolean,
  ): Promise<void> => {
    if (reason === 'WIPED') {
      await replicas.destroy(staffId)
      return await look('wiped')
    }
    if (reason === 'KEY_MISSING' && exists) return become({ at: 'keyGone', staffId })
    if (reason === 'KEYCHAIN_UNAVAILABLE') return become({ at: 'keychainFailed', staffId })
    // LOCKED: the lease ran out, or somebody locked in this very moment. Never in a circle: the door asks for the server's word.
    const { people } = await desktop.lockStatus()
    become({ at: 'signIn', people, notice: 'key_refused' })
  }

  const open = async (mine: number, staffId: string, key: string | null): Promise<void> => {
    const session = await replicas.open(staffId, key, (error) => {
      if (mine === turn && state.at === 'open') become({ ...state, failure: troubleOf(error) })
    })
    if (mine !== turn) {
      closing = session.close().catch(() => undefined)
      return
    }
    const { session: signedIn } = await desktop.lockStatus()
    if (mine !== turn) {
      closing = session.close().catch(() => undefined)
      return
    }
    stopListening = session.sync.subscribe(() => {
      if (session.sync.state().link === 'revoked') void removed()
    })
    become({ at: 'open', session, signedIn, failure: null })
    if (session.sync.state().link === 'revoked') void removed()
  }

  const removed = async (): Promise<void> => {
    if (state.at === 'removed') return
    const present = presentIn(state)
    const known = 'people' in state ? state.people.map(({ staffId }) => staffId) : []
    leave({ at: 'removed' })
    await closing
    const people = await desktop.lockStatus().then(
      (lock) => lock.people.map(({ staffId }) => staffId),
      () => [],
    )
    for (const staffId of new Set([...people, ...known, ...(present === null ? [] : [present])])) {
      await replicas.destroy(staffId).catch(() => undefined)
      await desktop.forgetReplicaKey(staffId).catch(() => undefined)
    }
  }

  /** Memory is all there is: what is queued gets one last chance to reach the server. */
  const sendWhatMemoryHolds = async (): Promise<void> => {
    if (state.at !== 'open' || state.session.storage !== 'memory') return
    await Promise.race([state.session.sync.syncNow(), ports.wait(LAST_SEND_MS)])
  }

  /** Somebody else ended it: the lease, the screen lock of the computer, or the server. */
  const takenAway = async (lock: LockStatus): Promise<void> => {
    const before = presentIn(state)
    if (lock.state === 'signedOut' && (await askDoor()) === 'removed') return await removed()
    if (presentIn(state) === before) await look(lock.state === 'signedOut' ? 'signed_out' : null)
  }

  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    look,
    removed,
    chooseMemory: async () => {
      memoryChosen = true
      await look()
    },
    signedIn: async (me) => {
      if (state.at === 'open' && state.session.staffId === me.staff.id && admissionOf(me) === 'enter') {
        become({ ...state, signedIn: true })
        await state.session.sync.syncNow()
      } else await enter(me.staff.id, me)
    },
    unlock: async (staffId, password) => {
      const answer = await desktop.unlock(staffId, password)
      if (answer.ok) await enter(staffId, null)
      else if (answer.reason === 'SIGN_IN_NEEDED') await toSignIn('sign_in_needed')
      else if (answer.reason === 'PASSPHRASE_NEEDED') await look()
      else if (answer.reason === 'WIPED') {
        await replicas.destroy(staffId)
        await toSignIn('wiped')
      }
      return answer
    },
    goTo: async (door) => {
      if (door === 'signIn') return await toSignIn(null)
      const { people, staffId } = await desktop.lockStatus()
      become({ at: 'unlock', people, staffId: staffId ?? people[0]?.staffId ?? null, notice: null })
    },
    checkApproval: async () => {
      const mine = turn
      if (state.at !== 'waiting') return
      const next = await admission(null)
      if (mine !== turn || state.at !== 'waiting') return
      if (next === null) return await goInOnceAnswered(mine, state.me.staff.id)
      await turnAway(next)
    },
    lockChanged: (lock) => {
      const present = presentIn(state)
      if (present === null || leavingOnPurpose) return
      if (lock.state !== 'unlocked' || lock.staffId !== present) void takenAway(lock)
      else if (state.at === 'open' && state.signedIn !== lock.session) become({ ...state, signedIn: lock.session })
    },
    lock: async () => {
      await onPurpose(async () => {
        await sendWhatMemoryHolds()
        leave({ at: 'starting' })
        await desktop.lock()
        await look()
      })
    },
    signOut: async () => {
      await onPurpose(async () => {
        await sendWhatMemoryHolds()
        const told = await server.signOut().then(
          () => true,
          () => false,
        )
        leave({ at: 'starting' })
        if (!told) await desktop.lock()
        await look(told ? null : 'signed_out_offline')
      })
    },
    retry: async () => {
      const present = presentIn(state)
      if (present === null) await look()
      else await enter(present, null)
    },
    startOver: async () => {
      const present = presentIn(state)
      if (present === null) return
      leave({ at: 'opening', staffId: present })
      await closing
      await replicas.destroy(present)
      await desktop.forgetReplicaKey(present)
      await enter(present, null)
    },
  }

  /** `admission` lets an unreachable server pass, which is right for a known copy and wrong for a console that waits. */
  async function goInOnceAnswered(mine: number, staffId: string): Promise<void> {
    const me = await server.me().catch(() => null)
    if (me !== null && mine === turn) await enter(staffId, me)
  }

  async function toSignIn(notice: Notice | null): Promise<void> {
    const { people } = await desktop.lockStatus()
    leave({ at: 'signIn', people, notice })
  }

  async function onPurpose(action: () => Promise<void>): Promise<void> {
    leavingOnPurpose = true
    try {
      await action()
    } catch {
      leave({ at: 'unreachable' })
    } finally {
      leavingOnPurpose = false
    }
  }
}

function codeOf(error: unknown): string {
  return problemOf(error).code
}
