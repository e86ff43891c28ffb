import type { AuditEntry } from '../../shared/audit/auditSchemas'
import type { SignInWay } from '../../shared/waysIn/waysInSchemas'
import { lockAccount } from '../accounts/accountStore'
import { appendAudit } from '../audit/auditStore'
import { nextRev, type Tx } from '../platform/database/transaction'
import type { OutboxHook } from '../platform/mail/outboxWorker'
import { recordAttempt } from '../waysIn/attemptStore'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { RESET_REF, SIGN_IN_REF } from './resetIssue'

const NOBODY = { address: '' }

/**
 * For the outbox worker's `onGivenUp`. A reset link of staff that never left: the account says so, and the audit log. A link, code or reset
 * that the participant asked for: one line in the diagnostics, so that staff can tell why nothing came. Other messages are ignored.
 */
export function resetMailGivenUp({ announce }: Pick<WaysInDeps, 'announce'>): OutboxHook {
  return async (tx, { ref, now }) => {
    if (ref.kind === SIGN_IN_REF) await noteUnsent(tx, ref.id, now)
    if (ref.kind !== RESET_REF) return
    const account = await lockAccount(tx, ref.id)
    if (!account) return
    const id = account.participant_id
    await recordAttempt(tx, {
      at: now,
      way: 'reset',
      reason: 'send_failed',
      participantId: id,
      contact: null,
      visit: NOBODY,
    })
    const rev = await nextRev(tx)
    await tx.updateTable('account').set({ rev, reset_failed_at: now }).where('participant_id', '=', id).execute()
    await appendAudit(tx, [failed(id)], now)
    await announce(tx, rev)
  }
}

async function noteUnsent(tx: Tx, secretId: string, now: Date): Promise<void> {
  const secret = await tx
    .selectFrom('one_time_secret')
    .leftJoin('sign_in_request', 'sign_in_request.id', 'one_time_secret.request_id')
    .select(['one_time_secret.purpose', 'one_time_secret.participant_id', 'sign_in_request.contact_hash'])
    .where('one_time_secret.id', '=', secretId)
    .executeTakeFirst()
  const way = secret && wayOf(secret.purpose)
  if (!secret || !way) return
  const { participant_id: participantId, contact_hash: contact } = secret
  await recordAttempt(tx, { at: now, way, reason: 'send_failed', participantId, contact, visit: NOBODY })
}

/** Codes that confirm a new contact are no way in. */
function wayOf(purpose: string): Extract<SignInWay, 'email_link' | 'sms_code' | 'reset'> | null {
  return purpose === 'email_link' || purpose === 'sms_code' || purpose === 'reset' ? purpose : null
}

function failed(id: string): AuditEntry {
  const actor = { kind: 'system', id: null, role: null, deviceId: null, address: null } as const
  return { actor, action: 'account.reset_failed', target: { kind: 'account', id }, outcome: 'refused' }
}
