import { expect, test } from 'vitest'
import { restoreWarning, sightAfter } from '../../shared/backup/restoreRules'
import type { RestoreNote } from '../../shared/backup/restoreSchemas'

const EPOCH = '30000000-0000-4000-8000-000000000001'
const LATER = '30000000-0000-4000-8000-000000000002'
const open: RestoreNote = {
  epoch: EPOCH,
  restoredAt: '2026-03-02T10:00:00.000Z',
  backupMadeAt: '2026-03-01T22:00:00.000Z',
  auditRows: 100,
  acknowledgedAt: null,
  acknowledgedByName: null,
}
const known: RestoreNote = { ...open, acknowledgedAt: '2026-03-02T11:00:00.000Z', acknowledgedByName: 'Ms Ada' }

test('K2: a server that was never restored says nothing', () => {
  expect(restoreWarning(null, null)).toBeNull()
})

test('K2: rows beyond the backup are named until an administrator has acknowledged the restore', () => {
  const lost = { epoch: EPOCH, seen: 130 }
  expect(restoreWarning(lost, open)).toEqual({ kind: 'restored', note: open, lost: { from: 101, to: 130 } })
  expect(restoreWarning(null, open)).toEqual({ kind: 'restored', note: open, lost: null })
  expect(restoreWarning(lost, known)).toBeNull()
  expect(restoreWarning(null, known)).toBeNull()
})

test('U3: a restore excuses no change of rows that the backup itself held, and no new epoch without a restore', () => {
  expect(restoreWarning({ epoch: EPOCH, seen: 100 }, known)).toEqual({ kind: 'broken' })
  expect(restoreWarning({ epoch: EPOCH, seen: 7 }, open)).toEqual({ kind: 'broken' })
  expect(restoreWarning({ epoch: LATER, seen: 130 }, known)).toEqual({ kind: 'broken' })
  expect(restoreWarning({ epoch: LATER, seen: 130 }, null)).toEqual({ kind: 'broken' })
})

test('K2: a console remembers what it saw only where the new log does not contain it', () => {
  expect(sightAfter(EPOCH, { count: 90, holds: true }, null, null)).toBeNull()
  expect(sightAfter(EPOCH, { count: 130, holds: false }, null, null)).toEqual({ epoch: EPOCH, seen: 130 })
})

test('K2: what an earlier restore lost is carried on by the next one, unless it was acknowledged', () => {
  const earlier = { epoch: EPOCH, seen: 130 }
  expect(sightAfter(LATER, { count: 110, holds: true }, earlier, open)).toEqual({ epoch: LATER, seen: 130 })
  expect(sightAfter(LATER, { count: 110, holds: false }, earlier, open)).toEqual({ epoch: LATER, seen: 130 })
  expect(sightAfter(LATER, { count: 110, holds: true }, earlier, known)).toBeNull()
})
