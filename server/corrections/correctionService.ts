import { randomUUID } from 'node:crypto'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import { proposedChange, quoteOf } from '../../shared/corrections/correctionChange'
import { dayIn, dueDay } from '../../shared/corrections/correctionDates'
import { decideDisagree, decideSubmit, decideWithdraw, submittedBy } from '../../shared/corrections/correctionRules'
import type {
  CorrectionAbout,
  CorrectionChange,
  PortalCorrection,
  SubmitCorrection,
} from '../../shared/corrections/correctionSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type { ParticipantFields } from '../../shared/participants/participantSchemas'
import type { Refusal } from '../../shared/sync/syncSchemas'
import { type AccountRow, languageOf, lockAccount } from '../accounts/accountStore'
import { appendAudit } from '../audit/auditStore'
import { attachFiles } from '../files/attachments'
import { findMessage } from '../messages/messageStore'
import { lockParticipants } from '../participants/participantStore'
import { inTransaction, type Tx } from '../platform/database/transaction'
import { takeToken } from '../platform/rate/tokens'
import { type PortalCaller, participantActor, type Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'
import {
  type CorrectionRow,
  countOpen,
  insertCorrection,
  loadCorrections,
  lockCorrection,
  portalCorrections,
  stepCorrection,
  submitted,
} from './correctionStore'

/** Asking and withdrawing in turn must not fill the clinic's lists. */
const MOST_A_DAY = 30
const MOST_SHOWN = 500

/** The participant's own requests (G1), newest first. */
export async function listCorrections(
  deps: Pick<WaysInDeps, 'db' | 'clinic'>,
  caller: Pick<PortalCaller, 'participantId'>,
  { now }: Pick<Visit, 'now'>,
): Promise<PortalCorrection[]> {
  const rows = await loadCorrections(deps.db, caller.participantId, MOST_SHOWN)
  return await portalCorrections(deps.db, rows, dayIn(now, (await deps.clinic.doc()).timeZone))
}

/**
 * S0.26. The browser names the request, so that a press which is repeated after a lost answer makes one. `INVALID_INPUT` carries the reason:
 * the field says something else by now, the value is not valid, or too many wait already.
 */
export async function submitCorrection(
  deps: WaysInDeps,
  caller: PortalCaller,
  asked: SubmitCorrection,
  visit: Visit,
): Promise<PortalCorrection> {
  const { participantId } = caller
  return await inTransaction(deps.db, async (tx) => {
    const { record, account } = await lockOwn(tx, participantId)
    const stored = await lockCorrection(tx, asked.id)
    const verdict = decideSubmit({
      sameId: stored ? await submitted(tx, stored) : null,
      sending: submittedBy(participantId, asked),
      open: await countOpen(tx, participantId),
    })
    if (!verdict.ok) throw refused(verdict.reason)
    if (stored) return await shown(deps, tx, stored, visit)
    const changes = changesAsked(record, asked, visit.now)
    const about = await messageAsked(tx, participantId, asked.messageId)
    await takeTurn(tx, participantId, visit.now)
    await attachFiles(tx, { participantId, correctionId: asked.id, fileIds: asked.fileIds })
    const { doc, settings } = await deps.clinic.read(tx)
    const row = await insertCorrection(tx, {
      id: asked.id,
      participantId,
      changes,
      about,
      description: asked.description,
      persons: asked.persons.map((person) => ({ ...person, id: randomUUID(), toldAt: null, toldByName: null })),
      authorName: account.display_name,
      profile: settings.corrections.profile,
      language: languageOf(account.language),
      dueOn: dueDay(visit.now, doc.timeZone, settings.corrections),
      now: visit.now,
    })
    return await told(deps, tx, row, 'correction.submitted', visit)
  })
}

/** The participant takes a request back that nobody has decided. Done again it changes nothing. */
export async function withdrawCorrection(
  deps: WaysInDeps,
  caller: PortalCaller,
  id: string,
  visit: Visit,
): Promise<PortalCorrection> {
  return await inTransaction(deps.db, async (tx) => {
    const row = await lockOwnCorrection(tx, caller.participantId, id)
    if (row.state === 'withdrawn') return await shown(deps, tx, row, visit)
    const verdict = decideWithdraw(row)
    if (!verdict.ok) throw refused(verdict.reason)
    const stepped = await stepCorrection(tx, id, { state: 'withdrawn', withdrawn_at: visit.now })
    return await told(deps, tx, stepped, 'correction.withdrawn', visit)
  })
}

/** 45 CFR 164.526(d)(2): the statement stays with the request for good. The same words again change nothing. */
export async function disagree(
  deps: WaysInDeps,
  caller: PortalCaller,
  { id, statement }: { readonly id: string; readonly statement: string },
  visit: Visit,
): Promise<PortalCorrection> {
  return await inTransaction(deps.db, async (tx) => {
    const row = await lockOwnCorrection(tx, caller.participantId, id)
    if (row.disagreement === statement) return await shown(deps, tx, row, visit)
    const verdict = decideDisagree(row)
    if (!verdict.ok) throw refused(verdict.reason)
    const step = { state: 'disagreement', disagreement: statement, disagreed_at: visit.now } as const
    return await told(deps, tx, await stepCorrection(tx, id, step), 'correction.disagreed', visit)
  })
}

async function lockOwn(tx: Tx, participantId: string): Promise<{ record: ParticipantFields; account: AccountRow }> {
  const participant = (await lockParticipants(tx, [participantId])).get(participantId)
  const account = await lockAccount(tx, participantId)
  if (!participant || !account || account.disabled_at !== null) throw new CodedError('NOT_SIGNED_IN')
  return { record: participant.fields, account }
}

/** Somebody else's request is answered like one that does not exist (G1). */
async function lockOwnCorrection(tx: Tx, participantId: string, id: string): Promise<CorrectionRow> {
  await lockOwn(tx, participantId)
  const row = await lockCorrection(tx, id)
  if (row?.participant_id !== participantId) throw new CodedError('NOT_FOUND')
  return row
}

function changesAsked(record: ParticipantFields, { changes }: SubmitCorrection, now: Date): CorrectionChange[] {
  const decisions = changes.map((asked) => proposedChange({ record, asked, newId: randomUUID(), now }))
  const fine = decisions.map((decision) => {
    if (!decision.ok) throw refused(decision.reason)
    return { ...decision.change, verdict: null }
  })
  // One field can become only one thing.
  if (new Set(fine.map(({ path }) => path)).size < fine.length) throw refused('invalid_value')
  return fine
}

/** What the clinic wrote to this participant, in the server's own copy of the words. */
async function messageAsked(tx: Tx, participantId: string, id: string | null): Promise<CorrectionAbout | null> {
  if (id === null) return null
  const message = await findMessage(tx, id)
  if (message?.participant_id !== participantId || message.author !== 'staff') throw refused('unknown_message')
  return { kind: 'message', id, quote: quoteOf(message.body) }
}

async function takeTurn(tx: Tx, participantId: string, now: Date): Promise<void> {
  const key = `corrections/${participantId}`
  const turn = await takeToken(tx, { key, limit: MOST_A_DAY, windowSeconds: 86_400, now })
  if (!turn.allowed) throw new CodedError('TOO_MANY_REQUESTS', {}, turn.retryAfterSeconds)
}

async function told(
  deps: WaysInDeps,
  tx: Tx,
  row: CorrectionRow,
  action: AuditEntry['action'],
  visit: Visit,
): Promise<PortalCorrection> {
  const actor = participantActor(row.participant_id, visit)
  const target = { kind: 'correction', id: row.id } as const
  await appendAudit(tx, [{ actor, action, target, outcome: 'ok' }], visit.now)
  await deps.announce(tx, row.rev)
  return await shown(deps, tx, row, visit)
}

async function shown({ clinic }: WaysInDeps, tx: Tx, row: CorrectionRow, { now }: Visit): Promise<PortalCorrection> {
  const { timeZone } = (await clinic.read(tx)).doc
  const [own] = await portalCorrections(tx, [row], dayIn(now, timeZone))
  if (!own) throw new Error('a row gives one answer')
  return own
}

function refused(reason: Refusal): CodedError {
  return new CodedError('INVALID_INPUT', { reason })
}
