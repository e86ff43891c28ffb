import { REFUSAL_SENTENCES } from '../../../shared/sync/refusalSentences'
import type { OutboxItem, Refusal } from '../../../shared/sync/syncSchemas'
import { isTroubled, isUnsettled } from '../replica/outboxEntries'
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
      return `Replace the invite of ${who} by a new link`
    case 'invite.revoke':
      return `Revoke the invite of ${who}`
    case 'invite.share':
      return `Note how the invite of ${who} was handed over`
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

/** What a conflict means beyond "nothing was changed": what happened meanwhile, and what can be done about it. */
const CONFLICT_SENTENCES: { readonly [Kind in OutboxItem['kind']]?: { readonly [Reason in Refusal]?: string } } = {
  'invite.create': {
    revoked_since:
      'Somebody revoked an invite of this participant after you looked at it. The revocation stands, so this invite was not made: its link and a printed letter will never work. Make a new one only if you know why the other was taken back.',
  },
  'invite.revoke': {
    already_accepted:
      'The invite was accepted before this reached the server, so there is nothing left to revoke: a portal account exists now. If nobody was meant to have it, revoke the access.',
  },
  'account.enable': {
    revoked_since:
      'Somebody revoked this access again after you looked at it. The revocation stands. Give access back only if you know why it was taken.',
  },
  'correction.decide': {
    correction_over:
      'The participant withdrew this request before your decision reached the server. There is nothing left to decide, and nothing was changed.',
  },
  'conflict.resolve': {
    field_changed:
      'The field has changed once more since you chose, so your choice was not applied. Look at the values that there are now.',
  },
}

/** Why it did not happen, in a sentence; null where it did, or may still. The server's own message names what is wrong with a value. */
export function outboxReason({
  item,
  state,
  reason,
  message,
}: Pick<OutboxEntry, 'item' | 'state' | 'reason' | 'message'>): string | null {
  if (!isTroubled({ state })) return null
  const more = reason && state === 'conflict' ? CONFLICT_SENTENCES[item.kind]?.[reason] : undefined
  const sentence = more ?? (reason ? REFUSAL_SENTENCES[reason] : 'The server refused this, so nothing was changed.')
  return reason === 'invalid_value' && message ? `${sentence} (${message})` : sentence
}

/** Nobody has to act on these. */
const QUIET: ReadonlySet<OutboxItem['kind']> = new Set(['participant.view', 'message.read'])

export interface OutboxLists {
  /** Queued or sent, oldest first. */
  readonly waiting: readonly OutboxEntry[]
  /** Refused, or overtaken by what somebody else did: a person must look. Newest first. */
  readonly troubled: readonly OutboxEntry[]
  /** Applied within a day, newest first. */
  readonly done: readonly OutboxEntry[]
}

/** Opened records and reading marks are left out: nobody has to act on them. */
export function outboxLists(entries: Iterable<readonly [string, OutboxEntry]>): OutboxLists {
  const all = [...entries].map(([, entry]) => entry).filter(({ item }) => !QUIET.has(item.kind))
  const newest = all.sort((a, b) => b.order - a.order)
  return {
    waiting: newest.filter(isUnsettled).reverse(),
    troubled: newest.filter(isTroubled),
    done: newest.filter(({ state }) => state === 'applied'),
  }
}
