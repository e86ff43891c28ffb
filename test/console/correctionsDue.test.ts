import { expect, test } from 'vitest'
import { countInbox, groupOf } from '../../renderer/console/corrections/correctionInbox'
import { stepsOpen } from '../../renderer/console/corrections/correctionSteps'
import { type DueFacts, dueWords, extensionSpan } from '../../renderer/console/corrections/dueWords'
import { dayIn, dueDay } from '../../shared/corrections/correctionDates'
import { requestOf } from './correctionsKit'

const facts = (dueOn: string, today: string, more: Partial<DueFacts> = {}): DueFacts => ({
  profile: 'days_60_30',
  holidays: [],
  dueOn,
  today,
  ...more,
})
const label = (dueOn: string, today: string, more?: Partial<DueFacts>) => dueWords(facts(dueOn, today, more)).label
/** One hour before and after midnight of 8 March 2026 in Toronto, the day on which clocks go forward there. */
const LATE_EVENING = '2026-03-08T04:30:00Z'
const AFTER_MIDNIGHT = '2026-03-08T05:30:00Z'

test('S0.17: the due date is said in words, the last day is in time, and the words have the tone of their urgency', () => {
  expect(label('2026-03-31', '2026-03-01')).toBe('Due in 30 days')
  expect(label('2026-03-03', '2026-03-01')).toBe('Due in 2 days')
  expect(label('2026-03-02', '2026-03-01')).toBe('Due tomorrow')
  expect(dueWords(facts('2026-03-01', '2026-03-01'))).toEqual({ tone: 'warn', label: 'Due today' })
  expect(dueWords(facts('2026-02-28', '2026-03-01'))).toEqual({ tone: 'danger', label: '1 day overdue' })
  expect(label('2026-02-27', '2026-03-01')).toBe('2 days overdue')
})

test('S0.17: today is the day of the clinic, on both sides of its midnight and in any time zone', () => {
  const toronto = (at: string) => label('2026-03-08', dayIn(at, 'America/Toronto'))
  expect(toronto(LATE_EVENING)).toBe('Due tomorrow')
  expect(toronto(AFTER_MIDNIGHT)).toBe('Due today')
  const elsewhere = (timeZone: string) => label('2026-03-08', dayIn(LATE_EVENING, timeZone))
  expect(elsewhere('Pacific/Honolulu')).toBe('Due tomorrow')
  expect(elsewhere('Pacific/Kiritimati')).toBe('Due today')
  expect(elsewhere('Asia/Kolkata')).toBe('Due today')
})

test('S0.17: days of 23 and of 25 hours are one day like the others', () => {
  const days = (from: string, to: string) => label(dayIn(to, 'America/Toronto'), dayIn(from, 'America/Toronto'))
  expect(days('2026-03-07T12:00:00Z', '2026-03-10T12:00:00Z')).toBe('Due in 3 days')
  expect(days('2026-10-31T12:00:00Z', '2026-11-03T12:00:00Z')).toBe('Due in 3 days')
  const due = dueDay(new Date(LATE_EVENING), 'America/Toronto', { profile: 'days_60_30', holidays: [] })
  expect(label(due, dayIn(LATE_EVENING, 'America/Toronto'))).toBe('Due in 60 days')
})

test('S0.17: under a law of business days those are counted, without weekends and the clinic’s holidays', () => {
  const business = { profile: 'business_30', holidays: ['2026-12-25', '2026-12-28'] } as const
  expect(label('2026-12-30', '2026-12-23', business)).toBe('Due in 3 business days')
  expect(label('2026-12-29', '2026-12-24', business)).toBe('Due in 1 business day')
  // An extension may have been given to a Saturday.
  expect(label('2026-12-27', '2026-12-24', business)).toBe('Due in 3 days')
})

test('G3: the law’s last day of an extension is counted by the law of the request', () => {
  const span = (profile: DueFacts['profile']) =>
    extensionSpan({ profile, dueOn: '2026-11-30', holidays: ['2026-12-25', '2027-01-01'] })
  expect(span('days_60_30')).toEqual({ first: '2026-12-01', last: '2026-12-30', rule: '30 days after the due date' })
  expect(span('days_30_30').last).toBe('2026-12-30')
  expect(span('business_30')).toMatchObject({ last: '2027-01-13', rule: '30 business days after the due date' })
})

test('S0.17: each request is in one group, and the counts are of those that wait', () => {
  const today = '2026-03-01'
  const named = { name: 'Dr. X', contact: '', toldByName: null }
  const someone = { ...named, id: crypto.randomUUID(), toldAt: null }
  const accepted = [{ path: 'pronouns', old: '', proposed: 'x', verdict: 'accepted' as const }]
  const decidedAt = '2026-02-01T12:00:00.000Z'
  const requests = {
    overdue: requestOf('a', { dueOn: '2026-02-28' }),
    soon: requestOf('a', { dueOn: '2026-03-08', state: 'in_review' }),
    open: requestOf('a', { dueOn: '2026-03-09', state: 'acknowledged' }),
    disagreement: requestOf('a', { state: 'disagreement', decidedAt }),
    rebuttal: requestOf('a', { state: 'rebuttal', decidedAt }),
    tell: requestOf('a', { state: 'accepted', decidedAt, changes: accepted, persons: [someone] }),
    told: requestOf('a', {
      state: 'accepted',
      decidedAt,
      changes: accepted,
      persons: [{ ...someone, toldAt: decidedAt }],
    }),
    denied: requestOf('a', { state: 'denied', decidedAt, ground: 'not_in_record', persons: [someone] }),
    withdrawn: requestOf('a', { state: 'withdrawn' }),
    closed: requestOf('a', { state: 'closed', decidedAt }),
  }
  const groups = Object.fromEntries(Object.entries(requests).map(([name, doc]) => [name, groupOf(doc, today)]))
  expect(groups).toEqual({
    ...{ overdue: 'overdue', soon: 'soon', open: 'open' },
    ...{ disagreement: 'follow_up', rebuttal: 'follow_up', tell: 'follow_up' },
    ...{ told: 'over', denied: 'over', withdrawn: 'over', closed: 'over' },
  })
  const counts = countInbox(Object.entries(requests), today)
  expect(counts).toEqual({ open: 3, overdue: 1, soon: 1, followUp: 3 })
})

test('S0.17: what is offered is what the server would take, commands that wait included; nothing to those who may not decide', () => {
  const offered = (more: Partial<Parameters<typeof stepsOpen>[0]> = {}) =>
    [
      ...stepsOpen({
        role: 'staff',
        correction: requestOf('a', { dueOn: '2026-03-09' }),
        pending: [],
        today: '2026-03-01',
        holidays: [],
        ...more,
      }),
    ].sort()
  expect(offered()).toEqual(['acknowledge', 'decide', 'extend', 'review'])
  expect(offered({ pending: ['correction.acknowledge'] })).toEqual(['decide', 'extend', 'review'])
  expect(offered({ pending: ['correction.review', 'correction.extend'] })).toEqual(['decide'])
  expect(offered({ pending: ['correction.decide'] })).toEqual([])
  expect(offered({ today: '2026-03-10' })).toEqual(['acknowledge', 'decide', 'review'])
  expect(offered({ role: 'front_desk' })).toEqual([])
  const disagreed = requestOf('a', { state: 'disagreement' })
  expect(offered({ correction: disagreed })).toEqual(['close', 'rebut'])
  expect(offered({ correction: disagreed, pending: ['correction.rebut'] })).toEqual(['close'])
  expect(offered({ correction: disagreed, pending: ['correction.close'] })).toEqual([])
})
