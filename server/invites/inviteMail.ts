import { createHash, timingSafeEqual } from 'node:crypto'
import type { Kysely } from 'kysely'
import { allows } from '../../shared/access/roles'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { inviteUrl } from '../../shared/invites/inviteLinks'
import type { InviteDoc } from '../../shared/invites/inviteSchemas'
import type { ParticipantFields } from '../../shared/participants/participantSchemas'
import { appendAudit } from '../audit/auditStore'
import type { Clinic, ClinicService } from '../clinic/clinicService'
import type { Tables } from '../platform/database/tables'
import { inTransaction, nextRev, type Reading, type Tx } from '../platform/database/transaction'
import type { Message } from '../platform/mail/message'
import type { Enqueue } from '../platform/mail/outbox'
import type { OutboxHook } from '../platform/mail/outboxWorker'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import { participantOfInvite } from './inviteCommands'
import type { Announce } from './inviteDeps'
import { type InviteTemplates, inviteMail } from './inviteMailText'
import { type InviteRow, inviteDoc, isLivingRow, lockInvite } from './inviteStore'

const REF_KIND = 'invite'
const HOUR_MS = 3_600_000

export interface InviteMailDeps {
  readonly db: Kysely<Tables>
  readonly clinic: ClinicService
  readonly templates: InviteTemplates
  readonly enqueue: Enqueue
  readonly announce: Announce
  readonly inScope: (db: Reading, caller: WriteCaller, participantId: string) => Promise<boolean>
}

/**
 * Emails a living invite to the participant's starred address (S4.3, S4.4). Online only: the console sends the token once more, since the
 * server keeps nothing but its hash. `NOT_FOUND` for an invite out of scope, over, or of another token; `NO_EMAIL_ON_FILE`; `RESEND_COOLDOWN`.
 */
export async function emailInvite(
  deps: InviteMailDeps,
  caller: WriteCaller,
  input: { readonly inviteId: string; readonly token: string },
): Promise<InviteDoc> {
  if (!allows(caller.role, 'invite.create')) throw new CodedError('FORBIDDEN')
  const clinic = await deps.clinic.read()
  return await inTransaction(deps.db, async (tx) => {
    const { row, fields } = await lockEmailable(deps, tx, caller, input)
    const to = starredEmail(fields)
    if (to === null) throw new CodedError('NO_EMAIL_ON_FILE')
    refuseTooSoon(row, clinic, caller.now)
    const message = messageFor(deps.templates, clinic, row, fields, to, input.token)
    const opens = { id: row.id, expiresAt: row.expires_at }
    await deps.enqueue(tx, { message, now: caller.now, ref: { kind: REF_KIND, id: row.id }, opens })
    const values = { rev: await nextRev(tx), emailed_at: caller.now, email_failed_at: null }
    await tx.updateTable('invite').set(values).where('id', '=', row.id).execute()
    await appendAudit(tx, [emailed(caller, row)], caller.now)
    await deps.announce(tx, values.rev)
    return inviteDoc({ ...row, ...values })
  })
}

async function lockEmailable(
  deps: InviteMailDeps,
  tx: Tx,
  caller: WriteCaller,
  { inviteId, token }: { readonly inviteId: string; readonly token: string },
): Promise<{ row: InviteRow; fields: ParticipantFields }> {
  const participantId = await participantOfInvite(tx, inviteId)
  if (!participantId || !(await deps.inScope(tx, caller, participantId))) throw unknownInvite()
  const participant = await tx
    .selectFrom('participant')
    .select('fields')
    .where('id', '=', participantId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const row = await lockInvite(tx, inviteId)
  if (!row || !timingSafeEqual(row.token_hash, createHash('sha256').update(token, 'utf8').digest())) {
    throw unknownInvite()
  }
  if (!isLivingRow(row, caller.now)) throw new CodedError('NOT_FOUND', { reason: 'invite_over' })
  return { row, fields: participant.fields }
}

function unknownInvite(): CodedError {
  return new CodedError('NOT_FOUND', { reason: 'unknown_invite' })
}

/** The blue star decides among several addresses (S4.4, S4.5); without one there is nothing to send to. */
function starredEmail({ defaultEmail, emails }: ParticipantFields): string | null {
  return defaultEmail === null ? null : (emails[defaultEmail]?.value ?? null)
}

function refuseTooSoon(row: InviteRow, { settings }: Clinic, now: Date): void {
  if (row.emailed_at === null) return
  const cooldown = settings.resendCooldownMinutes * 60
  const left = Math.ceil((row.emailed_at.getTime() - now.getTime()) / 1000) + cooldown
  // Never more than the cooldown itself: a server clock that was set back must not block sending for longer.
  if (left > 0) throw new CodedError('RESEND_COOLDOWN', {}, Math.min(left, cooldown))
}

function messageFor(
  templates: InviteTemplates,
  { doc }: Clinic,
  row: InviteRow,
  fields: ParticipantFields,
  to: string,
  token: string,
): Message {
  // From PUBLIC_URL only, never from the request's Host (L3).
  const link = inviteUrl(doc.portalUrl, token)
  const hours = Math.round((row.expires_at.getTime() - row.created_at.getTime()) / HOUR_MS)
  const facts = { clinicName: doc.name, clinicPhone: doc.phone, sender: doc.mailSender, link, hours }
  return { channel: 'email', to, links: [link], ...inviteMail(templates, fields.language, facts) }
}

/** That it was sent, never where to (U2). */
function emailed(caller: WriteCaller, row: InviteRow): AuditEntry {
  const target = { kind: 'invite', id: row.id } as const
  const detail = { participant: row.participant_id }
  return { actor: staffActor(caller), action: 'invite.emailed', target, outcome: 'ok', detail }
}

/** For the outbox worker's `onGivenUp`: staff see that the mail never left (state `send_failed`). Other messages are ignored. */
export function inviteMailGivenUp(deps: { readonly announce: Announce }): OutboxHook {
  return async (tx, { ref, now }) => {
    const row = ref.kind === REF_KIND ? await lockInvite(tx, ref.id) : undefined
    if (!row) return
    const rev = await nextRev(tx)
    await tx.updateTable('invite').set({ rev, email_failed_at: now }).where('id', '=', row.id).execute()
    const actor = { kind: 'system', id: null, role: null, deviceId: null, address: null } as const
    const target = { kind: 'invite', id: row.id } as const
    await appendAudit(tx, [{ actor, action: 'invite.email_failed', target, outcome: 'refused' }], now)
    await deps.announce(tx, rev)
  }
}
