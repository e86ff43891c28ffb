/** NUL, and half of a surrogate pair: PostgreSQL has no place for the first and would store something else for the second. */
const UNSTORABLE = /\0|\p{Cs}/u

/** Whether every text of a parsed JSON value, names of fields included, can be stored as it is. JSON is at most 32 deep here (Q1). */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !UNSTORABLE.test(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, inner]) => isStorable(name) && isStorable(inner))
}
