import type { Selectable } from 'kysely'
import type { z } from 'zod'
import { type ClinicDoc, clinicSettingsSchema } from '../../shared/clinic/clinicSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { changedGroups, settingsProblems, type WholeSettings } from '../../shared/settings/settingsRules'
import type { saveSettingsSchema } from '../../shared/settings/settingsSchemas'
import { touchAccounts } from '../accounts/touchAccounts'
import { appendAudit } from '../audit/auditStore'
import { isTimeZone } from '../clinic/timeZones'
import type { Tables } from '../platform/database/tables'
import { inTransaction, nextRev, type Tx } from '../platform/database/transaction'
import type { Delivery } from '../platform/mail/delivery'
import { isPhoneCountry } from '../platform/phone'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'

export interface SettingsDeps extends WaysInDeps {
  readonly delivery: Pick<Delivery, 'email' | 'sms'>
  /** Where messages are also written as files (tests and demo); null: nowhere. */
  readonly outboxDir: string | null
}

/**
 * Stores all settings and facts at once, from the next request on, in every process. `SETTINGS_CHANGED` when the clinic moved on from `expectedRev`,
 * `INVALID_INPUT` with the fields. The audit row names what changed, never a value (U2). A save that changes nothing leaves everything as it is.
 */
export async function saveSettings(
  deps: SettingsDeps,
  caller: WriteCaller,
  { expectedRev, settings, facts }: z.infer<typeof saveSettingsSchema>,
): Promise<ClinicDoc> {
  const canSendSms = deps.delivery.sms !== null || deps.outboxDir !== null
  const problems = settingsProblems({ settings, facts }, { canSendSms, isTimeZone, isCountry: isPhoneCountry })
  if (problems.length > 0) throw new CodedError('INVALID_INPUT', { fields: problems })
  return await inTransaction(deps.db, async (tx) => {
    const before = await lockClinicAt(tx, expectedRev)
    const changed = changedGroups(wholeOf(before), { settings, facts })
    if (changed.length === 0) return (await deps.clinic.read(tx)).doc
    const { timeZone, senderName, mailSender, ...plain } = facts
    const columns = { ...plain, time_zone: timeZone, sender_name: senderName, mail_sender: mailSender }
    // Consoles show of each account whether a second factor is asked for.
    if (changed.includes('mfaRequired')) await touchAccounts(tx)
    const rev = await nextRev(tx)
    await tx
      .updateTable('clinic')
      .set({ ...columns, rev, settings: JSON.stringify(settings) })
      .execute()
    await noteChange(deps, tx, caller, rev, 'settings.changed', { fields: changed })
    return (await deps.clinic.read(tx)).doc
  })
}

/** The clinic's row, locked, as the editor saw it: who saves from an older one is told, and nothing is written over unseen. */
export async function lockClinicAt(tx: Tx, expectedRev: number): Promise<Selectable<Tables['clinic']>> {
  const row = await lockClinic(tx)
  if (row.rev !== expectedRev) throw new CodedError('SETTINGS_CHANGED')
  return row
}

export async function lockClinic(tx: Tx): Promise<Selectable<Tables['clinic']>> {
  return await tx.selectFrom('clinic').selectAll().forNoKeyUpdate().executeTakeFirstOrThrow()
}

/** The audit row of a change of the clinic, and the news of it. */
export async function noteChange(
  { announce }: Pick<SettingsDeps, 'announce'>,
  tx: Tx,
  caller: WriteCaller,
  rev: number,
  action: 'settings.changed' | 'settings.logo_changed',
  detail: Readonly<Record<string, boolean | readonly string[]>>,
): Promise<void> {
  const target = { kind: 'clinic', id: 'clinic' } as const
  await appendAudit(tx, [{ actor: staffActor(caller), action, target, outcome: 'ok', detail }], caller.now)
  await announce(tx, rev)
}

function wholeOf(row: Selectable<Tables['clinic']>): WholeSettings {
  const { name, phone, email, address, time_zone, sender_name, mail_sender } = row
  const facts = { name, phone, email, address, timeZone: time_zone, senderName: sender_name, mailSender: mail_sender }
  return { settings: clinicSettingsSchema.parse(row.settings), facts }
}
