import { REFUSAL_SENTENCES } from '../../../shared/sync/refusalSentences'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import type { OutboxEntry } from '../replica/replicaDatabase'

const FIELDS: Readonly<Record<string, string>> = {
  givenName: 'given name',
  familyName: 'family name',
  preferredName: 'preferred name',
  pronouns: 'pronouns',
  birthDate: 'birth date',
  fileNumber: 'file number',
  language: 'language',
  address: 'address',
  programId: 'program',
  defaultEmail: 'default email',
  defaultPhone: 'default phone',
  email: 'email',
  phone: 'phone',
}

/** What an item wants; `who` is the person's name, or the clinic's word for somebody whose name is not here. */
export function outboxTitle(item: OutboxItem, who: string): string {
  switch (item.kind) {
    case 'edit':
      return `Change ${fieldWords(item.changes.map(({ path }) => path))} of ${who}`
    case 'participant.create':
      return `Add ${who}`
    case 'participant.view':
      return `Note that the record of ${who} was opened`
    case 'invite.create':
      return `Create an invite for ${who}`
    case 'invite.resend':
      return `Send a new invite to ${who}`
    case 'invite.revoke':
      return `Revoke the invite of ${who}`
    case 'account.revoke':
      return `Revoke the portal access of ${who}`
    case 'account.enable':
      return `Give portal access back to ${who}`
    case 'account.unlock':
      return `End the lock on the account of ${who}`
    case 'account.send_reset':
      return `Send ${who} a link to choose a new password`
    case 'account.reset_mfa':
      return `Reset the second factor of ${who}`
    case 'account.exempt_mfa':
      return item.reason === null ? `Ask ${who} for a second factor again` : `Exempt ${who} from the second factor`
    case 'message.send':
      return `Send a message to ${who}`
    case 'message.read':
      return `Note that a message of ${who} was read`
    case 'correction.acknowledge':
      return `Acknowledge a correction request of ${who}`
    case 'correction.extend':
      return `Extend the time for a correction request of ${who}`
    case 'correction.review':
      return `Begin to review a correction request of ${who}`
    case 'correction.decide':
      return `Decide a correction request of ${who}`
    case 'correction.rebut':
      return `Answer the statement of disagreement of ${who}`
    case 'correction.close':
      return `Close a correction request of ${who}`
    case 'correction.told':
      return `Note who was told of a correction for ${who}`
    case 'conflict.resolve':
      return `Decide a conflict in the record of ${who}`
    case 'correction.accept':
      return `Accept a correction request of ${who}`
    case 'correction.deny':
      return `Deny a correction request of ${who}`
  }
}

function fieldWords(paths: readonly string[]): string {
  const names = [...new Set(paths.map((path) => FIELDS[path.split(':')[0] ?? ''] ?? 'a field'))]
  if (names.length > 3) return `${names.length} fields`
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(names)
}

/** Why it did not happen, in a sentence; null while it still waits. The server's own message names what is wrong with a value. */
export function outboxReason({
  state,
  reason,
  message,
}: Pick<OutboxEntry, 'state' | 'reason' | 'message'>): string | null {
  if (state === 'queued') return null
  const sentence = reason ? REFUSAL_SENTENCES[reason] : 'The server refused this, so nothing was changed.'
  return reason === 'invalid_value' && message ? `${sentence} (${message})` : sentence
}

/** Nobody has to act on these. */
const QUIET: ReadonlySet<OutboxItem['kind']> = new Set(['participant.view', 'message.read'])

/** What waits, oldest first, then what was refused, newest first. Opened records are left out: nobody has to act on them. */
export function outboxLists(entries: Iterable<readonly [string, OutboxEntry]>) {
  const all = [...entries].map(([, entry]) => entry).filter(({ item }) => !QUIET.has(item.kind))
  const queued = all.filter(({ state }) => state === 'queued').sort((a, b) => a.order - b.order)
  const refused = all.filter(({ state }) => state === 'refused').sort((a, b) => b.order - a.order)
  return { queued, refused }
}
