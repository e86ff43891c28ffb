import { expect, test } from 'vitest'
import { proposedChange } from '../../shared/corrections/correctionChange'
import { addDays, dayIn, daysBetween, dueDay, isOverdue, lastExtension } from '../../shared/corrections/correctionDates'
import { CORRECTION_STATES, type CorrectionState, isOpen } from '../../shared/corrections/correctionLimits'
import {
  type DecideFacts,
  decideAcknowledge,
  decideClose,
  decideCorrection,
  decideDisagree,
  decideExtend,
  decideRebut,
  decideReview,
  decideSubmit,
  decideWithdraw,
  submittedBy,
} from '../../shared/corrections/correctionRules'
import { submitCorrectionSchema } from '../../shared/corrections/correctionSchemas'
import { emptyParticipant } from '../../shared/participants/participantRules'

const NOW = new Date('2026-03-02T15:00:00.000Z')
const EMAIL = '20000000-0000-4000-8000-000000000001'
const record = {
  ...emptyParticipant('10000000-0000-4000-8000-000000000001'),
  givenName: 'Robin',
  familyName: 'Marsh',
  fileNumber: 'F-1',
  birthDate: '1984-03-09',
  emails: { [EMAIL]: { value: 'robin@example.org', label: 'home' } },
  defaultEmail: EMAIL,
}
const change = { path: 'familyName', old: 'Marsh', proposed: 'Marshall' }
const terms = { profile: 'days_60_30', holidays: [] } as const
const staff = { role: 'staff', state: 'submitted' } as const
const accepting: DecideFacts = {
  ...staff,
  changes: [{ ...change, verdict: null }],
  accepted: ['familyName'],
  ground: null,
  answer: '',
  record,
  meta: {},
  author: 'Lee',
  now: NOW,
}
const denying: DecideFacts = { ...accepting, accepted: [], ground: 'accurate_complete', answer: 'It is right.' }
const extending = { ...staff, ...terms, dueOn: '2026-05-01', extended: false, today: '2026-04-30', until: '2026-05-31' }
const ask = (field: string, seen: string | null, proposed: string | null) =>
  proposedChange({ record, asked: { field: field as 'email', seen, proposed }, newId: 'new', now: NOW })

test('G3: the due day is 60 calendar days after receipt where the clinic is, also across daylight saving', () => {
  const at = (time: string) => dueDay(new Date(time), 'America/Toronto', terms)
  // Late in the evening in Toronto it is the next day in UTC; the clocks go forward on 8 March and back on 1 November.
  expect(at('2026-03-03T04:30:00Z')).toBe('2026-05-01')
  expect(at('2026-03-03T05:30:00Z')).toBe('2026-05-02')
  expect(at('2026-09-10T03:59:00Z')).toBe('2026-11-08')
  expect(at('2026-09-10T04:01:00Z')).toBe('2026-11-09')
  expect(dueDay(new Date('2026-03-03T04:30:00Z'), 'Pacific/Auckland', terms)).toBe('2026-05-02')
  expect(dueDay(new Date('2028-01-01T12:00:00Z'), 'UTC', terms)).toBe('2028-03-01')
  for (const zone of ['America/Toronto', 'Europe/Paris', 'Pacific/Apia', 'UTC'])
    for (let day = 0; day < 366; day += 5) {
      const received = new Date(Date.UTC(2026, 0, 1, 23, 59) + day * 86_400_000)
      expect(daysBetween(dayIn(received, zone), dueDay(received, zone, terms))).toBe(60)
    }
})

test('G3: the whole due day is in time, where the clinic is', () => {
  expect(isOverdue('2026-05-01', dayIn('2026-05-02T03:59:00Z', 'America/Toronto'))).toBe(false)
  expect(isOverdue('2026-05-01', dayIn('2026-05-02T04:00:00Z', 'America/Toronto'))).toBe(true)
})

test('G3: extended at most once, by at most 30 days, before the due date', () => {
  expect(lastExtension('2026-05-01', terms)).toBe('2026-05-31')
  expect(decideExtend(extending)).toEqual({ ok: true })
  expect(decideExtend({ ...extending, today: '2026-05-01' })).toEqual({ ok: true })
  expect(decideExtend({ ...extending, today: '2026-05-02' })).toMatchObject({ reason: 'extension_late' })
  expect(decideExtend({ ...extending, extended: true })).toMatchObject({ reason: 'already_extended' })
  for (const until of ['2026-05-01', '2026-04-30', '2026-06-01', '2027-01-01'])
    expect(decideExtend({ ...extending, until })).toMatchObject({ reason: 'extension_date' })
  expect(addDays('2026-10-15', 30)).toBe('2026-11-14')
})

test('G3: states only move forward: from each state only what product.md allows', () => {
  const steps = (state: CorrectionState) => ({
    acknowledge: decideAcknowledge({ role: 'staff', state }).ok,
    extend: decideExtend({ ...extending, state }).ok,
    review: decideReview({ role: 'staff', state }).ok,
    accept: decideCorrection({ ...accepting, state }).ok,
    deny: decideCorrection({ ...denying, state }).ok,
    rebut: decideRebut({ role: 'staff', state }).ok,
    close: decideClose({ role: 'staff', state }).ok,
    withdraw: decideWithdraw({ state }).ok,
    disagree: decideDisagree({ state }).ok,
  })
  const allowed = CORRECTION_STATES.map((state) => [
    state,
    Object.entries(steps(state)).flatMap(([step, ok]) => (ok ? [step] : [])),
  ])
  expect(Object.fromEntries(allowed)).toEqual({
    submitted: ['acknowledge', 'extend', 'review', 'accept', 'deny', 'withdraw'],
    acknowledged: ['extend', 'review', 'accept', 'deny', 'withdraw'],
    in_review: ['extend', 'accept', 'deny', 'withdraw'],
    accepted: [],
    partly_accepted: ['disagree'],
    denied: ['disagree'],
    withdrawn: [],
    disagreement: ['rebut', 'close'],
    rebuttal: ['close'],
    closed: [],
  })
  expect(CORRECTION_STATES.filter(isOpen)).toEqual(['submitted', 'acknowledged', 'in_review'])
  expect(decideAcknowledge({ role: 'staff', state: 'acknowledged' })).toMatchObject({ reason: 'already_acknowledged' })
})

