// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { RestoreBanner } from '../../renderer/console/backup/RestoreBanner'
import { ConsoleContext } from '../../renderer/console/shell/ConsoleContext'
import type { Role } from '../../shared/access/roles'
import type { LostSight } from '../../shared/backup/restoreRules'
import type { RestoreNote } from '../../shared/backup/restoreSchemas'
import { choose, named, settle } from '../console/participantsHands'
import { CLINIC, closeClinics, openTestClinic, showPage } from '../console/participantsKit'

afterEach(closeClinics)

const EPOCH = '30000000-0000-4000-8000-000000000001'
const NOTE: RestoreNote = {
  epoch: EPOCH,
  restoredAt: '2026-03-02T10:00:00.000Z',
  backupMadeAt: '2026-03-01T22:00:00.000Z',
  auditRows: 100,
  acknowledgedAt: null,
  acknowledgedByName: null,
}

async function show(role: Role, lost: LostSight | null, restored: RestoreNote | null = NOTE) {
  const clinic = await openTestClinic({ role, participants: 1, link: 'online' })
  const asked: unknown[] = []
  const acknowledge = async (input: unknown) => {
    asked.push(input)
    const acknowledged = { acknowledgedAt: '2026-03-02T11:00:00.000Z', acknowledgedByName: 'Noor Haddad' }
    await clinic.server.pull({ clinic: [{ ...CLINIC, restored: { ...NOTE, ...acknowledged } }] })
  }
  await clinic.server.pull({ clinic: [{ ...CLINIC, restored }] })
  const { sync } = clinic.session
  const state = { ...sync.state(), lost }
  const client = { settings: { acknowledgeRestore: { mutate: acknowledge } } }
  Object.assign(clinic.session, { client, sync: { ...sync, state: () => state } })
  // For "Copy diagnostics", which nobody presses here.
  const parts = { ports: {}, version: '0' } as never
  const page = (
    <ConsoleContext.Provider value={parts}>
      <RestoreBanner />
    </ConsoleContext.Provider>
  )
  await showPage(clinic, page, '/participants')
  await settle()
  return { asked, text: () => document.body.textContent ?? '' }
}

test('K2, U3: a console that knows more says which rows are gone, and whom to tell', async () => {
  const { text } = await show('staff', { epoch: EPOCH, seen: 130 })
  expect(text()).toContain('restored from a backup of Mar 1, 2026')
  expect(text()).toContain(
    'Rows 101 to 130 of the audit log, known to this console, are not in it. Tell an administrator.',
  )
  expect(named('I know of this restore')).toBeUndefined()
})

test('K2, U3: an administrator acknowledges the restore with what their console knows, and the warning ends', async () => {
  const { asked, text } = await show('admin', { epoch: EPOCH, seen: 101 })
  expect(text()).toContain('Row 101 of the audit log, known to this console, is not in it.')
  await choose('I know of this restore')
  await settle()
  expect(asked).toEqual([{ epoch: EPOCH, seenRows: 101 }])
  expect(text()).not.toContain('restored from a backup')
})

test('K2: who lost nothing is not troubled, but an administrator hears of the restore', async () => {
  expect((await show('staff', null)).text()).not.toContain('restored')
  await closeClinics()
  expect((await show('admin', null)).text()).toContain('What was written after that may be missing.')
})

test('U3: a new epoch that no restore explains is an alarm without a button to end it', async () => {
  const { text } = await show('admin', { epoch: EPOCH, seen: 130 }, null)
  expect(text()).toContain('no restore of a backup explains that')
  expect(named('I know of this restore')).toBeUndefined()
})
