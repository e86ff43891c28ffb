import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { replaceHead } from '../../server/audit/auditHead'
import { appendAudit, readHashAt } from '../../server/audit/auditStore'
import { signHead } from '../../server/audit/headFile'
import { inTransaction } from '../../server/platform/database/transaction'
import type { AuditEntry, SignedHead } from '../../shared/audit/auditSchemas'
import { type AuditSite, createAuditSite } from './auditSite'

let site: AuditSite
/** Heads of the first epoch, when the log had seven and nine rows. */
let seventh: SignedHead
let ninth: SignedHead

/** Nine rows, of which a backup held seven; then it was restored, and two more rows were written. */
beforeEach(async () => {
  site = await createAuditSite(9)
  await site.keeper().start()
  ninth = site.head()
  seventh = await signedAt(ninth.epoch, 7)
  await restoreAt(7)
})
afterEach(() => site.drop())

async function signedAt(epoch: string, count: number): Promise<SignedHead> {
  const { db, secrets } = site.database
  const hash = (await readHashAt(db, count)) ?? expect.fail('no such row')
  return signHead({ epoch, count, hash, at: '2026-03-01T12:00:00.000Z' }, secrets.auditKey)
}

/** What a restore leaves: the rows of the backup, its own row, another epoch and its note. */
async function restoreAt(auditRows: number): Promise<void> {
  const { db, secrets } = site.database
  const epoch = randomUUID()
  const note = { epoch, restoredAt: '', backupMadeAt: '', auditRows, acknowledgedAt: null, acknowledgedByName: null }
  await site.tamper(
    `delete from audit_log where seq > ${auditRows}; update clinic set epoch = '${epoch}', restored = '${JSON.stringify(note)}'`,
  )
  const actor = { kind: 'system', id: null, role: null, deviceId: null, address: null } as const
  const target = { kind: 'clinic', id: 'clinic' } as const
  const entry: AuditEntry = { actor, action: 'server.restored', target, outcome: 'ok', detail: { epoch, auditRows } }
  await inTransaction(db, async (tx) => await appendAudit(tx, [entry], new Date()))
  await site.append(2)
  await replaceHead({ db, file: site.headFile, secrets, now: () => new Date() })
}

async function told(witness: SignedHead | string): Promise<string> {
  const text = typeof witness === 'string' ? witness : JSON.stringify(witness)
  const { code, lines } = await site.verify('--last', '0', '--witness', text)
  return `${code} ${lines.join(' ')}`
}

test('K2, U3: a witness from before a restore is held as far as the backup went', async () => {
  expect(await told(seventh)).toMatch(/^0 The witness is from before a backup was restored; .* SOUND: 10 rows/)
  const other = signHead({ ...seventh, hash: 'a'.repeat(64) }, site.database.secrets.auditKey)
  expect(await told(other)).toMatch(/^2 .*TAMPERED: first bad row 7 \(rewritten\).* the witness/)
})

test('K2, U3: one that counts rows which the backup did not hold proves nothing, and is not called sound', async () => {
  expect(await told(ninth)).toMatch(
    /^1 NOT PROVEN: 10 rows fit together, but: The witness counts 9 rows, and the backup .* held 7, so/,
  )
  expect(await told(`9:${ninth.hash}`)).toMatch(/^2 A backup that held 7 rows was restored\. .*whole head.* TAMPERED/)
  expect(await told(site.head())).toMatch(/^0 SOUND/)
})

test('K2, U3: another epoch that no restore explains is not called sound either', async () => {
  const foreign = await signedAt(site.head().epoch, 3)
  await site.tamper(`update clinic set epoch = '${randomUUID()}', restored = null`)
  await site.tamper(`delete from audit_log where seq > 5`)
  const { db, secrets } = site.database
  await replaceHead({ db, file: site.headFile, secrets, now: () => new Date() })
  expect(await told(foreign)).toMatch(
    /^1 NOT PROVEN: 5 rows .* of another epoch, and no restore in the log explains that/,
  )
})

test('K2: after two restores a witness is held as far as the shorter backup went, also when the restore itself is lost', async () => {
  const second = await signedAt(site.head().epoch, 10)
  await restoreAt(10)
  expect(await told(second)).toMatch(/^0 .*SOUND/)
  expect(await told(seventh)).toMatch(/^0 .*SOUND/)
  expect(await told(ninth)).toMatch(/^1 NOT PROVEN: .* held 7, so/)
  await restoreAt(6)
  expect(await told(second)).toMatch(/^1 NOT PROVEN: .* held 6, so/)
  expect(await told(await signedAt(second.epoch, 6))).toMatch(/^0 .*SOUND/)
})

test('U3: where the signed head is gone too, such a witness proves up to its row and the reasons are both said', async () => {
  site.putHead('{"cut')
  expect(await told(seventh)).toMatch(/^1 .* is damaged.* Proven up to row 7\.$/)
  expect(await told(ninth)).toMatch(/^1 .* is damaged.*would not be noticed\. The witness counts 9 rows/)
})
