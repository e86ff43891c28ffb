import type { ConsentReceipt } from '../../shared/accounts/portalSchemas'
import { CONSENT_DOCUMENTS } from '../../shared/consent/consentSchemas'
import { languageOf } from '../accounts/accountStore'
import type { PortalCaller } from '../portal/portalContext'
import type { ConsentDeps } from './consentService'

/**
 * Every agreement of this participant, newest first, with the very words that were agreed to, their hash, time and address (S2.70, I9). `isCurrent`
 * is false once a newer version of the document is published. Open to every session that is not locked, whatever it has still to agree to.
 */
export async function ownReceipts(
  { db }: Pick<ConsentDeps, 'db'>,
  { participantId }: Pick<PortalCaller, 'participantId'>,
): Promise<ConsentReceipt[]> {
  const rows = await db
    .selectFrom('consent')
    .innerJoin('consent_text', (join) =>
      join
        .onRef('consent_text.document_id', '=', 'consent.document_id')
        .onRef('consent_text.version', '=', 'consent.version')
        .onRef('consent_text.language', '=', 'consent.language'),
    )
    .where('consent.participant_id', '=', participantId)
    .selectAll('consent')
    .select(['consent_text.title', 'consent_text.body'])
    .select((select) =>
      select
        .selectFrom('consent_text as newest')
        .whereRef('newest.document_id', '=', 'consent.document_id')
        .select((inner) => inner.fn.max('newest.version').as('version'))
        .as('newest_version'),
    )
    .orderBy('consent.agreed_at', 'desc')
    .orderBy('consent.id')
    .execute()
  return rows.flatMap((row) => {
    const documentId = CONSENT_DOCUMENTS.find((known) => known === row.document_id)
    if (!documentId) return []
    const { id, title, body, version, text_hash: textHash, address } = row
    const agreedAt = row.agreed_at.toISOString()
    const isCurrent = version === row.newest_version
    return [
      {
        id,
        documentId,
        title,
        body,
        version,
        language: languageOf(row.language),
        textHash,
        agreedAt,
        address,
        isCurrent,
      },
    ]
  })
}
