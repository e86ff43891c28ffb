import { randomUUID } from 'node:crypto'
import { applyMessageCommand } from '../../server/messages/messageCommands'
import { inTransaction } from '../../server/platform/database/transaction'
import type { Message } from '../../server/platform/mail/message'
import { createEnqueue, openMessage } from '../../server/platform/mail/outbox'
import type { Role } from '../../shared/access/roles'
import { type Clinic, staffCaller, type World } from '../invites/portalWorld'
import { testNotices } from '../support/notices'
import { testSecrets } from '../support/testSecrets'

interface Writing {
  readonly role?: Role
  readonly messageId?: string
}

/** A colleague writes to the participant; the waiting mail goes into the real outbox. */
export async function staffWrites(
  world: World,
  clinic: Clinic,
  participantId: string,
  body: string,
  how: Writing = {},
) {
  const { notices } = testNotices(world.deps.clinic, createEnqueue(testSecrets))
  const messageId = how.messageId ?? randomUUID()
  const item = { kind: 'message.send', writeId: randomUUID(), participantId, messageId, body } as const
  return await inTransaction(world.db, (tx) =>
    applyMessageCommand({ ...world.deps, notices }, tx, staffCaller(world, clinic, how.role), item),
  )
}

export async function staffReads(world: World, clinic: Clinic, participantId: string, messageId: string, role?: Role) {
  const item = { kind: 'message.read', writeId: randomUUID(), participantId, messageId } as const
  return await inTransaction(world.db, (tx) =>
    applyMessageCommand(world.deps, tx, staffCaller(world, clinic, role), item),
  )
}

/** Every mail of the outbox, oldest first. */
export async function mails(world: World): Promise<Message[]> {
  const rows = await world.db.selectFrom('outbox_message').selectAll().orderBy('created_at').execute()
  return rows.map((row) => openMessage(testSecrets, row))
}
