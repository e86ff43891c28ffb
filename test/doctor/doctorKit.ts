import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHeadKeeper } from '../../server/audit/auditHead'
import { appendAudit } from '../../server/audit/auditStore'
import { type DoctorOptions, examine } from '../../server/doctor/doctor'
import type { Finding } from '../../server/doctor/findings'
import { readConfig } from '../../server/platform/config'
import { withClient } from '../../server/platform/database/connectionTarget'
import { inTransaction } from '../../server/platform/database/transaction'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import { createTestDatabase } from '../support/postgres'
import { type Clinic, createClinic, edit } from '../sync/support/clinic'

export type Patient = Awaited<ReturnType<typeof openPatient>>

/** An installation in good health: a clinic with rows in its log and a signed head. */
export async function openPatient() {
  const database = await createTestDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-doctor-'))
  const clinic: Clinic = await createClinic(database, 6)
  for (const id of clinic.participants) await clinic.push('admin', [edit(id, { address: ['', 'Lane 1'] })])
  const headFile = join(folder, 'head.json')
  const log = { warn: () => undefined, error: () => undefined }
  const { db, secrets } = database
  const signHead = async () => {
    const now = () => new Date()
    await createHeadKeeper({ db, file: headFile, secrets, now, log }).start()
  }
  await signHead()
  const env = { DATA_DIR: join(folder, 'data'), DATABASE_URL: database.url, SECRETS_DIR: database.secretsDir }
  return {
    database,
    clinic,
    folder,
    headFile,
    signHead,
    env: { ...env, AUDIT_HEAD_FILE: headFile, OUTBOX_DIR: join(folder, 'outbox') },
    append: async (entries: readonly AuditEntry[]) =>
      await inTransaction(db, async (tx) => await appendAudit(tx, entries, new Date())),
    /** By the owner of the database, who may do anything. */
    sql: async (text: string) => await withClient(database.owner, async (client) => (await client.query(text)).rows),
    /** The doctor's findings, with settings and surroundings changed. */
    async examine(more: Readonly<Record<string, string>> = {}, around: Partial<DoctorOptions> = {}) {
      const config = readConfig({ ...this.env, ...more })
      if ('problem' in config) throw new Error(config.problem)
      const { migrationsDir } = database
      const healthy = { now: () => new Date(), nodeVersion: 'v20.20.2', freeBytes: () => 50_000_000_000 }
      return await examine({ config, migrationsDir, ...healthy, ...around })
    },
    async drop() {
      clinic.close()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Level and sentence of the first finding of that kind that is not in order; else of the first one. */
export function toldAbout(findings: readonly Finding[], about: string): string {
  const all = findings.filter((finding) => finding.about === about)
  const told = all.find(({ level }) => level !== 'ok') ?? all[0]
  return told === undefined ? 'nothing' : `${told.level}: ${told.sentence}`
}

/** Something that answers on a free port and says nothing. */
export async function listener(): Promise<{ port: number; close: () => void }> {
  const server = createServer((socket) => socket.on('error', () => undefined))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, close: () => void server.close() }
}
