import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import { isUnsettled } from '../replica/outboxEntries'
import type { Replica } from '../replica/replica'
import type { OutboxEntry } from '../replica/replicaDatabase'

export type AccountKind = Extract<OutboxItem['kind'], `account.${string}`>
type AccountItem = Extract<OutboxItem, { kind: AccountKind }>

/** What this console still wants of an account, or could not have; oldest first. */
export interface AccountWish {
  readonly entry: OutboxEntry
  readonly item: AccountItem
}

const isAccountItem = (item: OutboxItem): item is AccountItem => item.kind.startsWith('account.')

export function accountWishes(stores: Replica['stores'], participantId: string): AccountWish[] {
  return [...stores.outbox.all()]
    .flatMap(([, entry]) => (isAccountItem(entry.item) ? [{ entry, item: entry.item }] : []))
    .filter(({ entry, item }) => item.participantId === participantId && entry.state !== 'applied')
    .sort((a, b) => a.entry.order - b.entry.order)
}

export function isQueued(wishes: readonly AccountWish[], kind: AccountKind): boolean {
  return wishes.some(({ entry, item }) => item.kind === kind && isUnsettled(entry))
}

/** Never in the past tense: the server has not done it yet (product.md, Two kinds of writes). */
export const QUEUED_WORDS: Readonly<Record<AccountKind, string>> = {
  'account.revoke': 'Revoke',
  'account.enable': 'Re-enable',
  'account.unlock': 'Unlock',
  'account.send_reset': 'Password reset',
  'account.reset_mfa': 'MFA reset',
  'account.exempt_mfa': 'MFA exemption',
}
