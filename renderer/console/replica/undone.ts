import type { AccountDoc } from '../../../shared/accounts/accountSchemas'
import { stillUndone, type Undone, undoneParts } from '../../../shared/backup/undoneRules'
import type { Participant } from '../../../shared/participants/participantSchemas'
import type { PullAnswer } from '../../../shared/sync/syncSchemas'
import type { Resync, Stores, Writer } from './replicaRows'

type Entry = readonly [string, Undone]

/**
 * What the resync after a restore is about to overwrite with something else (K2), to be written in the same append: after a crash the row is either
 * still here or kept aside. Most rows are the same and cost nothing.
 */
export function keptAside(stores: Stores, { participants = [], accounts = [] }: PullAnswer['rows']): Entry[] {
  const aside = new Map<string, Undone>()
  for (const { id } of participants) set(aside, stores, id, { participant: stores.participants.get(id) })
  for (const { id, disabledAt } of accounts) {
    const account = stores.accounts.get(id)
    if (account?.disabledAt != null && disabledAt === null) set(aside, stores, id, { account })
  }
  return [...aside]
}

/** Records that are about to be swept although the restored server does not have them at all. */
export function keptUnknown(stores: Stores, { unknown, seen }: Resync): Entry[] {
  const gone = [...unknown].filter((id) => !seen.get('participants')?.has(id))
  const aside = new Map<string, Undone>()
  for (const id of gone)
    if (stores.participants.get(id)) set(aside, stores, id, { participant: stores.participants.get(id) })
  return [...aside]
}

interface Held {
  readonly participant?: Participant | undefined
  readonly account?: AccountDoc | undefined
}

/** Of two that were held before two restores, what the server had acknowledged last. */
function set(aside: Map<string, Undone>, stores: Stores, id: string, { participant, account }: Held): void {
  const known = aside.get(id) ?? stores.undone.get(id) ?? { participant: null, account: null, open: null }
  aside.set(id, {
    participant:
      participant && participant.updatedAt > (known.participant?.updatedAt ?? '') ? participant : known.participant,
    account: account ?? known.account,
    open: known.open,
    fresh: true,
  })
}

/** Whether something was kept aside of records that this person may not have any more. */
export function hasStrangers(stores: Stores, { seen, unknown }: Resync): boolean {
  return [...stores.undone.all()].some(([id]) => seen.get('participants')?.has(id) !== true && !unknown.has(id))
}

/** At the end of that resync: what the restore undid stays, everything else that was kept aside goes, and so does who left the scope (D4). */
export async function finishUndone(write: Writer, stores: Stores, { unknown }: Resync): Promise<void> {
  const note = stores.clinic.get('clinic')?.restored ?? null
  await rewrite(write, stores, (held, id) => {
    const row = { ...rowOf(stores, id), unknown: unknown.has(id) }
    if (row.participant === undefined && !row.unknown) return null
    return held.fresh ? undoneParts(held, row, note) : stillUndone(held, row)
  })
}

/** After every answer, about whom it told: what somebody has brought back is over, and does not come up again when it changes later. */
export async function settleUndone(write: Writer, stores: Stores, rows: PullAnswer['rows']): Promise<void> {
  if (stores.undone.size === 0) return
  const told = new Set([...(rows.participants ?? []), ...(rows.accounts ?? [])].map(({ id }) => id))
  await rewrite(write, stores, (held, id) =>
    held.fresh || !told.has(id) ? 'as it is' : stillUndone(held, rowOf(stores, id)),
  )
}

function rowOf({ participants, accounts }: Stores, id: string) {
  return { participant: participants.get(id), account: accounts.get(id) }
}

async function rewrite(
  write: Writer,
  stores: Stores,
  decide: (held: Undone, id: string) => Undone['open'] | 'as it is',
): Promise<void> {
  const decided = [...stores.undone.all()].map(([id, held]) => ({ id, held, open: decide(held, id) }))
  const changed = decided.flatMap(({ id, held, open }): Entry[] =>
    open === null || open === 'as it is' || (!held.fresh && JSON.stringify(open) === JSON.stringify(held.open))
      ? []
      : [[id, { ...held, open, fresh: false }]],
  )
  await write.put('undone', changed)
  await write.remove(
    'undone',
    decided.flatMap(({ id, open }) => (open === null ? [id] : [])),
  )
}
