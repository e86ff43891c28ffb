import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inviteUrl, shortCodeFromBytes } from '../../shared/invites/inviteLinks'
import { displayName } from '../../shared/participants/participantRules'
import type { Composition } from '../app/compose'
import { replaceHead } from '../audit/auditHead'
import { appendAudit } from '../audit/auditStore'
import { clinicExists } from '../clinic/clinicSetup'
import { applyInvite, prepareInvite } from '../invites/inviteCommands'
import { isLivingRow } from '../invites/inviteStore'
import type { Config } from '../platform/config'
import type { OpenDatabase } from '../platform/database/openDatabase'
import { inTransaction } from '../platform/database/transaction'
import { totpCode, totpSecretText, totpStep } from '../platform/secrets/totp'
import { sealStaffSecret } from '../staff/enrolStep'
import { makeDemoClinic } from './demoClinic'
import { seedDemo } from './seedDemo'

/** Fixed, so that every demo shows the same people. Passwords and secrets are drawn anew for each data folder. */
const SEED = 20_261_121
const NOTE_FILE = 'demo.json'

interface DemoNote {
  readonly staff: readonly {
    readonly id: string
    readonly email: string
    readonly displayName: string
    readonly role: string
    readonly password: string
    readonly totpSecret: string
  }[]
  readonly invite: { readonly id: string; readonly token: string; readonly name: string } | null
}

/** Loads the demo clinic into a database that has none. Its sign-ins are kept beside the database, readable by this user only, to be shown at each start. */
export async function prepareDemo(
  { db, secrets }: OpenDatabase,
  { hasher }: Pick<Composition, 'hasher'>,
  config: Config,
  { participants }: { readonly participants: number },
): Promise<void> {
  if (await clinicExists(db)) return
  const now = new Date()
  const demo = makeDemoClinic({ seed: SEED, participants, now, randomBytes })
  await seedDemo(db, demo, {
    hashPassword: async (password) => await hasher.hashPassword(password),
    sealTotp: (secret, staffId) => sealStaffSecret({ db, sealing: secrets, hasher }, staffId, secret),
    appendAudit,
    epoch: randomUUID(),
    now,
  })
  await replaceHead({ db, file: config.auditHeadFile, secrets, now: () => now })
  const staff = demo.staff.map(({ id, email, displayName: name, role, password, totpSecret }) => ({
    id,
    email,
    displayName: name,
    role,
    password,
    totpSecret: totpSecret.toString('base64'),
  }))
  writeNote(config, { staff, invite: null })
}

/** What `npm start` prints: addresses, sign-ins with the current code, and an invite link that works. Empty when the data is not a demo's. */
export async function demoLines(database: OpenDatabase, composition: Composition, config: Config): Promise<string[]> {
  const note = readNote(config)
  if (!note) return []
  const invite = await readyInvite(database, composition, note)
  writeNote(config, { ...note, invite })
  const step = totpStep(new Date())
  const rows = note.staff.map((person) => {
    const secret = Buffer.from(person.totpSecret, 'base64')
    const columns = [
      person.role.padEnd(11),
      person.email.padEnd(34),
      person.password.padEnd(44),
      totpSecretText(secret),
    ]
    return `  ${columns.join('  ')}  ${totpCode(secret, step)}`
  })
  const head = ['role'.padEnd(11), 'email'.padEnd(34), 'password'.padEnd(44), 'TOTP secret'.padEnd(32), 'code now']
  return [
    '',
    `Portal:  ${config.publicUrl.origin}`,
    invite
      ? `Invite:  ${inviteUrl(config.publicUrl.origin, invite.token)}  (for ${invite.name})`
      : 'Invite:  everybody has an account.',
    '',
    'Demo staff (sign in at the console):',
    `  ${head.join('  ')}`,
    ...rows,
    '',
  ]
}

/** The link of the last start if it still works, else a new one for somebody without an account. */
async function readyInvite(
  { db }: OpenDatabase,
  { clinic, hasher }: Composition,
  note: DemoNote,
): Promise<DemoNote['invite']> {
  const now = new Date()
  const known =
    note.invite && (await db.selectFrom('invite').selectAll().where('id', '=', note.invite.id).executeTakeFirst())
  if (known && isLivingRow(known, now)) return note.invite
  const admin = note.staff.find((person) => person.role === 'admin')
  const person = await db
    .selectFrom('participant')
    .select(['id', 'fields'])
    .where('id', 'not in', (query) => query.selectFrom('account').select('participant_id'))
    .where('id', 'not in', (query) => query.selectFrom('invite').select('participant_id'))
    .orderBy('rev')
    .executeTakeFirst()
  if (!admin || !person) return null
  const token = randomBytes(32).toString('base64url')
  const item = {
    kind: 'invite.create',
    writeId: randomUUID(),
    inviteId: randomUUID(),
    participantId: person.id,
    tokenHash: createHash('sha256').update(token).digest('base64url'),
    shortHash: createHash('sha256')
      .update(shortCodeFromBytes(randomBytes(10)))
      .digest('base64url'),
    verbalCode: null,
  } as const
  const caller = {
    staffId: admin.id,
    displayName: admin.displayName,
    role: 'admin',
    deviceId: 'demo',
    address: null,
    now,
  } as const
  const prepared = await prepareInvite({ clinic, hasher }, item)
  const result = await inTransaction(
    db,
    async (tx) => await applyInvite({ clinic, hasher }, tx, caller, item, prepared),
  )
  return result.outcome === 'applied' ? { id: item.inviteId, token, name: displayName(person.fields) } : null
}

function readNote({ dataDir }: Config): DemoNote | null {
  const file = join(dataDir, NOTE_FILE)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoNote) : null
}

function writeNote({ dataDir }: Config, note: DemoNote): void {
  writeFileSync(join(dataDir, NOTE_FILE), JSON.stringify(note, null, 2), { mode: 0o600 })
}
