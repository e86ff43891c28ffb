import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { LANGUAGES, type Language } from '../../shared/clinic/clinicSchemas'
import { CONSENT_DOCUMENTS, type ConsentText } from '../../shared/consent/consentSchemas'
import type { Tx } from '../platform/database/transaction'
import { StartProblem } from '../platform/startProblem'

const documentSchema = z.strictObject({
  version: z.int().min(1),
  title: z.string().min(1).max(200),
  body: z.string().min(1).max(20_000),
})
const fileSchema = z.strictObject({ privacy: documentSchema, data_use: documentSchema, rights: documentSchema })

/** Lower-case hex SHA-256 over the UTF-8 of title, line break and body: what a consent proves (I9). */
export function consentHash(title: string, body: string): string {
  return hash('sha256', `${title}\n${body}`, 'hex')
}

/** Reads `en.json`, `fr.json` and `es.json` of `folder` (resources/consent). A missing or malformed file is a `StartProblem`. */
export function readConsentTexts(folder: string): readonly ConsentText[] {
  return LANGUAGES.flatMap((language) => readLanguage(folder, language))
}

function readLanguage(folder: string, language: Language): readonly ConsentText[] {
  const file = parseFile(folder, language)
  return CONSENT_DOCUMENTS.map((documentId) => {
    const { version, title, body } = file[documentId]
    return { documentId, version, language, title, body, hash: consentHash(title, body) }
  })
}

function parseFile(folder: string, language: Language): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')))
  } catch {
    throw new StartProblem(`The consent texts in ${language}.json could not be read.`)
  }
}

/**
 * Adds the texts that the database does not have yet; safe at every start and in several processes. A text that is there already with
 * another hash is a `StartProblem`: people have agreed to the stored words, so new words need a new version. A document of which the clinic
 * has published a version of its own is the clinic's from then on: a later release must neither replace its words nor clash with its numbers.
 */
export async function publishConsentTexts(tx: Tx, texts: readonly ConsentText[]): Promise<void> {
  const own = await clinicMade(tx)
  const shipped = texts.filter(({ documentId }) => !own.has(documentId))
  if (shipped.length === 0) return
  const rows = shipped.map(({ documentId, ...text }) => ({ document_id: documentId, ...text }))
  await tx
    .insertInto('consent_text')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const stored = await tx.selectFrom('consent_text').select(['document_id', 'version', 'language', 'hash']).execute()
  const key = (row: { document_id: string; version: number; language: string }) =>
    `${row.document_id}/${row.version}/${row.language}`
  const hashes = new Map(stored.map((row) => [key(row), row.hash]))
  const changed = rows.find((row) => hashes.get(key(row)) !== row.hash)
  if (!changed) return
  throw new StartProblem(
    `The consent text ${changed.document_id} (${changed.language}) was changed without a new version number.`,
  )
}

async function clinicMade(tx: Tx): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('consent_text')
    .select('document_id')
    .where('published_by_name', 'is not', null)
    .distinct()
    .execute()
  return new Set(rows.map((row) => row.document_id))
}
