import type { Updateable } from 'kysely'
import type { AuditAction, AuditActor, AuditDetail } from '../../shared/audit/auditSchemas'
import type { Refused } from '../../shared/invites/inviteRules'
import type { InviteDoc } from '../../shared/invites/inviteSchemas'
import type { ParticipantFields } from '../../shared/participants/participantSchemas'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { appendAudit } from '../audit/auditStore'
import { lockParticipants } from '../participants/participantStore'
import type { Tables } from '../platform/database/tables'
import { nextRev, type Tx } from '../platform/database/transaction'
import { type AccountRow, lockAccount } from './accountStore'

export type AccountItem = Extract<OutboxItem, { kind: `account.${string}` }>
export type ItemOf<Kind extends AccountItem['kind']> = Extract<AccountItem, { kind: Kind }>

export type CommandOutcome = { readonly ok: true; readonly invites?: readonly InviteDoc[] } | Refused

/** A participant and their account, both locked: accepting an invite, signing in and every other command wait. */
export interface Person {
  readonly id: string
  readonly fields: ParticipantFields
  readonly account: AccountRow | null
}

export async function lockPerson(tx: Tx, participantId: string): Promise<Person | null> {
  const participant = (await lockParticipants(tx, [participantId])).get(participantId)
  if (!participant) return null
  return { id: participantId, fields: participant.fields, account: (await lockAccount(tx, participantId)) ?? null }
}

export interface AccountEvent {
  readonly actor: AuditActor
  readonly action: AuditAction
  readonly detail?: AuditDetail
  readonly now: Date
}

/** Writes the account with its next rev and one audit row. Takes the commit lock, so every other row must be locked before. Returns the rev. */
export async function writeAccount(
  tx: Tx,
  id: string,
  values: Updateable<Tables['account']>,
  { actor, action, detail, now }: AccountEvent,
): Promise<number> {
  const rev = await nextRev(tx)
  await tx
    .updateTable('account')
    .set({ ...values, rev })
    .where('participant_id', '=', id)
    .execute()
  const target = { kind: 'account', id } as const
  await appendAudit(tx, [{ actor, action, target, outcome: 'ok', ...(detail ? { detail } : {}) }], now)
  return rev
}

/** What a reset link was, once none works any more: the console must not go on saying until when it does. */
export const NO_RESET = { reset_sent_at: null, reset_expires_at: null, reset_failed_at: null } as const
