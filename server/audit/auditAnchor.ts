import { type KeyObject, sign, verify } from 'node:crypto'
import type { Kysely } from 'kysely'
import { anchorPayload } from '../../shared/audit/auditChain'
import type { ArchiveAnchor } from '../../shared/audit/auditListSchemas'
import type { Tables } from '../platform/database/tables'
import type { Reading } from '../platform/database/transaction'

/** Where the chain goes on after `vestibule audit archive`; null while every row is there. The signature is not checked. */
export async function readAnchor(db: Reading): Promise<ArchiveAnchor | null> {
  const row = await db
    .selectFrom('audit_anchor')
    .select(['count', 'hash', 'at', 'signature'])
    .where('id', '=', 'anchor')
    .executeTakeFirst()
  return row === undefined ? null : { ...row, count: Number(row.count) }
}

/** Ed25519 over a text of its own: a signed head, of which every console has many, can never stand in for an anchor. */
export function signAnchor(anchor: Omit<ArchiveAnchor, 'signature'>, key: KeyObject): ArchiveAnchor {
  return { ...anchor, signature: sign(null, Buffer.from(anchorPayload(anchor)), key).toString('base64') }
}

export function isAnchorSigned(anchor: ArchiveAnchor, publicKey: KeyObject): boolean {
  return verify(null, Buffer.from(anchorPayload(anchor)), publicKey, Buffer.from(anchor.signature, 'base64'))
}

/** Replaces the anchor; with the owner's login only (U4). */
export async function storeAnchor(db: Kysely<Tables>, anchor: ArchiveAnchor): Promise<void> {
  await db
    .insertInto('audit_anchor')
    .values(anchor)
    .onConflict((on) => on.column('id').doUpdateSet(anchor))
    .execute()
}
