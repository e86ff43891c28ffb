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
import type { LeaseKeeper } from './leaseKeeper'
import type { LeaseWipes } from './leaseWipes'
import type { TypedSignIn } from './pendingSignIn'
import type { SecretBox } from './ports'
import type { QueueNotes } from './queueNotes'
import type { Secrets } from './secrets'
import { createSerial } from './serial'
import type { Session } from './session'
import type { Suspension } from './suspension'
import type { Typed, Verifiers, VerifyAnswer } from './verifiers'

const replicaName = (staffId: string) => `replica-key.${staffId}`

export interface LockParts {
  readonly secrets: Secrets
  readonly session: Session
  readonly lease: LeaseKeeper
  readonly wipes: LeaseWipes
  readonly verifiers: Verifiers
  readonly deviceKey: DeviceKey
  readonly queue: QueueNotes
  readonly suspension: Suspension
}

/** Lock, unlock and the replica's key: everything that decides whether someone may open the replica. */
export interface LockService {
  status(): Promise<LockStatus>
  lock(): Promise<void>
  unlock(staffId: string, typed: Typed): Promise<UnlockAnswer>
  /** Sets, changes or (null) removes the PIN of whoever is here. Wrong passwords count as at the lock; the fifth locks. */
  changePin(staffId: string, password: string, pin: string | null): Promise<PinAnswer>
  /** The server says that this console is suspended: locked now, and until it says otherwise. */
  suspend(): Promise<void>
  /** After the server accepted a sign-in; `typed` becomes the verifier for the next unlock. */
  signedIn(staffId: string, typed: TypedSignIn | null, leaseDays: number | null): Promise<void>
  /** After the server took a new password: it becomes the verifier, if this person has one here. */
  passwordChanged(staffId: string, password: string): Promise<void>
  replicaKey(staffId: string, create: boolean): Promise<ReplicaKeyAnswer>
  /** Deletes the key, and with `everything` all that was kept for this person (device or person revoked, lease over). */
  forget(staffId: string, what: 'key' | 'everything'): Promise<void>
  /** The same for everyone known on this console (device revoked). */
  forgetEveryone(): Promise<void>
}

/** One instance per core; `replicaKey` is serial so that two pages never create two keys. */
export function createLockService(parts: LockParts): LockService {
  const { secrets, session, lease, wipes, verifiers, deviceKey, queue, suspension } = parts
  const serial = createSerial()

  const lock = async () => {
    session.lock()
    if ((await secrets.vaultState()) !== 'open') return
    // With a passphrase the wrapping key is in our own memory, so locking drops it too (R4).
    await secrets.vault.close()
    deviceKey.forget()
  }

  const forget = async (staffId: string, what: 'key' | 'everything') => {
    const box = await secrets.box()
    await box?.delete(replicaName(staffId))
    if (what === 'key') return
    if (box) await verifiers.forget(box, staffId)
    await lease.forget(staffId)
    await queue.forget(staffId)
    const now = session.current()
    if (now.state !== 'signedOut' && now.staffId === staffId) session.signOut()
  }

  /** Acts on the lease (D3): over means wipe, run out means lock. */
  const enforceLease = async (staffId: string): Promise<LeaseState> => {
    const state = await lease.check(staffId)
    if (state === 'wipe') {
      // Noted first: after a crash in between, the page still knows whose sealed copy it is to delete.
      await wipes.add({ staffId, unsent: await queue.read(staffId) })
      await forget(staffId, 'everything')
    }
    const now = session.current()
    if (state === 'lock' && now.state === 'unlocked' && now.staffId === staffId) await lock()
    return state
  }

  return {
    lock,
    forget,
    forgetEveryone: async () => {
      const box = await secrets.box()
      for (const { staffId } of box ? await verifiers.people(box) : []) await forget(staffId, 'everything')
      await wipes.endAll()
    },
    status: () => describe(parts, enforceLease),
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
    suspend: async () => {
      // Heard again at the door: the vault that somebody has opened there stays open, or nobody could ever ask.
      if ((await suspension.active()) && session.current().state !== 'unlocked') return
      // First the flag, then the lock: the vault that keeps it is closed by locking.
      await suspension.begin()
      await lock()
      session.dropHeld()
    },
    signedIn: async (staffId, typed, leaseDays) => {
      session.signedIn(staffId)
      await suspension.end()
      await lease.contact(staffId, leaseDays)
      await wipes.end(staffId)
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
          return await readOrCreate(box, staffId, create)
        } catch {
          return { ok: false, reason: 'KEYCHAIN_UNAVAILABLE' }
        }
      }),
  }
}

async function describe(
  { secrets, session, wipes, verifiers, suspension }: LockParts,
  enforceLease: (staffId: string) => Promise<LeaseState>,
): Promise<LockStatus> {
  const before = session.current()
  const lease = before.state === 'signedOut' ? null : await enforceLease(before.staffId).catch(() => null)
  const people = await knownPeople(secrets, verifiers, enforceLease).catch(() => [])
  const wiped = await wipes.list().catch(() => [])
  const suspended = await suspension.active().catch(() => false)
  const now = session.current()
  const token = now.state === 'locked' ? now.held : now.token
  const staffId = now.state === 'signedOut' ? null : now.staffId
  return { state: now.state, staffId, session: token !== null && staffId !== null, lease, people, wiped, suspended }
}

/** Looking at the list also wipes whoever has been away too long: that must not wait for a right password (D3). */
async function knownPeople(
  secrets: Secrets,
  verifiers: Verifiers,
  enforceLease: (staffId: string) => Promise<LeaseState>,
): Promise<readonly KnownPerson[]> {
  const box = await secrets.box()
  const kept: KnownPerson[] = []
  for (const person of box ? await verifiers.people(box) : []) {
    const state = await enforceLease(person.staffId)
    if (state !== 'wipe') kept.push({ ...person, leaseOver: state === 'lock' })
  }
  return kept
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

async function readOrCreate(box: SecretBox, staffId: string, create: boolean): Promise<ReplicaKeyAnswer> {
  const known = await box.get(replicaName(staffId))
  if (known !== null) return { ok: true, key: known, created: false }
  if (!create) return { ok: false, reason: 'KEY_MISSING' }
  const key = randomBytes(32).toString('base64')
  await box.set(replicaName(staffId), key)
  // Read back before anything is sealed with it: a keychain that says yes and keeps nothing would cost the replica.
  if ((await box.get(replicaName(staffId))) !== key) return { ok: false, reason: 'KEYCHAIN_UNAVAILABLE' }
  return { ok: true, key, created: true }
}
