import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { errorCodeOf } from '../platform/database/connectionTarget'
import type { Tables } from '../platform/database/tables'
import type { Reading } from '../platform/database/transaction'
import type { Secrets } from '../platform/secrets/secrets'

/** Keys may lie where this program only reads. The mark in the database then stands alone. */
const READ_ONLY = ['EACCES', 'EPERM', 'EROFS']

export function headMarkFile(secretsDir: string): string {
  return join(secretsDir, 'audit-head.stored')
}

/**
 * Whether a head of this log was ever stored. Kept at two places, since each could be emptied by somebody who does not reach the other: a row that the server's
 * own login cannot take back, and a file beside the keys, whose folder nobody can write to who could not sign a head as well.
 */
export async function wasHeadStored(db: Reading, { dir }: Pick<Secrets, 'dir'>): Promise<boolean> {
  return existsSync(headMarkFile(dir)) || (await isInDatabase(db))
}

/** After a head was stored, and never before: a crash in between must leave a new clinic that is still new. */
export async function markHeadStored(db: Kysely<Tables>, { dir }: Pick<Secrets, 'dir'>, now: Date): Promise<void> {
  const file = headMarkFile(dir)
  if (!existsSync(file)) writeMark(file, now)
  if (await isInDatabase(db)) return
  await db
    .insertInto('audit_head_stored')
    .values({ since: now })
    .onConflict((on) => on.doNothing())
    .execute()
}

async function isInDatabase(db: Reading): Promise<boolean> {
  return (await db.selectFrom('audit_head_stored').select('id').executeTakeFirst()) !== undefined
}

function writeMark(file: string, now: Date): void {
  try {
    writeFileSync(file, `${now.toISOString()}\n`, { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if (![...READ_ONLY, 'EEXIST'].includes(errorCodeOf(error))) throw error
  }
}
