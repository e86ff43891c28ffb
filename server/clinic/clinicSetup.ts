import { randomUUID } from 'node:crypto'
import { type ClinicSettings, clinicSettingsSchema } from '../../shared/clinic/clinicSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { appendAudit } from '../audit/auditStore'
import { nextRev, type Reading, type Tx } from '../platform/database/transaction'

import { isTimeZone } from './timeZones'

export interface NewClinic {
  readonly name: string
  readonly phone: string
  readonly email: string
  readonly address: string
  /** IANA name, such as `America/Toronto`. */
  readonly timeZone: string
  readonly mailSender: string
  readonly programs: readonly string[]
  readonly now: Date
}

export async function clinicExists(db: Reading): Promise<boolean> {
  return (await db.selectFrom('clinic').select('id').executeTakeFirst()) !== undefined
}

/** Sets up the one clinic of this database, with default settings. `INVALID_INPUT` names the field, also when a clinic is there already. */
export async function createClinic(tx: Tx, clinic: NewClinic): Promise<void> {
  if (await clinicExists(tx)) throw invalid('clinic', 'is set up already')
  if (clinic.name.trim() === '') throw invalid('name', 'must not be empty')
  if (!isTimeZone(clinic.timeZone)) throw invalid('timeZone', 'must be a name such as America/Toronto')
  const programs = clinic.programs.map((name) => name.trim()).filter((name) => name !== '')
  if (programs.length === 0) throw invalid('programs', 'must name at least one program')
  const settings: ClinicSettings = clinicSettingsSchema.parse({})
  const { name, phone, email, address, timeZone, mailSender } = clinic
  const plain = { name: name.trim(), phone, email, address, time_zone: timeZone, mail_sender: mailSender }
  await tx
    .insertInto('clinic')
    .values({ ...plain, rev: await nextRev(tx), epoch: randomUUID(), settings: JSON.stringify(settings) })
    .execute()
  for (const program of programs) {
    await tx
      .insertInto('program')
      .values({ id: randomUUID(), rev: await nextRev(tx), name: program })
      .execute()
  }
  const actor = { kind: 'system', id: null, role: null, deviceId: null, address: null } as const
  const target = { kind: 'clinic', id: 'clinic' } as const
  await appendAudit(tx, [{ actor, action: 'clinic.created', target, outcome: 'ok' }], clinic.now)
}

function invalid(path: string, message: string): CodedError {
  return new CodedError('INVALID_INPUT', { fields: [{ path, message }] })
}
