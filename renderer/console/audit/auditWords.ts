import { ROLE_LABELS, type Role } from '../../../shared/access/roles'
import type { AuditNames, ListedRow } from '../../../shared/audit/auditListSchemas'
import type { AuditRow, TamperKind } from '../../../shared/audit/auditSchemas'
import { auditSentence } from '../../../shared/audit/auditSentences'
import type { AlarmKind } from './seenHead'

const KINDS: Readonly<Record<string, string>> = {
  clinic: 'the clinic',
  staff: 'a colleague',
  device: 'a console',
  participant: 'a participant',
  invite: 'an invite',
  account: 'a portal account',
  message: 'a message',
  correction: 'a correction request',
  file: 'a file',
}

/** Enough of an id to tell two apart; the whole one is in the details. */
export function shortId(id: string): string {
  return id.length > 12 ? id.slice(0, 8) : id
}

export interface Who {
  /** A person's name, to be shown as one; null where there is none to show. */
  readonly name: string | null
  readonly words: string
}

export function whoDid({ actor }: AuditRow, names: AuditNames): Who {
  const { kind, id, role } = actor
  if (kind === 'system') return { name: null, words: 'The server' }
  if (kind === 'visitor') return { name: null, words: 'Somebody not signed in' }
  const name = id === null ? null : ((kind === 'staff' ? names.staff[id] : names.participants[id]) ?? null)
  if (name !== null) return { name, words: kind === 'staff' ? roleWords(role) : 'Participant' }
  return {
    name: null,
    words: `${kind === 'staff' ? 'Colleague' : 'Participant'} ${id === null ? '' : shortId(id)}`.trim(),
  }
}

function roleWords(role: string | null): string {
  return role !== null && Object.hasOwn(ROLE_LABELS, role) ? ROLE_LABELS[role as Role] : ''
}

/** What a row is about, where its sentence does not say it yet; null for the clinic as a whole and for people's own doings. */
export function aboutWhom({ row, participantId }: ListedRow, names: AuditNames): Who | null {
  const { actor, target } = row
  if (participantId !== null && participantId !== actor.id) {
    const name = names.participants[participantId] ?? null
    return { name, words: name === null ? `Participant ${shortId(participantId)}` : '' }
  }
  if (target.kind === 'staff' && target.id !== actor.id) {
    const name = names.staff[target.id] ?? null
    return {
      name,
      words: name === null ? (target.id === 'unknown' ? 'Nobody known here' : `Colleague ${shortId(target.id)}`) : '',
    }
  }
  if (target.kind === 'device')
    return { name: null, words: names.devices[target.id] ?? `Console ${shortId(target.id)}` }
  return null
}

/** "changed a participant record", or what was tried and refused. */
export function whatHappened({ action, outcome }: AuditRow): string {
  const words = auditSentence(action)
  return outcome === 'ok' ? words : `tried in vain: ${words}`
}

export function kindWords(kind: string): string {
  return KINDS[kind] ?? kind
}

/** One fact of the details as it stands in the row: `reason` `lost_phone`. */
export function detailLines({ detail }: AuditRow): readonly (readonly [string, string])[] {
  return Object.entries(detail).map(([key, value]) => [
    key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    Array.isArray(value) ? value.join(', ') : String(value),
  ])
}

/** What each kind of tampering means, after its sentence. */
export const TAMPER_WORDS: Readonly<Record<TamperKind, string>> = {
  altered: 'Something in this row was changed after it was written.',
  missing: 'Rows were taken out of the middle of the log.',
  inserted: 'A row was put in that the server did not write.',
  reordered: 'Rows stand in another order than they were written in.',
  truncated: 'Rows were cut off at the end of the log.',
  rewritten: 'The log was written anew from some row on, with hashes that fit each other but not what was seen before.',
}

export const ALARM_WORDS: Readonly<Record<AlarmKind, string>> = {
  not_extending:
    'The server’s log does not continue the one this console has seen: rows were changed or removed, or an older copy was put back.',
  other_key: 'The server signs its audit log with another key than the one this console knows.',
  bad_signature: 'The server’s audit log carries a signature that does not fit its key.',
}

export const NEXT_STEP =
  'Change and restart nothing. Tell an administrator and whoever runs the server now; they keep a copy of the database and run:'

/** Signing the log as it is would make the missing rows pass for never written. */
export const NOT_YET = 'Nobody runs vestibule audit accept-head before it is understood what happened.'

/** What IT types to see for themselves, with what this console remembers. */
export function witnessCommand(witness: { readonly count: number; readonly hash: string } | null): string {
  const base = 'vestibule audit verify'
  return witness === null || witness.count === 0 ? base : `${base} --witness ${witness.count}:${witness.hash}`
}
