import { randomBytes } from 'node:crypto'
import type {
  KnownPerson,
  LockStatus,
  PinAnswer,
  ReplicaKeyAnswer,
  UnlockAnswer,
  UnlockRefusal,
} from '../../shared/ipc/desktopTypes'
import type { LeaseState } from '../../shared/ipc/leaseRules'
import { pinFault } from '../../shared/ipc/pinRules'
import type { DeviceKey } from './deviceKey'
import { createForgetting, each, everybody, type ForgetParts, type Forgetting, replicaName } from './forgetting'
import type { PendingSignIn, TypedSignIn } from './pendingSignIn'
import type { SecretBox } from './ports'
import type { Secrets } from './secrets'
import { createSerial } from './serial'
import type { Suspension } from './suspension'
import type { Typed, VerifyAnswer } from './verifiers'

export interface LockParts extends ForgetParts {
  readonly deviceKey: DeviceKey
  readonly suspension: Suspension
  readonly pending: PendingSignIn
}

/** Lock, unlock and the replica's key: everything that decides whether someone may open the replica. */
export interface LockService extends Forgetting {
  status(): Promise<LockStatus>
  lock(): Promise<void>
  unlock(staffId: string, typed: Typed): Promise<UnlockAnswer>
  /** Sets, changes or (null) removes the PIN of whoever is here. Wrong passwords count as at the lock; the fifth locks. */
  changePin(staffId: string, password: string, pin: string | null): Promise<PinAnswer>
  /** The server says that this console is suspended: locked from this very moment, and until it says otherwise. */
  suspend(): Promise<void>
  /** The server has accepted a sign-in. Before anybody is in: a look at a lease that has not begun would lock them out again. */
  letIn(staffId: string, leaseDays: number | null): Promise<void>
  /** They are in; `typed` becomes the verifier for the next unlock. */
  signedIn(staffId: string, typed: TypedSignIn | null): Promise<void>
  /** After the server took a new password: it becomes the verifier, if this person has one here. */
  passwordChanged(staffId: string, password: string): Promise<void>
  replicaKey(staffId: string, create: boolean): Promise<ReplicaKeyAnswer>
}

/** One instance per core; `replicaKey` is serial so that two pages never create two keys. */
export function createLockService(parts: LockParts): LockService {
  const { secrets, session, lease, wipes, verifiers, deviceKey, suspension, pending } = parts
  const serial = createSerial()

  const lock = async () => {
    session.lock()
    pending.forget()
    if ((await secrets.vaultState()) !== 'open') return
    // With a passphrase the wrapping key is in our own memory, so locking drops it too (R4).
    await secrets.vault.close()
    deviceKey.forget()
  }

  const forgetting = createForgetting(parts)

  /** Acts on the lease (D3): over means wipe, run out means lock. */
  const enforceLease = async (staffId: string): Promise<LeaseState> => {
    const state = await lease.check(staffId)
    if (state === 'wipe') await forgetting.wipeByLease(staffId)
    const now = session.current()
    if (state === 'lock' && now.state === 'unlocked' && now.staffId === staffId) await lock()
    return state
  }

  /** A page that hears of the lock asks where the vault stands: not before it is closed, or it would wait at the wrong door. */
  let leaving: Promise<unknown> = Promise.resolve()
  const suspend = async () => {
    const atWork = session.current().state === 'unlocked'
    // Heard again at the door: the vault that somebody has opened there stays open, or nobody could ever ask.
    if (!atWork && (await suspension.active().catch(() => false))) return await suspension.begin()
    const noted = suspension.begin()
    session.lock()
    session.dropHeld()
    // What keeps the note is closed by locking. One that cannot be written changes nothing about the lock.
    await noted.catch(() => undefined)
    await lock()
  }

  return {
    lock,
    ...forgetting,
    status: async () => {
      await leaving
      return await describe(parts, enforceLease)
    },
    unlock: async (staffId, typed) => {
      try {
        return await tryUnlock(parts, enforceLease, staffId, typed)
      } catch {
        return refusal('KEYCHAIN_UNAVAILABLE')
      }
    },
    changePin: async (staffId, password, pin) => {
      try {
        const answer = await tryPinChange(parts, staffId, password, pin)
        if (!answer.ok && answer.reason === 'SIGN_IN_NEEDED') {
          await lock()
          session.dropHeld()
        }
        return answer
      } catch {
        return { ok: false, reason: 'KEYCHAIN_UNAVAILABLE', triesLeft: 0 }
      }
    },
    suspend: () => {
      const mine = suspend()
      leaving = Promise.allSettled([leaving, mine])
      return mine
    },
    letIn: async (staffId, leaseDays) => {
      const box = await secrets.box()
      // A keychain that fails here costs what it cannot keep, not the sign-in.
      await (box && parts.holders.add(box, staffId).catch(() => undefined))
      await suspension.end().catch(() => undefined)
      await lease.contact(staffId, leaseDays).catch(() => undefined)
      await wipes.end(staffId).catch(() => undefined)
    },
    signedIn: async (staffId, typed) => {
      const box = await secrets.box()
      if (box && typed) await verifiers.remember(box, { staffId, email: typed.email }, typed.password)
    },
    passwordChanged: async (staffId, password) => {
      const box = await secrets.box()
      const known = box ? (await verifiers.people(box)).find((person) => person.staffId === staffId) : undefined
      if (box && known) await verifiers.remember(box, known, password)
    },
    replicaKey: (staffId, create) =>
      serial(async () => {
        if ((await secrets.kind()) === 'none') return { ok: false, reason: 'KEYCHAIN_UNAVAILABLE' }
        const now = session.current()
        if (now.state !== 'unlocked' || now.staffId !== staffId) return { ok: false, reason: 'LOCKED' }
        try {
          if (await suspension.active()) return { ok: false, reason: 'LOCKED' }
          const state = await enforceLease(staffId)
          const box = await secrets.box()
          if (state === 'wipe') return { ok: false, reason: 'WIPED' }
          if (state === 'lock' || box === null) return { ok: false, reason: 'LOCKED' }
          return await readOrCreate(parts, box, staffId, create)
        } catch {
          return { ok: false, reason: 'KEYCHAIN_UNAVAILABLE' }
        }
      }),
  }
}

