import type { IdList } from './idList'
import type { LeaseKeeper } from './leaseKeeper'
import type { LeaseWipes } from './leaseWipes'
import type { SecretBox } from './ports'
import type { QueueNotes } from './queueNotes'
import type { Secrets } from './secrets'
import type { Session } from './session'
import type { Verifiers } from './verifiers'

export const replicaName = (staffId: string) => `replica-key.${staffId}`

export interface ForgetParts {
  readonly secrets: Secrets
  readonly session: Session
  readonly lease: LeaseKeeper
  readonly verifiers: Verifiers
  readonly queue: QueueNotes
  /** Everybody who signed in or was given a replica key here. A verifier may be missing: a slow second factor, a full list, a keychain that failed. */
  readonly holders: IdList
  /** Whose key the lease has deleted, until they sign in again. */
  readonly wipes: LeaseWipes
}

export interface Forgetting {
  /** Deletes the key, and with `everything` all that was kept for this person (device or person revoked, lease over). */
  forget(staffId: string, what: 'key' | 'everything'): Promise<void>
  /** After 30 days without contact: everything of theirs, with a note that it was so. */
  wipeByLease(staffId: string): Promise<void>
  /** The same for everyone known on this console (device revoked). Rejects when something stayed, after trying all of it. */
  forgetEveryone(): Promise<void>
}

/** How a person's keys leave this console (D3). */
export function createForgetting(parts: ForgetParts): Forgetting {
  const { secrets, session, lease, verifiers, queue, holders, wipes } = parts
  const forget = async (staffId: string, what: 'key' | 'everything') => {
    const box = await secrets.box()
    if (what === 'key') return await box?.delete(replicaName(staffId))
    const now = session.current()
    if (now.state !== 'signedOut' && now.staffId === staffId) session.signOut()
    const steps = [
      async () => await box?.delete(replicaName(staffId)),
      async () => await (box && verifiers.forget(box, staffId)),
      () => lease.forget(staffId),
      () => queue.forget(staffId),
    ]
    await each(steps, (step) => step())
    // Last, and only when the rest is gone: whoever stands in the list is looked at again.
    if (box) await holders.remove(box, staffId)
  }
  return {
    forget,
    wipeByLease: async (staffId) => {
      const unsent = await queue.read(staffId).catch(() => 0)
      // Before the rest, or a kill in between would leave a sealed copy without its key and no word why.
      await wipes.add({ staffId, unsent }).catch(() => undefined)
      await forget(staffId, 'everything')
    },
    forgetEveryone: async () => {
      const box = await secrets.box()
      if (box === null) return
      await each(await everybody(parts, box), (staffId) => forget(staffId, 'everything'))
      await wipes.endAll()
    },
  }
}

/** Whoever may have left something here. Consoles of before the list have verifiers only. */
export async function everybody(
  { holders, verifiers }: Pick<ForgetParts, 'holders' | 'verifiers'>,
  box: SecretBox,
): Promise<readonly string[]> {
  return [...new Set([...(await holders.all(box)), ...(await verifiers.ids(box))])]
}

/** Tries all, then rejects with the first failure: one entry that cannot be deleted must not keep the others. */
export async function each<T>(members: readonly T[], action: (member: T) => Promise<unknown>): Promise<void> {
  const failures: unknown[] = []
  for (const member of members) await action(member).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}
