import { everybody } from './forgetting'
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

/** Every key, verifier, lease and note of everybody, the vault and this console's own key. Each part may already be gone. */
export async function eraseEverything({ secrets, session, suspension, lock, deviceKey }: Holdings): Promise<void> {
  const now = session.current()
  session.signOut()
  if (now.state !== 'signedOut') await lock.forget(now.staffId, 'everything')
  await lock.forgetEveryone()
  await suspension.end()
  await deviceKey.destroy()
  // Also a vault that nobody has opened since: the file is all there is.
  if ((await secrets.vaultState()) !== 'absent') await secrets.vault.close('discard')
}
