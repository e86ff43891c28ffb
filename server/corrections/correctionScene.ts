import type { AuditEntry } from '../../shared/audit/auditSchemas'
import type { ClinicDoc } from '../../shared/clinic/clinicSchemas'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { type AccountRow, languageOf } from '../accounts/accountStore'
import { appendAudit } from '../audit/auditStore'
import type { CommandResult } from '../participants/participantCommands'
import type { LockedParticipant } from '../participants/participantStore'
import type { Tx } from '../platform/database/transaction'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { type Told, tellAnswerWaits } from './correctionNotice'
import { type CorrectionRow, correctionDocs } from './correctionStore'

export type CorrectionItem = Extract<OutboxItem, { kind: `correction.${string}` }>
export type Item<Step extends string> = Extract<CorrectionItem, { kind: `correction.${Step}` }>

/** What a step is decided on: all of it locked, participant first, then account, then the request. */
export interface Scene {
  readonly deps: WaysInDeps
  readonly tx: Tx
  readonly caller: WriteCaller
  readonly participant: LockedParticipant
  readonly account: AccountRow | undefined
  readonly row: CorrectionRow
  readonly clinic: ClinicDoc
}

/** The language that the participant reads now; without an account the one that they asked in. */
export function readersLanguage({ account, row }: Scene) {
  return account ? languageOf(account.language) : row.language
}

/** By mail, without a word of it. */
export async function tell({ deps, tx, caller, account, participant, row }: Scene, step: Told['step']) {
  await tellAnswerWaits(deps, tx, { account, fields: participant.fields, row, step, now: caller.now })
}

export async function audit(
  { tx, caller, row }: Scene,
  action: AuditEntry['action'],
  detail: NonNullable<AuditEntry['detail']> = {},
): Promise<void> {
  const target = { kind: 'correction', id: row.id } as const
  await appendAudit(tx, [{ actor: staffActor(caller), action, target, outcome: 'ok', detail }], caller.now)
}

export async function done(tx: Tx, row: CorrectionRow): Promise<CommandResult> {
  return { outcome: 'applied', corrections: await correctionDocs(tx, [row]) }
}
