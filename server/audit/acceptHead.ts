import { rename } from 'node:fs/promises'
import type { AuditActor } from '../../shared/audit/auditSchemas'
import { inTransaction } from '../platform/database/transaction'
import { StartProblem } from '../platform/startProblem'
import { type HeadOptions, replaceHead } from './auditHead'
import { appendAudit } from './auditStore'
import { type AuditReport, verifyAudit } from './auditVerify'
import type { Witness } from './auditWitness'
import { readHeadFile } from './headFile'

const SYSTEM: AuditActor = { kind: 'system', id: null, role: null, deviceId: null, address: null }

export interface Accepted {
  readonly report: AuditReport
  /** What the file was; `head`: it is in order and was left as it is. */
  readonly was: 'head' | 'missing' | 'damaged' | 'foreign'
  /** Where an unusable file lies now. */
  readonly keptAs: string | null
}

/**
 * Signs the log as it is now in place of a head that is gone or unusable: the operator's word for what nothing proves, so it is a row of the log itself, and a
 * file that was there is kept. A log that is not sound in itself, or does not contain the witness, is never accepted; nor is a head that can be read replaced.
 */
export async function acceptHead(options: HeadOptions, witness: Witness | null): Promise<Accepted> {
  const { db, file, secrets, now } = options
  const clinic = await db.selectFrom('clinic').select('id').executeTakeFirst()
  if (clinic === undefined) throw new StartProblem('There is no clinic here yet, so there is no head to accept.')
  const report = await verifyAudit({ db, headFile: file, publicKey: secrets.auditPublicKey, witness, keep: 0 })
  const { state: was } = await readHeadFile(file, secrets.auditPublicKey)
  if (report.firstBad !== null || was === 'head') return { report, was, keptAs: null }
  const at = now()
  const keptAs = was === 'missing' ? null : `${file}.${was}-${at.getTime()}`
  const detail = { was, rows: report.from - 1 + report.count, witness: report.attested || null }
  const target = { kind: 'clinic', id: 'clinic' } as const
  // First the row, then the head: where this ends in between, the alarm stays and the row says that somebody tried.
  await inTransaction(db, async (tx) => {
    await appendAudit(tx, [{ actor: SYSTEM, action: 'audit.head_accepted', target, outcome: 'ok', detail }], at)
  })
  if (keptAs !== null) await rename(file, keptAs)
  await replaceHead(options)
  return { report, was, keptAs }
}
