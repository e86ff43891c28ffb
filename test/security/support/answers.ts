import { expect } from 'vitest'
import { ERROR_CODES, type ErrorCode } from '../../../shared/errors/errorCodes'
import type { RawAnswer } from '../../support/httpApp'

/** Words that only the inside of the server knows. */
const INSIDE =
  /\bat (async )?[\w.<>]+ \(|node_modules|\/work\/|\/tmp\/|\.(ts|mjs|js):\d|\b(select|insert|update|delete) .*\b(from|into|set)\b|kysely|postgres|zod|SQLSTATE|syntax error|Unexpected token|JSON\.parse/i

/** A refusal as H2 wants it: 4xx, a code of the closed list, its sentence, a request id, and nothing from inside. Returns the code. */
export function expectPlainRefusal(answer: RawAnswer, what = ''): ErrorCode {
  const shown = `${what}: ${answer.status} ${answer.body.slice(0, 300)}`
  expect(answer.status, shown).toBeGreaterThanOrEqual(400)
  expect(answer.status, shown).toBeLessThan(500)
  expect(answer.body, shown).not.toMatch(INSIDE)
  expect(answer.body.length, shown).toBeLessThan(12_000)
  const parsed: unknown = JSON.parse(answer.body)
  const codes = (Array.isArray(parsed) ? parsed : [parsed]).map((entry: unknown) => wireCode(entry, shown))
  expect(answer.body).toContain(String(answer.headers['x-request-id']))
  return codes[0] ?? 'INTERNAL'
}

function wireCode(entry: unknown, shown: string): ErrorCode {
  const inner = (entry as { error?: { data?: object } }).error?.data ?? entry
  const { code, sentence } = inner as { readonly code?: ErrorCode; readonly sentence?: string }
  expect(Object.keys(ERROR_CODES), shown).toContain(code)
  expect(sentence, shown).toBe(ERROR_CODES[code ?? 'INTERNAL'].sentence)
  return code ?? 'INTERNAL'
}
