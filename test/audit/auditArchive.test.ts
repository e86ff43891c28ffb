import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NOTHING_SEEN } from '../../renderer/console/audit/seenHead'
import { verifyBundle } from '../../renderer/console/audit/verifyBundle'
import { appendAudit, readChainEnd, readHashAt } from '../../server/audit/auditStore'
import { signHead } from '../../server/audit/headFile'
import { archiveCommand } from '../../server/cli/archiveCommand'
import { inTransaction } from '../../server/platform/database/transaction'
import { clinicSettingsSchema } from '../../shared/clinic/clinicSchemas'
import { entry } from './auditFixtures'
import { type AuditSite, createAuditSite } from './auditSite'

const NOW = new Date('2033-05-01T12:00:00Z')
const RUN = { signal: new AbortController().signal, onProgress: () => undefined }
let site: AuditSite
let folder = ''

/** Rows 1 to 6 of 2026-03-01, 7 to 10 of 2030. */
beforeEach(async () => {
  site = await createAuditSite(6)
  const { db } = site.database
  const later = Array.from({ length: 4 }, (_, n) => entry(n))
  await inTransaction(db, (tx) => appendAudit(tx, later, new Date('2030-01-01T00:00:00Z')))
  await site.keeper().start()
  folder = mkdtempSync(join(tmpdir(), 'vestibule-archive-'))
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await site.drop()
})

async function archive(before: string, name = 'old.html', now = NOW): Promise<string> {
  const lines: string[] = []
  const args = ['--before', before, '--out', join(folder, name)]
  const { database } = site
  const open = { ...database, stop: async () => undefined }
  try {
    await archiveCommand(
      open,
      site.headFile,
      args,
      (line) => lines.push(line),
      () => now,
    )
  } catch (error) {
    return error instanceof Error ? error.message : 'no error'
  }
  return lines.join('\n')
}
const seqs = async () => {
  const rows = await site.database.db.selectFrom('audit_log').select('seq').orderBy('seq').execute()
  return rows.map(({ seq }) => Number(seq))
}
const verified = async () => {
  const { code, lines } = await site.verify('--json')
  return [code, JSON.parse(lines[0] ?? '').firstBad?.kind ?? 'sound']
}

test('U4: fewer than six years cannot be set, up to thirty can', () => {
  const years = (auditRetentionYears: number) => clinicSettingsSchema.safeParse({ auditRetentionYears }).success
  expect([0, 5, 5.9, 6, 30, 31].map(years)).toEqual([false, false, false, true, true, false])
  expect(clinicSettingsSchema.parse({}).auditRetentionYears).toBe(6)
})

test('U4: rows that the clinic still keeps cannot be archived, and nothing is touched', async () => {
  expect(await archive('2027-05-02')).toContain('for 6 years: --before can be 2027-05-01 at the latest')
  await site.tamper(`update clinic set settings = '{"auditRetentionYears": 10}'`)
  expect(await archive('2026-12-31')).toContain('for 10 years: --before can be 2023-05-01 at the latest')
  expect(await archive('2020-01-01')).toContain('No row of the audit log is older')
  expect((await seqs()).length).toBe(10)
})

test('U4, U3: old rows leave into a bundle that verifies, the chain goes on, and the audit says so', async () => {
  expect(await archive('2027-01-01')).toMatch(/^6 rows up to number 6 are in .*old\.html \(SHA-256 [0-9a-f]{64}\)/)
  expect(await seqs()).toEqual([7, 8, 9, 10, 11])
  expect(await verified()).toEqual([0, 'sound'])
  const { lines } = await site.verify('--last', '1')
  expect(lines.join('\n')).toContain('Rows 1 to 6 were archived on 2033-05-01')
  expect(lines.join('\n')).toContain('archived old rows of the audit log')
  const file = new Blob([readFileSync(join(folder, 'old.html'))])
  expect(await verifyBundle(file, NOTHING_SEEN, null, RUN)).toMatchObject({ state: 'sound', from: 1, upTo: 6 })
  await site.append(2)
  await site.keeper().start()
  expect(await verified()).toEqual([0, 'sound'])
  expect((await readChainEnd(site.database.db)).count).toBe(13)
  expect(await readHashAt(site.database.db, 6)).toMatch(/^[0-9a-f]{64}$/)
})

