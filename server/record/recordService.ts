import type { Kysely } from 'kysely'
import type { OwnContact, OwnRecord } from '../../shared/accounts/portalSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type { Contact } from '../../shared/participants/participantSchemas'
import { appendAudit } from '../audit/auditStore'
import { type ClinicService, publicClinic } from '../clinic/clinicService'
import type { Tables } from '../platform/database/tables'
import { inTransaction } from '../platform/database/transaction'
import { takeToken } from '../platform/rate/tokens'
import { type PortalCaller, participantActor, type Visit } from '../portal/portalContext'

export interface RecordDeps {
  readonly db: Kysely<Tables>
  readonly clinic: ClinicService
}

/**
 * The participant's own details (S0.1, G1: looked up by the session's participant and nothing else). The view is audited once a session and
 * day: a page that loads ten times is one look.
 */
export async function ownRecord(deps: RecordDeps, caller: PortalCaller, visit: Visit): Promise<OwnRecord> {
  const record = await loadRecord(deps, caller.participantId)
  await auditView(deps, caller, visit)
  return record
}

/** The details as their owner reads them. Reads and records nothing. */
export async function loadRecord({ db, clinic }: RecordDeps, participantId: string): Promise<OwnRecord> {
  const row = await db
    .selectFrom('participant')
    .innerJoin('program', 'program.id', 'participant.program_id')
    .where('participant.id', '=', participantId)
    .select(['participant.fields', 'program.name as program_name'])
    .executeTakeFirst()
  if (!row) throw new CodedError('NOT_FOUND')
  const { fields } = row
  // Named one by one: a field that is added to the record stays inside until somebody decides that it may be seen (G2).
  return {
    givenName: fields.givenName,
    familyName: fields.familyName,
    preferredName: fields.preferredName,
    pronouns: fields.pronouns,
    birthDate: fields.birthDate,
    fileNumber: fields.fileNumber,
    address: fields.address,
    emails: contacts(fields.emails, fields.defaultEmail),
    phones: contacts(fields.phones, fields.defaultPhone),
    programName: row.program_name,
    clinic: publicClinic(await clinic.read()),
  }
}

/** The starred one first, then by value; the ids that staff see stay inside. */
function contacts(all: Readonly<Record<string, Contact>>, star: string | null): OwnContact[] {
  return Object.entries(all)
    .map(([id, { value, label }]) => ({ value, label, isDefault: id === star }))
    .sort((a, b) => Number(b.isDefault) - Number(a.isDefault) || a.value.localeCompare(b.value))
}

async function auditView(deps: RecordDeps, caller: PortalCaller, visit: Visit): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const key = `record-viewed/${caller.sessionHash.toString('base64url')}`
    const first = await takeToken(tx, { key, limit: 1, windowSeconds: 86_400, now: visit.now })
    if (!first.allowed) return
    const actor = participantActor(caller.participantId, visit)
    const target = { kind: 'participant', id: caller.participantId } as const
    await appendAudit(tx, [{ actor, action: 'portal.record_viewed', target, outcome: 'ok' }], visit.now)
  })
}
