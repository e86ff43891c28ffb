import { randomUUID } from 'node:crypto'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import { tellOwner } from '../accountSecurity/securityParts'
import { nextRev, type Tx } from '../platform/database/transaction'
import { type Visit, visitor } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { type AccountRow, lockAccount, MOST_ACCOUNTS_OF_EMAIL } from './accountStore'

/** Q3. */
export const PASSWORD_LOCK_SECONDS = 15 * 60

/**
 * Too many wrong passwords: staff see the pause at every account of the email, and its owner is told. It ends no session and closes no other way
 * in (Q3). Works through as many places as an email can have accounts, so that the time does not tell how many there are (P4). Returns the audit
 * rows to append; takes the commit lock.
 */
export async function lockForWrongPasswords(
  deps: Pick<WaysInDeps, 'clinic' | 'notices' | 'announce'>,
  tx: Tx,
  accounts: readonly AccountRow[],
  visit: Visit,
): Promise<AuditEntry[]> {
  const places = Array.from({ length: MOST_ACCOUNTS_OF_EMAIL }, (_, place) => accounts[place] ?? null)
  const byId = [...places].sort((a, b) => ((a?.participant_id ?? '') < (b?.participant_id ?? '') ? -1 : 1))
  const locked: string[] = []
  for (const place of byId) {
    const account = await lockAccount(tx, place?.participant_id ?? randomUUID())
    if (!account) await tellNobody(deps, tx)
    else {
      locked.push(account.participant_id)
      await tellOwner(deps, tx, account, visit, { name: 'account_locked' })
    }
  }
  const until = new Date(visit.now.getTime() + PASSWORD_LOCK_SECONDS * 1000)
  for (let place = 0; place < MOST_ACCOUNTS_OF_EMAIL; place++) {
    const rev = await nextRev(tx)
    const id = locked[place] ?? randomUUID()
    await tx.updateTable('account').set({ rev, locked_until: until }).where('participant_id', '=', id).execute()
    await deps.announce(tx, rev)
  }
  return locked.map((id) => {
    const target = { kind: 'account', id } as const
    return { actor: visitor(visit), action: 'account.locked', target, outcome: 'ok' }
  })
}

/** What telling an owner costs, but for two rows. */
async function tellNobody({ clinic }: Pick<WaysInDeps, 'clinic'>, tx: Tx): Promise<void> {
  await tx.selectFrom('participant').select('fields').where('id', '=', randomUUID()).executeTakeFirst()
  await clinic.read(tx)
}
