import { ROLES } from '../access/roles'
import type { AuditAction } from '../audit/auditSchemas'
import type { AccessEvent, AccessKind } from './accessLogSchemas'

type Who = AccessEvent['who']
type Reading = Readonly<Partial<Record<Who, AccessKind>>>

/** What a row of the audit log means to the participant, by who did it. Rows that are not here are no access: tries, refusals, technical steps. */
const READINGS: Readonly<Partial<Record<AuditAction, Reading>>> = {
  'participant.viewed': { staff: 'viewed' },
  'participant.created': { staff: 'created' },
  'participant.edited': { staff: 'edited' },
  'invite.created': { staff: 'invite_made' },
  'invite.resent': { staff: 'invite_made' },
  'invite.revoked': { staff: 'invite_revoked' },
  'account.disabled': { staff: 'access_revoked', clinic: 'access_revoked' },
  'account.enabled': { staff: 'access_enabled' },
  'account.unlocked': { staff: 'unlocked' },
  'account.reset_sent': { staff: 'reset_sent' },
  'mfa.reset': { staff: 'mfa_reset' },
  'mfa.exempted': { staff: 'mfa_exempted' },
  'mfa.exemption_ended': { staff: 'mfa_exemption_ended' },
  'sign_in.diagnosed': { staff: 'sign_ins_viewed' },
  'portal.previewed': { staff: 'previewed' },
  'message.sent': { staff: 'message_sent', you: 'message_sent' },
  'message.read': { staff: 'message_read' },
  'correction.acknowledged': { staff: 'correction_handled' },
  'correction.in_review': { staff: 'correction_handled' },
  'correction.extended': { staff: 'correction_handled' },
  'correction.accepted': { staff: 'correction_decided' },
  'correction.partly_accepted': { staff: 'correction_decided' },
  'correction.denied': { staff: 'correction_decided' },
  'correction.rebutted': { staff: 'correction_handled' },
  'correction.closed': { staff: 'correction_handled' },
  'correction.told': { staff: 'correction_handled' },
  'file.downloaded': { staff: 'file_opened' },
  'correction.submitted': { you: 'own_correction' },
  'correction.withdrawn': { you: 'own_correction' },
  'correction.disagreed': { you: 'own_correction' },
  'portal.record_viewed': { you: 'own_view' },
  'portal.sign_in': { you: 'own_sign_in' },
  'account.created': { you: 'own_joined' },
  'consent.given': { you: 'own_consent' },
  'account.details_given': { you: 'own_details' },
  'account.password_changed': { you: 'own_change' },
  'account.contact_verified': { you: 'own_change' },
  'account.contact_changed': { you: 'own_change' },
  'mfa.verified': { you: 'own_change' },
  'mfa.removed': { you: 'own_change' },
  'mfa.recovery_made': { you: 'own_change' },
}

/** The only actions that need to be read at all. */
export const READ_ACTIONS: readonly string[] = Object.keys(READINGS)

/** Whoever opens a file, goes back and opens it again has looked once. */
const SAME_LOOK_MS = 15 * 60_000
const REPEATED: ReadonlySet<AccessKind> = new Set([
  'viewed',
  'edited',
  'message_read',
  'file_opened',
  'sign_ins_viewed',
  'previewed',
  'own_view',
])

export interface AccessRow {
  readonly at: Date
  readonly actorKind: string
  readonly actorId: string | null
  readonly staffName: string | null
  readonly role: string | null
  readonly place: string | null
  readonly action: string
}

/**
 * The lines that the participant reads, newest first like `rows`. What one person does again within a quarter of an hour is one line with the time of the
 * last. Rows of somebody who is neither staff, the clinic nor the participant say nothing.
 */
export function accessEvents(rows: readonly AccessRow[], participantId: string): AccessEvent[] {
  const shown = new Map<string, number>()
  return rows.flatMap((row): AccessEvent[] => {
    const event = accessEvent(row, participantId)
    if (event === null) return []
    const key = `${event.what} ${row.actorId} ${event.place}`
    const last = shown.get(key)
    const at = row.at.getTime()
    if (REPEATED.has(event.what) && last !== undefined && last - at <= SAME_LOOK_MS) return []
    shown.set(key, at)
    return [event]
  })
}

function accessEvent(row: AccessRow, participantId: string): AccessEvent | null {
  const who = whoOf(row, participantId)
  const reading = Object.hasOwn(READINGS, row.action) ? READINGS[row.action as AuditAction] : undefined
  const what = who === null ? undefined : reading?.[who]
  if (who === null || what === undefined) return null
  const isStaff = who === 'staff'
  return {
    at: row.at.toISOString(),
    who,
    name: isStaff ? row.staffName : null,
    role: isStaff ? (ROLES.find((role) => role === row.role) ?? null) : null,
    place: isStaff ? row.place : null,
    what,
  }
}

function whoOf({ actorKind, actorId }: AccessRow, participantId: string): Who | null {
  if (actorKind === 'staff') return 'staff'
  if (actorKind === 'system') return 'clinic'
  return actorKind === 'participant' && actorId === participantId ? 'you' : null
}