test('U3: a head or a witness from before the archived rows attests nothing of what is left', async () => {
  const old = signHead(
    { ...site.head(), count: 3, hash: (await readHashAt(site.database.db, 3)) ?? '' },
    site.database.secrets.auditKey,
  )
  await archive('2027-01-01')
  const told = async (...args: string[]) => {
    const { code, lines } = await site.verify('--last', '0', ...args)
    return `${code} ${lines.at(-1)}`
  }
  site.putHead(JSON.stringify(old))
  await site.tamper('delete from audit_log where seq > 9')
  expect(await told()).toMatch(/^1 NOT PROVEN: 3 rows .* is older than what was archived/)
  rmSync(site.headFile)
  expect(await told('--witness', `3:${old.hash}`)).toMatch(/^1 NOT PROVEN: 3 rows .* is missing[^P]*$/)
})

test('U3: a second archive goes on from the first, and a bundle of the rest starts there', async () => {
  await archive('2027-01-01')
  const later = new Date('2039-01-01T00:00:00Z')
  expect(await archive('2032-01-01', 'second.html', later)).toContain('4 rows up to number 10')
  expect(await verified()).toEqual([0, 'sound'])
  const second = new Blob([readFileSync(join(folder, 'second.html'))])
  expect(await verifyBundle(second, NOTHING_SEEN, null, RUN)).toMatchObject({ state: 'sound', from: 7, upTo: 10 })
  const rest = join(folder, 'rest.html')
  expect((await site.verify('--bundle', rest)).code).toBe(0)
  expect(await verifyBundle(new Blob([readFileSync(rest)]), NOTHING_SEEN, null, RUN)).toMatchObject({
    state: 'sound',
    from: 11,
  })
})

test('U3: rows cut off from the beginning are missing, with an anchor that was not signed or was signed for another row', async () => {
  await archive('2027-01-01')
  const { rows } = await sql<{ text: string }>`select hash as text from audit_log where seq = 8`.execute(
    site.database.db,
  )
  await site.tamper('delete from audit_log where seq <= 8')
  expect(await verified()).toEqual([2, 'missing'])
  await site.tamper(`update audit_anchor set count = 8, hash = '${rows[0]?.text}'`)
  expect(await verified()).toEqual([2, 'missing'])
  const head = site.head()
  await site.tamper(`update audit_anchor set signature = '${head.signature}', at = '${head.at}'`)
  expect(await verified()).toEqual([2, 'missing'])
})

test('U3, U4: a log that is not sound is not archived, and a file that is there is not replaced', async () => {
  await archive('2026-02-01', 'taken.html')
  await site.tamper("update audit_log set address = '10.0.0.9' where seq = 2")
  expect(await archive('2027-01-01')).toContain('not proven to be sound')
  await site.tamper("update audit_log set address = '127.0.0.1' where seq = 2")
  expect(await archive('2027-01-01')).toContain('6 rows')
  await site.append(1)
  expect(await archive('2032-01-01', 'old.html', new Date('2039-01-01T00:00:00Z'))).toContain('never replaced')
  expect((await seqs())[0]).toBe(7)
})

test('U4: what cannot be removed stays whole: the rows, the anchor and the log', async () => {
  await site.tamper(`create function stay() returns trigger language plpgsql as $$ begin raise exception 'kept'; end $$;
    create trigger stay before insert on audit_anchor execute function stay()`)
  expect(await archive('2027-01-01')).toContain('kept')
  expect((await seqs()).length).toBe(10)
  expect(await verified()).toEqual([0, 'sound'])
})
