import type { Selectable } from 'kysely'
import { LANGUAGES } from '../../shared/clinic/clinicSchemas'
import { CONSENT_DOCUMENTS, type ConsentDocumentId } from '../../shared/consent/consentSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { type ConsentDraft, decidePublish, type PublishFacts } from '../../shared/settings/consentPublishRules'
import type { ConsentVersion } from '../../shared/settings/settingsSchemas'
import { touchAccounts } from '../accounts/touchAccounts'
import { appendAudit } from '../audit/auditStore'
import type { Tables } from '../platform/database/tables'
import { inTransaction, type Reading, type Tx } from '../platform/database/transaction'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { consentHash } from './consentTexts'

export type PublishDeps = Pick<WaysInDeps, 'db' | 'clinic' | 'announce'>
type TextRow = Selectable<Tables['consent_text']>

const NO_WORDS = { title: '', body: '' }

/** Every version of every text, document by document and the newest first, with how many agreed to it. */
export async function consentVersions({ db }: Pick<PublishDeps, 'db'>): Promise<ConsentVersion[]> {
  const [rows, agreed] = await Promise.all([
    db.selectFrom('consent_text').selectAll().orderBy('version', 'desc').execute(),
    db
      .selectFrom('consent')
      .select((select) => ['document_id', 'version', select.fn.countAll<number>().as('agreed')])
      .groupBy(['document_id', 'version'])
      .execute(),
  ])
  return CONSENT_DOCUMENTS.flatMap((documentId) => {
    const own = rows.filter((row) => row.document_id === documentId)
    const versions = [...new Set(own.map(({ version }) => version))]
    return versions.map((version) => {
      const count = agreed.find((row) => row.document_id === documentId && row.version === version)
      return versionOf(
        documentId,
        own.filter((row) => row.version === version),
        count?.agreed ?? 0,
      )
    })
  })
}

function versionOf(documentId: ConsentDocumentId, rows: readonly TextRow[], agreed: number): ConsentVersion {
  const wordsIn = (language: string) => {
    const row = rows.find((text) => text.language === language)
    return row ? { title: row.title, body: row.body } : NO_WORDS
  }
  return {
    documentId,
    version: rows[0]?.version ?? 0,
    publishedAt: rows[0]?.published_at?.toISOString() ?? null,
    publishedByName: rows[0]?.published_by_name ?? null,
    agreed,
    texts: { en: wordsIn('en'), fr: wordsIn('fr'), es: wordsIn('es') },
  }
}

/**
 * Makes a draft the next version of its document. From the next request on everybody is asked again before anything else (I9), and consoles show one
 * consent less for each account. `SETTINGS_CHANGED` when a newer version than the draft's exists; `INVALID_INPUT` names what is missing.
 */
export async function publishConsent(
  deps: PublishDeps,
  caller: WriteCaller,
  draft: ConsentDraft,
): Promise<ConsentVersion[]> {
  await inTransaction(deps.db, async (tx) => await publishIn(deps, tx, caller, draft))
  return await consentVersions(deps)
}

async function publishIn(deps: PublishDeps, tx: Tx, caller: WriteCaller, draft: ConsentDraft): Promise<void> {
  // One after another: two drafts of the same version must not both become the next one.
  await tx.selectFrom('clinic').select('id').forNoKeyUpdate().executeTakeFirstOrThrow()
  const { settings } = await deps.clinic.read(tx)
  const decision = decidePublish(draft, await factsOf(tx, draft.documentId, settings.languages))
  if (!decision.ok && decision.reason === 'changed') throw new CodedError('SETTINGS_CHANGED')
  if (!decision.ok) throw new CodedError('INVALID_INPUT', { fields: decision.problems })
  const { version, languages } = decision
  const published = { published_at: caller.now, published_by_name: caller.displayName }
  const rows = languages.map((language) => {
    const { title, body } = draft.texts[language]
    const hash = consentHash(title, body)
    return { document_id: draft.documentId, version, language, title, body, hash, ...published }
  })
  await tx.insertInto('consent_text').values(rows).execute()
  const rev = await touchAccounts(tx)
  const target = { kind: 'clinic', id: 'clinic' } as const
  const detail = { document: draft.documentId, version, languages }
  const entry = { actor: staffActor(caller), action: 'consent.published', target, outcome: 'ok', detail } as const
  await appendAudit(tx, [entry], caller.now)
  if (rev !== null) await deps.announce(tx, rev)
}

async function factsOf(
  db: Reading,
  documentId: ConsentDocumentId,
  languages: PublishFacts['languages'],
): Promise<PublishFacts> {
  const rows = await db.selectFrom('consent_text').selectAll().where('document_id', '=', documentId).execute()
  const version = Math.max(0, ...rows.map((row) => row.version))
  const newest = rows.filter((row) => row.version === version)
  const texts = LANGUAGES.flatMap((language) => {
    const row = newest.find((text) => text.language === language)
    return row ? [[language, { title: row.title, body: row.body }] as const] : []
  })
  return { version, texts: Object.fromEntries(texts), languages }
}
