import type { AuditFilter } from '../../../shared/audit/auditListSchemas'
import { NO_FILTER } from '../../../shared/audit/auditListSchemas'

/** The filter as somebody types it: days of their own calendar, and texts. */
export interface FilterDraft {
  readonly fromDay: string
  readonly toDay: string
  readonly group: AuditFilter['group']
  readonly actorId: string | null
  readonly participantId: string | null
  readonly deviceId: string | null
  readonly outcome: AuditFilter['outcome']
  readonly code: string
}

export const NO_DRAFT: FilterDraft = {
  fromDay: '',
  toDay: '',
  group: null,
  actorId: null,
  participantId: null,
  deviceId: null,
  outcome: null,
  code: '',
}

const CODE = /^[A-Za-z0-9_.:+/=%-]{1,200}$/

/** Why what was typed cannot be looked for; null when it can. */
export function codeProblem(code: string): string | null {
  return code.trim() === '' || CODE.test(code.trim()) ? null : 'The log holds ids and codes only, no words.'
}

/** Days from midnight to midnight where the reader is, the last one included. */
export function filterFrom(draft: FilterDraft): AuditFilter {
  const code = draft.code.trim()
  const { group, actorId, participantId, deviceId, outcome } = draft
  const chosen = { group, actorId, participantId, deviceId, outcome }
  return {
    ...NO_FILTER,
    ...chosen,
    from: midnight(draft.fromDay, 0),
    to: midnight(draft.toDay, 1),
    code: code === '' || codeProblem(code) !== null ? null : code,
  }
}

function midnight(day: string, daysLater: number): string | null {
  const [year, month, date] = day.split('-').map(Number)
  if (year === undefined || month === undefined || date === undefined || year < 1000) return null
  const at = new Date(year, month - 1, date + daysLater)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

export function isNarrowed(draft: FilterDraft): boolean {
  return JSON.stringify(draft) !== JSON.stringify(NO_DRAFT)
}
