import type { Kysely } from 'kysely'
import { isRow } from '../../shared/audit/chainFaults'
import { readChainEnd, readHashAt, readRows, sha256hex } from '../audit/auditStore'
import { type HeadFile, readHeadFile } from '../audit/headFile'
import { wasHeadStored } from '../audit/headMark'
import type { Tables } from '../platform/database/tables'
import type { Secrets } from '../platform/secrets/secrets'
import { type Finding, ok, problem, warning } from './findings'

/** A glance: the whole log is what `audit verify` is for. */
const LAST_ROWS = 1000
const AHEAD_MS = 60_000
const DAY_MS = 86_400_000
const OLD_BACKUP_DAYS = 8

/** The signed head, and whether the database still contains it. */
export async function checkHead(db: Kysely<Tables>, file: string, secrets: Secrets): Promise<Finding> {
  const stored = await readHeadFile(file, secrets.auditPublicKey)
  if (stored.state !== 'head') return await badHead(db, stored, { file, secrets })
  const { count, hash } = stored.head
  if ((await readHashAt(db, count)) === hash)
    return ok('head', `The audit log contains the signed head of ${count} rows.`)
  const next = 'run vestibule audit verify, and keep the database and the head as they are until it is understood.'
  return problem('head', `The audit log does not contain the signed head of ${count} rows.`, next)
}

async function badHead(
  db: Kysely<Tables>,
  { state }: Exclude<HeadFile, { state: 'head' }>,
  { file, secrets }: { readonly file: string; readonly secrets: Secrets },
): Promise<Finding> {
  if (state === 'missing' && !(await wasHeadStored(db, secrets)))
    return warning('head', `There is no signed head ${file} yet.`, 'start the server; it signs the first one.')
  const what = {
    missing: 'is missing, although one was stored before',
    damaged: 'is damaged',
    foreign: 'was not signed with this server’s key',
  }[state]
  const next =
    'put the right file back; or hold the log against a console (vestibule audit verify --witness COUNT:HASH), and only then run vestibule audit accept-head.'
  return problem('head', `The signed head ${file} ${what}.`, next)
}

/** Whether the end of the log hangs together. */
export async function checkLastRows(db: Kysely<Tables>): Promise<Finding> {
  const { count } = await readChainEnd(db)
  const next = 'run vestibule audit verify: it names the row and what was done to it.'
  let before: { readonly seq: number; readonly hash: string } | null = null
  for await (const rows of readRows(db, Math.max(1, count - LAST_ROWS + 1))) {
    for (const row of rows) {
      const due = before?.seq === undefined ? row.seq : before.seq + 1
      const isSound = row.seq === due && row.prevHash === (before?.hash ?? row.prevHash)
      if (!isSound || !isRow(row, row.seq, row.prevHash, sha256hex))
        return problem('audit', `The audit log is not sound at row ${due}.`, next)
      before = row
    }
  }
  return ok('audit', `The last ${Math.min(count, LAST_ROWS)} of ${count} rows of the audit log are sound.`)
}

/** What is signed or logged cannot lie in the future: a clock that was set back would let codes and locks of the past live again. */
export async function checkSignedTime(db: Kysely<Tables>, file: string, secrets: Secrets, now: Date): Promise<Finding> {
  const stored = await readHeadFile(file, secrets.auditPublicKey)
  const last = await db.selectFrom('audit_log').select('at').orderBy('seq', 'desc').limit(1).executeTakeFirst()
  const signed = stored.state === 'head' ? Date.parse(stored.head.at) : 0
  const newest = Math.max(signed, last?.at.getTime() ?? 0)
  if (newest - now.getTime() <= AHEAD_MS)
    return ok('time', 'This machine’s clock is not behind what was signed and logged.')
  const sentence = `This machine’s clock is behind the last entry, of ${new Date(newest).toISOString()}.`
  return problem('time', sentence, 'set the clock right (NTP) before the server runs on.')
}

/** When the last backup was made, by its row in the audit log. */
export async function checkLastBackup(db: Kysely<Tables>, now: Date): Promise<Finding> {
  const last = await db
    .selectFrom('audit_log')
    .select('at')
    .where('action', '=', 'server.backed_up')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const next = 'vestibule backup FILE, to another machine, every night (docs/operations.md).'
  if (!last) return warning('backup', 'No backup was ever made.', next)
  const days = Math.floor((now.getTime() - last.at.getTime()) / DAY_MS)
  const sentence = `The last backup was made ${days === 0 ? 'within a day' : `${days} days ago`}.`
  return days < OLD_BACKUP_DAYS ? ok('backup', sentence) : warning('backup', sentence, next)
}
