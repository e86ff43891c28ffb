import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LeaseRecord, leaseContact, leaseState } from '../../shared/ipc/leaseRules'

const DAY = 86_400_000
const T = Date.UTC(2026, 5, 1)

const TABLE = [
  ['just after contact', { contactAt: T, seenAt: T }, T, 'ok'],
  ['one millisecond before seven days', { contactAt: T, seenAt: T }, T + 7 * DAY - 1, 'ok'],
  ['after seven days', { contactAt: T, seenAt: T }, T + 7 * DAY, 'lock'],
  ['one millisecond before thirty days', { contactAt: T, seenAt: T }, T + 30 * DAY - 1, 'lock'],
  ['after thirty days', { contactAt: T, seenAt: T }, T + 30 * DAY, 'wipe'],
  ['clock turned back after seven days', { contactAt: T, seenAt: T + 7 * DAY }, T + 1, 'lock'],
  ['clock turned back after thirty days', { contactAt: T, seenAt: T + 30 * DAY }, T, 'wipe'],
  ['clock a few hours back', { contactAt: T, seenAt: T + DAY }, T + DAY / 2, 'ok'],
  ['clock more than a day back', { contactAt: T, seenAt: T + 3 * DAY }, T + DAY, 'lock'],
  ['contact under a clock ten years ahead, then set right', leaseContact(T + 3650 * DAY), T, 'lock'],
  ['no record', null, T, 'lock'],
] as const satisfies readonly (readonly [string, LeaseRecord | null, number, string])[]

test.each(TABLE)('D3: %s', (_name, record, now, expected) => {
  expect(leaseState(record, now).state).toBe(expected)
})

test('Y5: a clock that is ten years wrong, but steady, changes nothing', () => {
  for (const skew of [-3650 * DAY, 0, 3650 * DAY]) {
    const record = leaseContact(T + skew)
    expect([1, 8, 31].map((days) => leaseState(record, T + skew + days * DAY).state)).toEqual(['ok', 'lock', 'wipe'])
  }
})

test('D3: no way of turning the clock makes a lease better again without contact', () => {
  const rank = { ok: 0, lock: 1, wipe: 2 } as const
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -40 * DAY, max: 40 * DAY }), { minLength: 2, maxLength: 12 }), (steps) => {
      let record: LeaseRecord = leaseContact(T)
      let seen = T
      for (const step of steps) {
        const answer = leaseState(record, T + step)
        if (answer.record === null) return false
        if (answer.record.seenAt < seen) return false
        const age = answer.record.seenAt - T
        if (age >= 7 * DAY && rank[answer.state] < 1) return false
        if (age >= 30 * DAY && answer.state !== 'wipe') return false
        record = answer.record
        seen = answer.record.seenAt
      }
      return true
    }),
    { numRuns: 300 },
  )
})
