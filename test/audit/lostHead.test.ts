import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { acceptHeadCommand } from '../../server/cli/acceptHeadCommand'
import type { SignedHead } from '../../shared/audit/auditSchemas'
import { type AuditSite, createAuditSite } from './auditSite'

let site: AuditSite
/** A console's witness, from when the log had nine rows. */
let ninth: SignedHead

/** 29 rows, their head stored: a clinic in use. */
beforeEach(async () => {
  site = await createAuditSite(9)
  await site.keeper().start()
  ninth = site.head()
  await site.append(20)
  await site.keeper().start()
})
afterEach(() => site.drop())

const cutTo = async (rows: number) => await site.tamper(`delete from audit_log where seq > ${rows}`)
const loseHead = () => rmSync(site.headFile)
const fileMark = () => join(site.database.secretsDir, 'audit-head.stored')
const witness = () => `${ninth.count}:${ninth.hash}`
async function verify(...args: string[]) {
  const { code, lines } = await site.verify('--last', '0', ...args)
  return `${code} ${lines.at(-1)}`
}
async function accept(...args: string[]) {
  const lines: string[] = []
  const now = () => new Date('2026-03-02T08:00:00Z')
  const code = await acceptHeadCommand(site.database, site.headFile, args, (line) => lines.push(line), now)
  return `${code} ${lines.join(' ')}`
}
const ALARM = { state: 'alarm', problem: expect.stringMatching(/head file is missing .* audit accept-head/) }

test('U3: a log that was cut and lost its head is signed by no start, no other process and no append; the log says what to do', async () => {
  const running = site.keeper()
  await running.start()
  await cutTo(12)
  loseHead()
  site.logged.length = 0
  running.touch()
  await sleep(600)
  expect([running.status(), existsSync(site.headFile)]).toEqual([ALARM, false])
  expect(site.logged).toEqual([
    expect.stringMatching(/^error The audit head file is missing .*--witness COUNT:HASH.*audit accept-head/),
  ])
  expect(await site.keeper().start()).toEqual(ALARM)
  await running.stop()
  expect(existsSync(site.headFile)).toBe(false)
  expect(await verify()).toMatch(/^1 NOT PROVEN: 12 rows fit together, but: The signed head .* is missing/)
})

test('U3, T4: a witness proves the rows up to its own and no more: without a head what comes after it is not called sound', async () => {
  await cutTo(12)
  const lost = [
    ['is missing', loseHead],
    ['is damaged', () => site.putHead('{"cut')],
    ['was not signed with', () => site.putHead(JSON.stringify({ ...ninth, count: 5 }))],
  ] as const
  for (const [why, lose] of lost) {
    lose()
    for (const told of [witness(), JSON.stringify(ninth)])
      expect(await verify('--witness', told)).toMatch(
        new RegExp(`^1 NOT PROVEN: 12 .* ${why}.* Proven up to row 9\\.$`),
      )
  }
  await cutTo(9)
  expect(await verify('--witness', witness())).toMatch(/^0 SOUND: 9 rows .* contains the witness\.$/)
  await cutTo(8)
  expect(await verify('--witness', witness())).toMatch(/^2 TAMPERED: first bad row 9 \(truncated\)/)
})

test('T4: a witness that counts no row attests nothing and is refused, also with a right signature', async () => {
  const empty = await createAuditSite(0)
  await empty.keeper().start()
  expect(await verify('--witness', `0:${'a'.repeat(64)}`)).toBe('1 A witness that counts 0 rows attests nothing.')
  const { code, lines } = await empty.verify('--witness', JSON.stringify(empty.head()))
  expect([code, lines]).toEqual([1, ['A witness that counts 0 rows attests nothing.']])
  // Nor does such a head, put where the one of 29 rows should be.
  await empty.append(3)
  expect((await empty.verify('--last', '0')).lines[0]).toMatch(/^NOT PROVEN: 3 rows .* counts no rows/)
  await empty.drop()
})

test('U3: a new clinic whose server was killed before its first head starts, however many rows it has, and is new once', async () => {
  loseHead()
  rmSync(fileMark())
  await site.tamper('delete from audit_head_stored')
  expect(await site.keeper().start()).toEqual({ state: 'ok' })
  expect([site.head().count, site.logged.at(-1)]).toEqual([29, expect.stringMatching(/^warn .* first signed head/)])
  loseHead()
  expect(await site.keeper().start()).toEqual(ALARM)
})

test('U3: the mark that a head was stored is kept twice, and either half is enough', async () => {
  loseHead()
  const kept = readFileSync(fileMark())
  expect(kept.length).toBeGreaterThan(0)
  rmSync(fileMark())
  expect(await site.keeper().start()).toEqual(ALARM)
  const second = await createAuditSite(4)
  await second.keeper().start()
  rmSync(second.headFile)
  await second.tamper('delete from audit_head_stored')
  expect(await second.keeper().start()).toEqual(ALARM)
  await second.drop()
})

test("U4: the server's own login can neither take the mark back nor change it", async () => {
  const { db } = site.database
  await expect(db.deleteFrom('audit_head_stored').execute()).rejects.toMatchObject({ code: '42501' })
  const later = db.updateTable('audit_head_stored').set({ since: new Date() })
  await expect(later.execute()).rejects.toMatchObject({ code: '42501' })
})

test('U3: a log from before the mark existed counts as one that had a head', async () => {
  const file = join(site.database.migrationsDir, '020-audit-head.sql')
  rmSync(fileMark())
  await site.tamper(
    `drop table audit_head_stored; ${readFileSync(file, 'utf8')}; grant select on audit_head_stored to public`,
  )
  loseHead()
  expect(await site.keeper().start()).toEqual(ALARM)
})

test('U3: an operator accepts a lost head by a command that is a row of the log; after it the log is sound again', async () => {
  loseHead()
  expect(await accept()).toMatch(
    /^0 The log of 29 rows is accepted as it is: nothing outside the database attests them/,
  )
  const last = await site.database.db.selectFrom('audit_log').selectAll().orderBy('seq', 'desc').executeTakeFirst()
  expect(last).toMatchObject({
    seq: 30,
    action: 'audit.head_accepted',
    detail: { was: 'missing', rows: 29, witness: null },
  })
  expect(await site.keeper().start()).toEqual({ state: 'ok' })
  expect(await verify()).toMatch(/^0 SOUND: 30 rows/)
  expect(await accept()).toMatch(/^0 The signed head \S+ is in order; there is nothing to accept\.$/)
  expect(site.head().count).toBe(30)
})

test('U3: accepting keeps the file that was there, names the witness, and refuses a log that is not sound', async () => {
  site.putHead('{"cut')
  expect(await accept('--witness', witness())).toMatch(/attests up to row 9.* is kept as \S+\.damaged-\d+\.$/)
  const names = readdirSync(dirname(site.headFile))
  expect(names).toEqual(['audit-head.json', expect.stringMatching(/^audit-head\.json\.damaged-/)])
  loseHead()
  await cutTo(8)
  const refusal = /^2 TAMPERED: first bad row 9 \(truncated\).* Nothing was accepted/
  expect(await accept('--witness', JSON.stringify(ninth))).toMatch(refusal)
  await site.tamper("update audit_log set role = 'x' where seq = 3")
  expect(await accept()).toMatch(/^2 TAMPERED: first bad row 3 \(altered\)/)
  expect(existsSync(site.headFile)).toBe(false)
})