test('product.md, Roles: administrators, managers and staff decide; the front desk and auditors do not', () => {
  const may = (['admin', 'manager', 'staff', 'front_desk', 'auditor'] as const).map((role) => [
    decideAcknowledge({ ...staff, role }).ok,
    decideExtend({ ...extending, role }).ok,
    decideReview({ ...staff, role }).ok,
    decideCorrection({ ...accepting, role }).ok,
    decideCorrection({ ...denying, role }).ok,
    decideRebut({ role, state: 'disagreement' }).ok,
    decideClose({ role, state: 'disagreement' }).ok,
  ])
  expect(may.map((all) => new Set(all))).toEqual([true, true, true, false, false].map((one) => new Set([one])))
})

test('product.md, item 7: accepting writes the field; one that changed since is refused unless it says already what was proposed', () => {
  const accepted = decideCorrection(accepting)
  expect(accepted).toMatchObject({ ok: true, edit: { outcome: 'applied', changedPaths: ['familyName'] } })
  const other = { ...record, familyName: 'Marsch' }
  expect(decideCorrection({ ...accepting, record: other })).toMatchObject({ ok: false, reason: 'field_changed' })
  const there = { ...record, familyName: 'Marshall' }
  expect(decideCorrection({ ...accepting, record: there })).toMatchObject({ ok: true, edit: { changedPaths: [] } })
})

test('product.md, item 7: what was only described needs an answer that says what was changed', () => {
  expect(decideCorrection({ ...accepting, changes: [], accepted: [] })).toMatchObject({ reason: 'answer_missing' })
  expect(decideCorrection({ ...accepting, changes: [], accepted: [], answer: 'The note was put right.' })).toEqual({
    ok: true,
    state: 'accepted',
    changes: [],
    edit: null,
  })
})

test('S0.26: a proposal starts from what the record says, differs from it, and passes the record’s own rules', () => {
  expect(ask('familyName', 'Marsh', ' Marshall ')).toMatchObject({ ok: true, change })
  expect(ask('familyName', 'Marsch', 'Marshall')).toMatchObject({ reason: 'field_changed' })
  expect(ask('familyName', 'Marsh', 'Marsh ')).toMatchObject({ reason: 'invalid_value' })
  expect(ask('familyName', 'Marsh', null)).toMatchObject({ reason: 'invalid_value' })
  expect(ask('birthDate', '1984-03-09', '2999-01-01')).toMatchObject({ reason: 'invalid_value' })
  expect(ask('birthDate', '1984-03-09', null)).toMatchObject({ ok: true, change: { proposed: null } })
  expect(ask('pronouns', null, 'they/them')).toMatchObject({ ok: true, change: { old: '', proposed: 'they/them' } })
})

test('S0.26: a contact is found by its value and keeps its label; a new one gets an id; none proposed removes it', () => {
  const path = `email:${EMAIL}`
  const label = 'home'
  expect(ask('email', 'robin@example.org', 'r@example.org')).toMatchObject({
    change: { path, old: { value: 'robin@example.org', label }, proposed: { value: 'r@example.org', label } },
  })
  expect(ask('email', 'robin@example.org', null)).toMatchObject({ change: { path, proposed: null } })
  expect(ask('email', 'gone@example.org', 'r@example.org')).toMatchObject({ reason: 'field_changed' })
  expect(ask('email', 'robin@example.org', 'not an address')).toMatchObject({ reason: 'invalid_value' })
  const phone = proposedChange({
    record,
    asked: { field: 'phone', seen: null, proposed: '+1 416 555 0147' },
    newId: EMAIL,
    now: NOW,
  })
  expect(phone).toMatchObject({ change: { path: `phone:${EMAIL}`, old: null } })
})

test('S0.26: a repeat is one request, the same id for anything else is refused, and 20 may wait', () => {
  const asked = submitCorrectionSchema.parse({
    id: EMAIL,
    changes: [{ field: 'familyName', seen: 'Marsh', proposed: ' Marshall' }],
    description: '',
    messageId: null,
    persons: [],
    fileIds: [],
  })
  const sending = submittedBy('p', asked)
  expect(decideSubmit({ sameId: null, sending, open: 19 })).toEqual({ ok: true, repeat: false })
  expect(decideSubmit({ sameId: null, sending, open: 20 })).toMatchObject({ reason: 'too_many_open' })
  expect(decideSubmit({ sameId: sending, sending, open: 20 })).toEqual({ ok: true, repeat: true })
  for (const other of [{ participantId: 'q' }, { changes: [] }, { description: 'x' }, { messageId: EMAIL }])
    expect(decideSubmit({ sameId: { ...sending, ...other }, sending, open: 0 })).toMatchObject({
      reason: 'already_exists',
    })
})

test('S0.26: something is always said: a field, or what is wrong', () => {
  const shape = (description: string) =>
    submitCorrectionSchema.safeParse({
      id: EMAIL,
      changes: [],
      description,
      messageId: null,
      persons: [],
      fileIds: [],
    }).success
  expect([shape('  '), shape('The note of 3 March'), shape('x'.repeat(2_001)), shape('a\u0007b')]).toEqual([
    false,
    true,
    false,
    false,
  ])
})
