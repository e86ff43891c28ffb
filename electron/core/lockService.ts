import { randomBytes } from 'node:crypto'
import type {
  KnownPerson,
  LockStatus,
  ReplicaKeyAnswer,
  UnlockAnswer,
  UnlockRefusal,
} from '../../shared/ipc/desktopTypes'
import type { LeaseState } from '../../shared/ipc/leaseRules'
import type { DeviceKey } from './deviceKey'
import type { LeaseKeeper } from './leaseKeeper'
import type { TypedSignIn } from './pendingSignIn'
import type { SecretBox } from './ports'
import type { Secrets } from './secrets'
import { createSerial } from './serial'
import type { Session } from './session'
import type { Verifiers } from './verifiers'

const replicaName = (staffId: string) => `replica-key.${staffId}`

export interface LockParts {
  readonly secrets: Secrets
  readonly session: Session
  readonly lease: LeaseKeeper
  readonly verifiers: Verifiers
  readonly deviceKey: DeviceKey
}

/** Lock, unlock and the replica's key: everything that decides whether someone may open the replica. */
export interface LockService {
  status(): Promise<LockStatus>
  lock(): Promise<void>
  unlock(staffId: string, password: string): Promise<UnlockAnswer>
  /** After the server accepted a sign-in; `typed` becomes the verifier for the next unlock. */
  signedIn(staffId: string, typed: TypedSignIn | null): Promise<void>
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
  const { secrets, session, lease, verifiers, deviceKey } = parts
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
    const now = session.current()
    if (now.state !== 'signedOut' && now.staffId === staffId) session.signOut()
  }

  /** Acts on the lease (D3): over means wipe, run out means lock. */
  const enforceLease = async (staffId: string): Promise<LeaseState> => {
    const state = await lease.check(staffId)
    if (state === 'wipe') await forget(staffId, 'everything')
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
    },
    status: () => describe(parts, enforceLease),
    unlock: async (staffId, password) => {
      try {
        return await tryUnlock(parts, enforceLease, staffId, password)
      } catch {
        return refusal('KEYCHAIN_UNAVAILABLE')
      }
    },
    signedIn: async (staffId, typed) => {
      session.signedIn(staffId)
      await lease.contact(staffId)
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
  { secrets, session, verifiers }: LockParts,
  enforceLease: (staffId: string) => Promise<LeaseState>,
): Promise<LockStatus> {
  const before = session.current()
  const lease = before.state === 'signedOut' ? null : await enforceLease(before.staffId).catch(() => null)
  const people = await knownPeople(secrets, verifiers, enforceLease).catch(() => [])
  const now = session.current()
  const token = now.state === 'locked' ? now.held : now.token
  const staffId = now.state === 'signedOut' ? null : now.staffId
  return { state: now.state, staffId, session: token !== null && staffId !== null, lease, people }
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
    if ((await enforceLease(person.staffId)) !== 'wipe') kept.push(person)
  }
  return kept
}

async function tryUnlock(
  { secrets, session, verifiers }: LockParts,
  enforceLease: (staffId: string) => Promise<LeaseState>,
  staffId: string,
  password: string,
): Promise<UnlockAnswer> {
  const box = await secrets.box()
  if (box === null) return refusal('PASSPHRASE_NEEDED')
  const answer = await verifiers.check(box, staffId, password)
  if (!answer.ok) {
    if (answer.reason === 'SIGN_IN_NEEDED') session.dropHeld()
    return answer
  }
  const state = await enforceLease(staffId)
  if (state !== 'ok') return refusal(state === 'wipe' ? 'WIPED' : 'SIGN_IN_NEEDED')
  session.unlock(staffId)
  const now = session.current()
  return { ok: true, session: now.token !== null }
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
