import type { DeviceKey } from './deviceKey'
import type { LockService } from './lockService'
import type { QueueNotes } from './queueNotes'
import type { Secrets } from './secrets'
import type { Session } from './session'
import type { Suspension } from './suspension'
import type { Verifiers } from './verifiers'

export interface Holdings {
  readonly secrets: Secrets
  readonly session: Session
  readonly verifiers: Verifiers
  readonly queue: QueueNotes
  readonly suspension: Suspension
  readonly lock: LockService
  readonly deviceKey: DeviceKey
}

/** Unsent writes as noted: of whoever is at work now, and of everybody else known here. */
export async function countUnsent({ secrets, session, verifiers, queue }: Holdings) {
  const now = session.current()
  const present = now.state === 'signedOut' ? null : now.staffId
  const box = await secrets.box()
  let others = 0
  for (const { staffId } of box ? await verifiers.people(box) : []) {
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