async function describe(parts: LockParts, enforceLease: (staffId: string) => Promise<LeaseState>): Promise<LockStatus> {
  const { session, suspension } = parts
  const before = session.current()
  const lease = before.state === 'signedOut' ? null : await enforceLease(before.staffId).catch(() => null)
  const people = await knownPeople(parts, enforceLease).catch(() => [])
  const wiped = await parts.wipes.list().catch(() => [])
  const suspended = await suspension.active().catch(() => false)
  const now = session.current()
  const token = now.state === 'locked' ? now.held : now.token
  const staffId = now.state === 'signedOut' ? null : now.staffId
  return { state: now.state, staffId, session: token !== null && staffId !== null, lease, people, wiped, suspended }
}

/** Looking at the list also wipes whoever has been away too long: that must not wait for a right password (D3). */
async function knownPeople(
  parts: LockParts,
  enforceLease: (staffId: string) => Promise<LeaseState>,
): Promise<readonly KnownPerson[]> {
  const box = await parts.secrets.box()
  if (box === null) return []
  const states = new Map<string, LeaseState>()
  // Also of those without a verifier, who stand in no list on the screen.
  await each(await everybody(parts, box), async (staffId) => states.set(staffId, await enforceLease(staffId)))
  const people = await parts.verifiers.people(box)
  return people.map((person) => ({ ...person, leaseOver: states.get(person.staffId) === 'lock' }))
}

async function tryUnlock(
  { secrets, session, verifiers, suspension }: LockParts,
  enforceLease: (staffId: string) => Promise<LeaseState>,
  staffId: string,
  typed: Typed,
): Promise<UnlockAnswer> {
  const box = await secrets.box()
  if (box === null) return refusal('PASSPHRASE_NEEDED')
  if (await suspension.active()) return refusal('SUSPENDED')
  if ('pin' in typed && !(await isGuarded(secrets))) return refusal('PIN_UNAVAILABLE')
  const answer = await verifiers.check(box, staffId, typed)
  if (!answer.ok) {
    if (answer.reason === 'SIGN_IN_NEEDED') session.dropHeld()
    return answer
  }
  const state = await enforceLease(staffId)
  if (state !== 'ok') return refusal(state === 'wipe' ? 'WIPED' : 'LEASE_OVER')
  // Once more: the word may have come while the password was checked.
  if (await suspension.active()) return refusal('SUSPENDED')
  session.unlock(staffId)
  const now = session.current()
  return { ok: true, session: now.token !== null }
}

/** A PIN is short: it may open only what a keychain, or a vault that a passphrase has opened, keeps besides. */
async function isGuarded(secrets: Secrets): Promise<boolean> {
  return (await secrets.kind()) === 'os' || (await secrets.vaultState()) === 'open'
}

async function tryPinChange(
  { secrets, session, verifiers }: LockParts,
  staffId: string,
  password: string,
  pin: string | null,
): Promise<PinAnswer> {
  const now = session.current()
  const box = await secrets.box()
  if (box === null || now.state !== 'unlocked' || now.staffId !== staffId)
    return { ok: false, reason: 'LOCKED', triesLeft: 0 }
  if (!(await isGuarded(secrets))) return { ok: false, reason: 'PIN_UNAVAILABLE', triesLeft: 0 }
  const fault = pin === null ? null : pinFault(pin)
  if (fault !== null) return { ok: false, reason: 'WEAK', fault }
  const answer: VerifyAnswer = await verifiers.changePin(box, staffId, password, pin)
  return answer
}

function refusal(reason: UnlockRefusal): UnlockAnswer {
  return { ok: false, reason, triesLeft: 0 }
}

async function readOrCreate(
  { holders }: LockParts,
  box: SecretBox,
  staffId: string,
  create: boolean,
): Promise<ReplicaKeyAnswer> {
  const known = await box.get(replicaName(staffId))
  if (known === null && !create) return { ok: false, reason: 'KEY_MISSING' }
  if (known !== null) {
    // For keys of before the list. A keychain that cannot be written now has another chance at the next opening.
    await holders.add(box, staffId).catch(() => undefined)
    return { ok: true, key: known, created: false }
  }
  // Before the key: a key that nobody remembers would outlive every wipe (D3).
  await holders.add(box, staffId)
  const key = randomBytes(32).toString('base64')
  await box.set(replicaName(staffId), key)
  // Read back before anything is sealed with it: a keychain that says yes and keeps nothing would cost the replica.
  if ((await box.get(replicaName(staffId))) !== key) return { ok: false, reason: 'KEYCHAIN_UNAVAILABLE' }
  return { ok: true, key, created: true }
}
