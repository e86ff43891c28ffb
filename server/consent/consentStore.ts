import { type RawBuilder, type Selectable, sql } from 'kysely'
import { LANGUAGES } from '../../shared/clinic/clinicSchemas'
import { consentsGiven, consentsTotal, type GivenConsent } from '../../shared/consent/consentRules'
import { CONSENT_DOCUMENTS, type ConsentDocumentId, type ConsentText } from '../../shared/consent/consentSchemas'
import type { Tables } from '../platform/database/tables'
import type { Reading } from '../platform/database/transaction'

/** A consent as stored: what was agreed to, and when. */
export interface StoredConsent extends GivenConsent {
  readonly agreedAt: Date
}

/** The current version of every text, in all its languages. */
export async function loadCurrentTexts(db: Reading): Promise<ConsentText[]> {
  const rows = await db
    .selectFrom('consent_text')
    .selectAll()
    .where('version', '=', (query) =>
      query
        .selectFrom('consent_text as newer')
        .select((select) => select.fn.max('newer.version').as('version'))
        .whereRef('newer.document_id', '=', 'consent_text.document_id'),
    )
    .execute()
  return rows.flatMap(consentText)
}

function consentText(row: Selectable<Tables['consent_text']>): ConsentText[] {
  const language = LANGUAGES.find((known) => known === row.language)
  const documentId = documentIdOf(row.document_id)
  if (!language || !documentId) return []
  return [{ documentId, version: row.version, language, title: row.title, body: row.body, hash: row.hash }]
}

/** Every consent that these participants ever gave, by participant. */
export async function loadConsents(
  db: Reading,
  participantIds: readonly string[],
): Promise<ReadonlyMap<string, StoredConsent[]>> {
  const byParticipant = new Map<string, StoredConsent[]>(participantIds.map((id) => [id, []]))
  if (participantIds.length === 0) return byParticipant
  const rows = await db
    .selectFrom('consent')
    .select(['participant_id', 'document_id', 'version', 'agreed_at'])
    .where('participant_id', 'in', participantIds)
    .execute()
  for (const row of rows) {
    const documentId = documentIdOf(row.document_id)
    if (documentId)
      byParticipant.get(row.participant_id)?.push({ documentId, version: row.version, agreedAt: row.agreed_at })
  }
  return byParticipant
}

export async function loadConsentsOf(db: Reading, participantId: string): Promise<StoredConsent[]> {
  return (await loadConsents(db, [participantId])).get(participantId) ?? []
}

/**
 * I9: every document has a current text and each is agreed to. A missing text closes the gate: a database without texts must not open the
 * portal to everyone.
 */
export function consentIsDone(texts: readonly ConsentText[], given: readonly GivenConsent[]): boolean {
  return consentsTotal(texts) === CONSENT_DOCUMENTS.length && consentsGiven(texts, given) === CONSENT_DOCUMENTS.length
}

/** The same question for the query that checks a session at every request: how many of the newest texts this participant agreed to. */
export function consentsGivenSql(participantId: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`select count(*)::int
    from (
      select document_id, max(version) as version from consent_text
      where document_id in (${sql.join(CONSENT_DOCUMENTS.map((id) => sql.lit(id)))}) group by document_id
    ) newest
    join consent g on g.document_id = newest.document_id and g.version = newest.version
    where g.participant_id = ${participantId}`
}

function documentIdOf(id: string): ConsentDocumentId | undefined {
  return CONSENT_DOCUMENTS.find((known) => known === id)
}
