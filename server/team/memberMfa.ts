import type { Selectable } from 'kysely'
import type { Tables } from '../platform/database/tables'
import type { Tx } from '../platform/database/transaction'
import { clearFailures } from '../platform/rate/attempts'
import { codesInARow, codesPerHour } from '../staff/signInBudgets'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { signOutEverywhere } from './teamStore'

/**
 * M8: the second factor of a colleague, the counts of wrong codes and every session are gone, and a mail tells them so, whoever did it. The
 * last used step stays (M2). The row must be locked; the caller appends the audit row.
 */
export async function clearSecondFactor(
  { clinic, notices }: Pick<WaysInDeps, 'clinic' | 'notices'>,
  tx: Tx,
  { id, email }: Pick<Selectable<Tables['staff']>, 'id' | 'email'>,
  now: Date,
): Promise<void> {
  await tx.updateTable('staff').set({ totp_secret: null }).where('id', '=', id).execute()
  for (const budget of [codesPerHour, codesInARow]) await clearFailures(tx, budget(id, now).key)
  await signOutEverywhere(tx, id)
  // Colleagues have no language of their own: they get the first one that the clinic has chosen.
  const [language = 'en'] = (await clinic.read(tx)).settings.languages
  await notices.mail(tx, { name: 'staff_mfa_reset', to: email, language, now })
}
