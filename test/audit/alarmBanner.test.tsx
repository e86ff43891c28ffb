// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { type AlarmKind, createSeenStore, NOTHING_SEEN } from '../../renderer/console/audit/seenHead'
import { Banners } from '../../renderer/console/shell/Banners'
import { ConsoleContext } from '../../renderer/console/shell/ConsoleContext'
import { closeClinics, openTestClinic, showPage } from '../console/participantsKit'

afterEach(closeClinics)

test.each([
  ['not_extending', 'does not continue the one this console has seen'],
  ['other_key', 'signs its audit log with another key'],
  ['bad_signature', 'a signature that does not fit'],
] as const)('U3: an alarm that the audit page raised (%s) stands on every page, for whoever works on this console', async (alarm: AlarmKind, words) => {
  const clinic = await openTestClinic({ role: 'staff', participants: 1, link: 'online' })
  const seenLog = createSeenStore({ getItem: () => null, setItem: () => undefined })
  const page = (
    <ConsoleContext.Provider value={{ seenLog } as never}>
      <Banners signedIn failure={null} />
    </ConsoleContext.Provider>
  )
  await showPage(clinic, page, '/participants')
  expect(document.querySelector('[role="alert"]')?.textContent ?? '').toBe('')
  await act(async () => seenLog.set({ ...NOTHING_SEEN, head: { epoch: 'e', count: 12, hash: 'a'.repeat(64) }, alarm }))

  const said = document.querySelector('[role="alert"]')?.textContent ?? ''
  expect(said).toContain('Alarm: the audit log cannot be trusted.')
  expect(said).toContain(words)
  expect(said).toContain(`vestibule audit verify --witness 12:${'a'.repeat(64)}`)
})
