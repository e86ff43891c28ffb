import { randomUUID } from 'node:crypto'
import type { GivenDetails } from '../../shared/accounts/portalSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { detailChanges, missingDetails } from '../../shared/record/detailsRules'
import { decideEdit, type EditDecision } from '../../shared/sync/mergeRules'
import { lockAccount } from '../accounts/accountStore'
import { appendAudit } from '../audit/auditStore'
import { type LockedParticipant, lockParticipants, updateParticipants } from '../participants/participantStore'
import { inTransaction, nextRev, type Reading, type Tx } from '../platform/database/transaction'
import { type PortalCaller, participantActor, type Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'

type DetailsDeps = Pick<WaysInDeps, 'db' | 'clinic' | 'announce'>

/** Whether registration still asks this participant (S4.13): not answered yet, and the clinic does not have everything. The setting is the caller's to ask. */
export async function detailsAreWanted(db: Reading, participantId: string): Promise<boolean> {
  const row = await db
    .selectFrom('account')
    .innerJoin('participant', 'participant.id', 'account.participant_id')
    .where('account.participant_id', '=', participantId)
    .where('account.details_at', 'is', null)
    .select('participant.fields')
    .executeTakeFirst()
  if (!row) return false
  return missingDetails({ ...row.fields, hasPhone: Object.keys(row.fields.phones).length > 0 }).length > 0
}

/**
 * Registration, step two: fills what the clinic does not have and nothing else, decided under the lock of the record, so that what staff wrote meanwhile stays.
 * An answer without a word ("not now") counts too; a second answer changes nothing. `NOT_FOUND` where the clinic does not ask.
 */
export async function giveDetails(
  deps: DetailsDeps,
  caller: PortalCaller,
  given: GivenDetails,
  visit: Visit,
): Promise<void> {
  const { settings } = await deps.clinic.read()
  if (settings.registration.details === 'off') throw new CodedError('NOT_FOUND')
  await inTransaction(deps.db, async (tx) => {
    const participant = (await lockParticipants(tx, [caller.participantId])).get(caller.participantId)
    const account = await lockAccount(tx, caller.participantId)
    if (!participant || !account || account.disabled_at !== null) throw new CodedError('NOT_SIGNED_IN')
    if (account.details_at !== null) return
    await tx
      .updateTable('account')
      .set({ details_at: visit.now })
      .where('participant_id', '=', caller.participantId)
      .execute()
    const author = `${account.display_name} (portal)`
    const changes = detailChanges(participant.fields, given, randomUUID())
    const { fields, meta } = participant
    const decision = decideEdit({ current: fields, meta, changes, author, now: visit.now })
    if (decision.refusal) throw new CodedError('INVALID_INPUT')
    if (decision.changedPaths.length > 0) await write(deps, tx, participant, decision, author, visit)
  })
}

async function write(
  deps: DetailsDeps,
  tx: Tx,
  { id }: LockedParticipant,
  { fields, meta, changedPaths }: EditDecision,
  author: string,
  visit: Visit,
): Promise<void> {
  const rev = await nextRev(tx)
  await updateParticipants(tx, [{ id, rev, fields, meta }], { staffId: null, displayName: author }, visit.now)
  const target = { kind: 'account', id } as const
  const detail = { fields: changedPaths }
  const actor = participantActor(id, visit)
  await appendAudit(tx, [{ actor, action: 'account.details_given', target, outcome: 'ok', detail }], visit.now)
  await deps.announce(tx, rev)
}
