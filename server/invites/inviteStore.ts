import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { normaliseShortCode, tokenFromFragment } from '../../shared/invites/inviteLinks'
import { inviteState, isLiving } from '../../shared/invites/inviteRules'
import type { InviteDoc } from '../../shared/invites/inviteSchemas'
import type { Tables } from '../platform/database/tables'
import type { Reading, Tx } from '../platform/database/transaction'

export type InviteRow = Selectable<Tables['invite']>

/** What replicas hold of an invite: no token, no hash, no code (I2). */
export function inviteDoc(row: InviteRow): InviteDoc {
  return {
    id: row.id,
    rev: row.rev,
    participantId: row.participant_id,
    hasVerbalCode: row.verbal_hash !== null,
    mfaRequired: row.mfa_required,
    createdAt: row.created_at.toISOString(),
    createdById: row.created_by,
    createdByName: row.created_by_name,
    expiresAt: row.expires_at.toISOString(),
    openedAt: iso(row.opened_at),
    acceptedAt: iso(row.accepted_at),
    revokedAt: iso(row.revoked_at),
    revokedByName: row.revoked_by_name,
    supersededAt: iso(row.superseded_at),
    lockedAt: iso(row.locked_at),
    wrongCodes: row.verbal_tries,
    emailedAt: iso(row.emailed_at),
    emailFailedAt: iso(row.email_failed_at),
    askedAgainAt: iso(row.asked_again_at),
    shared: row.shared,
  }
}

function iso(time: Date | null): string | null {
  return time?.toISOString() ?? null
}

/** All invites of one participant, locked in the order of their ids. The participant's row must be locked before. */
export async function lockInvitesOf(tx: Tx, participantId: string): Promise<InviteRow[]> {
  return await tx
    .selectFrom('invite')
    .selectAll()
    .where('participant_id', '=', participantId)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Whether an invite has this id, link or typed code already. Exact under the commit lock. */
export async function isInviteTaken(
  db: Reading,
  {
    inviteId,
    tokenHash,
    shortHash,
  }: { readonly inviteId: string; readonly tokenHash: string; readonly shortHash: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('invite')
    .select('id')
    .where((where) =>
      where.or([
        where('id', '=', inviteId),
        where('token_hash', '=', hashBytes(tokenHash)),
        where('short_hash', '=', hashBytes(shortHash)),
      ]),
    )
    .executeTakeFirst()
  return row !== undefined
}

export async function lockInvite(tx: Tx, id: string): Promise<InviteRow | undefined> {
  return await tx.selectFrom('invite').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

/** `tokenHashSchema` text (base64url) as the 32 bytes that the table stores. */
export function hashBytes(hash: string): Buffer {
  return Buffer.from(hash, 'base64url')
}

/**
 * The invite behind a link's token or a letter's typed code. Both are stored as SHA-256 of their text: 43 characters, or the 16
 * characters of `normaliseShortCode`.
 */
export async function findInviteByName(db: Reading, name: InviteName): Promise<InviteRow | undefined> {
  const hash = createHash('sha256').update(name.text, 'utf8').digest()
  return await db
    .selectFrom('invite')
    .selectAll()
    .where(name.kind === 'token' ? 'token_hash' : 'short_hash', '=', hash)
    .executeTakeFirst()
}

export interface InviteName {
  readonly kind: 'token' | 'code'
  readonly text: string
}

/** What a visitor gave: a token from a link, a code from a letter, or null when it can be neither. */
export function readInviteName(given: string): InviteName | null {
  const token = tokenFromFragment(given.trim())
  if (token !== null) return { kind: 'token', text: token }
  const code = normaliseShortCode(given)
  return code === null ? null : { kind: 'code', text: code }
}

/** Whether the link still works at this moment of the server's clock. */
export function isLivingRow(row: InviteRow, now: Date): boolean {
  return isLiving(inviteState(inviteDoc(row), now))
}
