import { randomUUID } from 'node:crypto'
import { applyCorrectionCommand } from '../../server/corrections/correctionCommands'
import type { CorrectionItem } from '../../server/corrections/correctionScene'
import { inTransaction } from '../../server/platform/database/transaction'
import { createEnqueue } from '../../server/platform/mail/outbox'
import type { Role } from '../../shared/access/roles'
import { type Clinic, staffCaller, type World } from '../invites/portalWorld'
import { testNotices } from '../support/notices'
import { testSecrets } from '../support/testSecrets'

export type Wish = CorrectionItem extends infer Item
  ? Item extends CorrectionItem
    ? Omit<Item, 'writeId' | 'participantId' | 'correctionId'>
    : never
  : never

/** A colleague decides something about a request, in a transaction of its own; mails go into the real outbox. */
export async function staffDecides(
  world: World,
  clinic: Clinic,
  about: { readonly participantId: string; readonly correctionId: string },
  wish: Wish,
  role?: Role,
) {
  const { notices } = testNotices(world.deps.clinic, createEnqueue(testSecrets))
  const item = { ...wish, ...about, writeId: randomUUID() } as CorrectionItem
  return await inTransaction(world.db, (tx) =>
    applyCorrectionCommand({ ...world.deps, notices }, tx, staffCaller(world, clinic, role), item),
  )
}
