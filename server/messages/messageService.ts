import { CodedError } from '../../shared/errors/errorCodes'
import { isRepeat } from '../../shared/messages/messageRules'
import type { PortalMessage } from '../../shared/messages/messageSchemas'
import { lockAccount } from '../accounts/accountStore'
import { appendAudit } from '../audit/auditStore'
import { lockParticipants } from '../participants/participantStore'
import { inTransaction, type Tx } from '../platform/database/transaction'
import { takeToken } from '../platform/rate/tokens'
import { type PortalCaller, participantActor, type Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { messageIdIn } from './messageIds'
import { findMessage, insertMessage, loadThread, markThreadRead, portalMessage, sentBefore } from './messageStore'

/** More in an hour is no conversation. */
const MOST_AN_HOUR = 30

/** The participant's own thread (G1), its newest messages, oldest first. `NOT_FOUND` while the clinic has messages switched off (S4.11). */
export async function listMessages(
  deps: Pick<WaysInDeps, 'db' | 'clinic'>,
  caller: Pick<PortalCaller, 'participantId'>,
): Promise<PortalMessage[]> {
  await requireMessages(deps)
  return (await loadThread(deps.db, caller.participantId)).map(portalMessage)
}

/**
 * The browser names the message, so that a press which is repeated after a lost answer sends it once; other words under the same name are
 * `INVALID_INPUT`. A name counts in this thread only (G1): the answer's id is another one, whether or not somebody else has that name too.
 */
export async function sendMessage(
  deps: WaysInDeps,
  caller: PortalCaller,
  input: { readonly id: string; readonly body: string },
  visit: Visit,
): Promise<PortalMessage> {
  await requireMessages(deps)
  const { participantId } = caller
  const id = messageIdIn(participantId, input.id)
  return await inTransaction(deps.db, async (tx) => {
    await lockParticipants(tx, [participantId])
    const account = await lockAccount(tx, participantId)
    if (!account || account.disabled_at !== null) throw new CodedError('NOT_SIGNED_IN')
    const sending = { participantId, author: 'participant', authorId: participantId, body: input.body } as const
    const stored = await findMessage(tx, id)
    if (stored && isRepeat(sentBefore(stored), sending)) return portalMessage(stored)
    if (stored) throw new CodedError('INVALID_INPUT')
    await takeTurn(tx, participantId, visit.now)
    const row = await insertMessage(tx, {
      id,
      ...sending,
      authorName: account.display_name,
      now: visit.now,
    })
    const actor = participantActor(participantId, visit)
    const target = { kind: 'message', id: row.id } as const
    await appendAudit(tx, [{ actor, action: 'message.sent', target, outcome: 'ok' }], visit.now)
    await deps.announce(tx, row.rev)
    return portalMessage(row)
  })
}

/** Everything that the clinic wrote has been read. */
export async function markRead(deps: WaysInDeps, caller: PortalCaller, visit: Visit): Promise<void> {
  await requireMessages(deps)
  const { participantId, displayName } = caller
  await inTransaction(deps.db, async (tx) => {
    // A message that is being sent now must be decided before or after this: its mail depends on what is unread.
    await lockParticipants(tx, [participantId])
    const mark = { participantId, author: 'staff', upTo: null, byName: displayName, now: visit.now } as const
    const rows = await markThreadRead(tx, mark)
    const newest = rows.at(-1)
    if (!newest) return
    const actor = participantActor(participantId, visit)
    const target = { kind: 'message', id: newest.id } as const
    const detail = { count: rows.length }
    await appendAudit(tx, [{ actor, action: 'message.read', target, outcome: 'ok', detail }], visit.now)
    await deps.announce(tx, newest.rev)
  })
}

async function requireMessages({ clinic }: Pick<WaysInDeps, 'clinic'>): Promise<void> {
  if (!(await clinic.read()).settings.functions.messages.on) throw new CodedError('NOT_FOUND')
}

async function takeTurn(tx: Tx, participantId: string, now: Date): Promise<void> {
  const key = `messages/${participantId}`
  const turn = await takeToken(tx, { key, limit: MOST_AN_HOUR, windowSeconds: 3_600, now })
  if (!turn.allowed) throw new CodedError('TOO_MANY_REQUESTS', {}, turn.retryAfterSeconds)
}
