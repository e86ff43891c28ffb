import { expect, test } from 'vitest'
import { type AccessRow, accessEvents } from '../../shared/accessLog/accessRules'

const ME = '00000000-0000-4000-8000-000000000001'
const START = Date.parse('2026-03-02T09:00:00.000Z')
const MINUTE = 60_000

function row(minute: number, change: Partial<AccessRow> = {}): AccessRow {
  const staff = { actorKind: 'staff', actorId: 'sam', staffName: 'Sam Reed', role: 'staff', place: 'Desk 1' }
  return { ...staff, action: 'participant.viewed', at: new Date(START + minute * MINUTE), ...change }
}
const lines = (rows: readonly AccessRow[]) =>
  accessEvents(rows, ME).map(({ at, what, name }) => `${(Date.parse(at) - START) / MINUTE} ${what} ${name}`)

test('product.md 8: who looks several times within a quarter of an hour is one line, with the time of the last look', () => {
  const other = { actorId: 'ana', staffName: 'Ana' }
  expect(lines([row(30), row(20), row(18, other), row(15), row(14, other), row(14.9)])).toEqual([
    '30 viewed Sam Reed',
    '18 viewed Ana',
    '14.9 viewed Sam Reed',
  ])
})

test('product.md 8: another console and another deed are lines of their own, and single deeds are never put together', () => {
  const sent = { action: 'message.sent' }
  const rows = [
    row(3),
    row(2, { place: 'Desk 2' }),
    row(1, { action: 'participant.edited' }),
    row(0.5, sent),
    row(0.4, sent),
  ]
  expect(lines(rows)).toHaveLength(5)
})

test('product.md 8: own views and sign-ins are "you", the clinic by itself has no name, and strangers say nothing', () => {
  const rows = [
    row(9, { actorKind: 'participant', actorId: ME, action: 'portal.sign_in', staffName: null }),
    row(8, { actorKind: 'participant', actorId: 'somebody else', action: 'portal.sign_in' }),
    row(7, { actorKind: 'visitor', actorId: null, action: 'invite.opened' }),
    row(6, { actorKind: 'system', actorId: null, action: 'account.disabled', staffName: 'x', place: 'y' }),
    row(5, { action: 'write.refused' }),
    row(4, { action: 'toString' }),
  ]
  expect(accessEvents(rows, ME)).toEqual([
    { at: '2026-03-02T09:09:00.000Z', who: 'you', name: null, role: null, place: null, what: 'own_sign_in' },
    { at: '2026-03-02T09:06:00.000Z', who: 'clinic', name: null, role: null, place: null, what: 'access_revoked' },
  ])
})
