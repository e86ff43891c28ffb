import { each, everybody } from './forgetting'
import type { LockParts, LockService } from './lockService'

export interface Holdings extends LockParts {
  readonly lock: LockService
}

/** Unsent writes as noted: of whoever is at work now, and of everybody else known here. */
export async function countUnsent(holdings: Holdings) {
  const { secrets, session, queue } = holdings
  const now = session.current()
  const present = now.state === 'signedOut' ? null : now.staffId
  const box = await secrets.box()
  let others = 0
  for (const staffId of box ? await everybody(holdings, box) : []) {
    if (staffId !== present) others += await queue.read(staffId)
  }
  return { present: present === null ? 0 : await queue.read(present), others }
}

/**
 * Every key, verifier, lease and note of everybody, the vault and this console's own key. Each part may already be gone; one that fails keeps no other,
 * and rejects at the end. The vault goes whole and last, so a disk too full for writing it again does not save it.
 */
export async function eraseEverything(
  { secrets, session, suspension, lock, deviceKey, pending }: Holdings,
  deviceKeyToo: boolean,
): Promise<void> {
  session.signOut()
  pending.forget()
  const steps = [
    lock.forgetEveryone,
    suspension.end,
    async () => await (deviceKeyToo && deviceKey.destroy()),
    // Also a vault that nobody has opened since: the file is all there is.
    async () => await ((await secrets.vaultState()) !== 'absent' && secrets.vault.close('discard')),
  ]
  // A page that stands before the lock hears of it now, when nobody is left in the list.
  await each(steps, (step) => step()).finally(session.signOut)
}
