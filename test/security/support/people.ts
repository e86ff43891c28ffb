import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { createPasswordHasher } from '../../../server/accounts/passwordHash'
import { createClinic } from '../../../server/clinic/clinicSetup'
import { deviceIdOf, sha256Text } from '../../../server/devices/deviceProof'
import type { Connected } from '../../../server/platform/database/connect'
import { inTransaction, nextRev } from '../../../server/platform/database/transaction'
import { newToken } from '../../../server/platform/secrets/opaqueToken'
import { addSession } from '../../../server/staff/sessionStore'
import { createStaff } from '../../../server/staff/staffService'
import { ROLES, type Role } from '../../../shared/access/roles'
import { deviceProofText } from '../../../shared/devices/deviceProof'
import type { ParticipantFields } from '../../../shared/participants/participantSchemas'

export const PASSWORD = 'quiet lanterns over seven harbours'

/** One console as a test holds it: key, and the session of whoever is signed in on it. */
export interface Desk {
  readonly deviceId: string
  readonly publicKey: Buffer
  readonly privateKey: KeyObject
  readonly staffId: string
  readonly email: string
  readonly session: string
}

export type Desks = Readonly<Record<Role, Desk>>

/** A clinic with one signed-in console of every role. Each sees every participant that `addParticipant` makes. */
export async function addClinic({ db }: Pick<Connected, 'db'>): Promise<Desks> {
  const now = new Date()
  const words = { name: 'Alder Clinic', phone: '555 0100', email: 'desk@alder.example', address: '1 Alder Lane' }
  const clinic = { ...words, timeZone: 'UTC', mailSender: 'no-reply@alder.example', programs: ['Day program'], now }
  await inTransaction(db, (tx) => createClinic(tx, clinic))
  const desks: Partial<Record<Role, Desk>> = {}
  for (const role of ROLES) desks[role] = await addDesk({ db }, role, `${role.replace('_', '.')}@alder.example`)
  return desks as Desks
}

/** Hashing at a fraction of the usual cost; the stored text says so, and the server still opens it. */
const quickHasher = () => createPasswordHasher({ cost: { memoryCost: 64, timeCost: 1, parallelism: 1, outputLen: 32 } })

export async function addDesk({ db }: Pick<Connected, 'db'>, role: Role, email: string): Promise<Desk> {
  const { privateKey, publicKey: key } = generateKeyPairSync('ed25519')
  const publicKey = Buffer.from(String(key.export({ format: 'jwk' }).x), 'base64url')
  const [deviceId, session, now] = [deviceIdOf(publicKey), newToken(), new Date()]
  const staffId = await inTransaction(db, async (tx) => {
    const staff = { email, displayName: `Person ${role}`, role, now, password: PASSWORD }
    const { id } = await createStaff(tx, quickHasher(), staff)
    const device = { id: deviceId, public_key: publicKey, name: `Desk of ${role}`, app_version: '1.0.0' }
    await tx
      .insertInto('device')
      .values({ ...device, state: 'active', requested_by: id, requested_at: now, decided_by: id, decided_at: now })
      .execute()
    await addSession(tx, { token: session, staffId: id, deviceId, now })
    return id
  })
  return { deviceId, publicKey, privateKey, staffId, email, session }
}

/** Headers with which `desk` proves itself for exactly this request. */
export function proofHeaders(desk: Desk, method: string, path: string, body: string, session: string | null) {
  const sessionSha256 = sha256Text(session ?? '')
  const text = deviceProofText({ method, path, bodySha256: sha256Text(body), sessionSha256 })
  return {
    'x-vestibule-device-key': desk.publicKey.toString('base64url'),
    'x-vestibule-proof': sign(null, Buffer.from(text), desk.privateKey).toString('base64url'),
    'x-vestibule-app': '1.0.0',
    ...(session === null ? {} : { authorization: `Bearer ${session}` }),
  }
}

export async function addParticipant(
  { db }: Pick<Connected, 'db'>,
  desks: Desks,
  change: Partial<ParticipantFields> = {},
): Promise<string> {
  const id = randomUUID()
  const { id: programId } = await db.selectFrom('program').select('id').executeTakeFirstOrThrow()
  const emailId = randomUUID()
  const fields: ParticipantFields = {
    ...{ givenName: 'Robin', familyName: 'Marsh', preferredName: '', pronouns: '', birthDate: '1984-03-09' },
    ...{ fileNumber: `F-${id.slice(0, 8)}`, language: 'en', address: '', programId },
    ...{ defaultEmail: emailId, defaultPhone: null },
    emails: { [emailId]: { value: `p${id.slice(0, 8)}@example.org`, label: 'home' } },
    phones: {},
    ...change,
  }
  const now = new Date()
  await inTransaction(db, async (tx) => {
    const rev = await nextRev(tx)
    const times = { created_at: now, updated_at: now, updated_by: desks.admin.staffId, updated_by_name: 'Person' }
    const row = { id, rev, program_id: programId, fields: JSON.stringify(fields), ...times }
    await tx.insertInto('participant').values(row).execute()
    const scope = Object.values(desks).map((desk) => ({
      staff_id: desk.staffId,
      participant_id: id,
      rev,
      active: true,
    }))
    await tx.insertInto('scope').values(scope).execute()
  })
  return id
}
