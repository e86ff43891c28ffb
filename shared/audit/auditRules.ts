import type { AuditEntry } from './auditSchemas'

const KEY = /^[a-z][A-Za-z0-9]{0,39}$/
/** Ids, codes, versions, field names, addresses of machines. No blank and no `@`: prose and email addresses cannot pass (U2). */
const TOKEN = /^[A-Za-z0-9_.:+/=%-]{1,200}$/
const LIST_MAX = 100

/** Why an entry may not become a row, without repeating the offending value; null when it may. A problem is a defect of the caller. */
export function auditEntryProblem(entry: AuditEntry): string | null {
  const { actor, target } = entry
  const named = {
    'actor.id': actor.id,
    'actor.role': actor.role,
    'actor.deviceId': actor.deviceId,
    'actor.address': actor.address,
  }
  for (const [name, value] of Object.entries(named))
    if (value !== null && !TOKEN.test(value)) return `${name} is not an id or code`
  if (!TOKEN.test(target.id)) return 'target.id is not an id or code'
  for (const [key, value] of Object.entries(entry.detail ?? {})) {
    if (!KEY.test(key)) return 'a key of detail is not a plain name'
    if (!isDetailValue(value)) return `detail.${key} is not an id, code, whole number, yes/no or a list of codes`
  }
  return null
}

function isDetailValue(value: unknown): boolean {
  if (value === null || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isSafeInteger(value)
  if (typeof value === 'string') return value === '' || TOKEN.test(value)
  return (
    Array.isArray(value) &&
    value.length <= LIST_MAX &&
    value.every((item) => typeof item === 'string' && TOKEN.test(item))
  )
}
