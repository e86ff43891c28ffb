// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { type OpeningPage, openKioskPage } from '../../renderer/console/kiosk/openKioskPage'
import { ParticipantPage } from '../../renderer/console/participants/ParticipantPage'
import { choose, fieldNamed, named, settle } from './participantsHands'
import { type ClinicOptions, closeClinics, openTestClinic, showPage } from './participantsKit'

afterEach(async () => {
  vi.restoreAllMocks()
  await closeClinics()
})

async function madeInvite(options: ClinicOptions = {}, confirmed = true) {
  const clinic = await openTestClinic({ link: 'online', ...options })
  const person = clinic.people[9]
  if (!person) throw new Error('the clinic has fewer people')
  await showPage(clinic, <ParticipantPage participantId={person.id} tab="details" />)
  await choose('Portal', 'button')
  await choose('Create Invite')
  await choose('A code of 6 digits')
  await choose('Create Invite')
  if (confirmed) await act(async () => await clinic.server.confirmAll())
  await settle()
  return { clinic, token: fieldNamed('Invite link').value.split('#')[1] ?? '' }
}
const button = () => named('Accept on this computer') as HTMLButtonElement
const shares = (clinic: Awaited<ReturnType<typeof openTestClinic>>) =>
  clinic.outbox().flatMap(({ item }) => (item.kind === 'invite.share' ? [item] : []))

test('product item 11: on yes the page opens, how the link went is noted, the link leaves the screen, and the console locks', async () => {
  const { clinic, token } = await madeInvite({ role: 'front_desk' })
  const opened = { opener: {} }
  const open = vi.spyOn(window, 'open').mockReturnValue(opened as never)
  await choose('Accept on this computer')
  expect(document.body.textContent).toContain('Tell the verbal code first')
  expect([open.mock.calls.length, clinic.locked()]).toEqual([0, 0])
  await choose('Lock and open')
  expect(open.mock.calls).toEqual([[`https://portal.example.org/here#${token}`, '_blank']])
  expect(opened.opener).toBeNull()
  expect(shares(clinic)).toMatchObject([{ link: ['here'], code: [] }])
  expect(clinic.locked()).toBe(1)
  expect(document.body.innerHTML).not.toContain(token)
})

test('product item 11: a page that did not open locks nothing, notes nothing, and is said', async () => {
  const { clinic, token } = await madeInvite()
  vi.spyOn(window, 'open').mockReturnValue(null)
  await choose('Accept on this computer')
  await choose('Lock and open')
  expect(document.body.textContent).toContain('The page did not open, so this console was not locked.')
  expect([clinic.locked(), shares(clinic)]).toEqual([0, []])
  expect(document.body.innerHTML).toContain(token)
})

test('product item 11: a disk that refuses the note does not keep the console open', async () => {
  const { clinic } = await madeInvite()
  vi.spyOn(window, 'open').mockReturnValue({ opener: null } as never)
  vi.spyOn(clinic.session.replica, 'enqueue').mockRejectedValue(new Error('disk full'))
  await choose('Accept on this computer')
  await choose('Lock and open')
  expect(clinic.locked()).toBe(1)
})

test('product item 11: a disk that never answers keeps the console open for two seconds and not for longer', async () => {
  const { clinic, token } = await madeInvite()
  vi.spyOn(window, 'open').mockReturnValue({ opener: null } as never)
  vi.spyOn(clinic.session.replica, 'enqueue').mockReturnValue(new Promise(() => {}))
  await choose('Accept on this computer')
  const timers = vi.spyOn(globalThis, 'setTimeout')
  await choose('Lock and open')
  expect(clinic.locked()).toBe(0)
  const late = timers.mock.calls.find(([, ms]) => ms === 2_000)?.[0]
  await act(async () => late?.())
  expect(clinic.locked()).toBe(1)
  expect(document.body.innerHTML).not.toContain(token)
})

test('product item 11: it needs the network and an invite that the server has; until then it says why not', async () => {
  const { clinic } = await madeInvite({ link: 'offline' }, false)
  expect([
    button().disabled,
    document.body.textContent?.includes('the participant’s page comes from the server'),
  ]).toEqual([true, true])
  await act(async () => clinic.setLink('online'))
  expect(button().disabled).toBe(true)
  await act(async () => await clinic.server.confirmAll())
  await settle()
  expect(button().disabled).toBe(false)
})

test('product item 11: what only memory holds is named before the lock loses it', async () => {
  const { clinic } = await madeInvite()
  await clinic.replica.enqueue({
    kind: 'invite.revoke',
    writeId: crypto.randomUUID(),
    inviteId: crypto.randomUUID(),
  } as never)
  await choose('Accept on this computer')
  expect(document.body.textContent).toContain('1 change has not reached the server.')
  expect(document.body.textContent).toContain('This cannot be undone.')
})

function appPage() {
  const calls: unknown[][] = []
  const heard: { blur?: () => void; late?: () => void } = {}
  const page: OpeningPage = {
    location: { protocol: 'app:' },
    open: (...call) => {
      calls.push(call)
      return null
    },
    addEventListener: (_type, listener) => {
      heard.blur = listener
    },
    setTimeout: (action) => {
      heard.late = action
    },
  }
  return { page, calls, heard }
}

test('product item 11: in the desktop app, which answers null either way, the lost focus says that the window is there', async () => {
  const there = appPage()
  const opening = openKioskPage('https://portal.example/here#abc', there.page)
  expect(there.calls).toEqual([['https://portal.example/here#abc', '_blank', 'noopener']])
  there.heard.blur?.()
  expect(await opening).toBe(true)
  const never = appPage()
  const waiting = openKioskPage('https://portal.example/here#abc', never.page)
  never.heard.late?.()
  expect(await waiting).toBe(false)
})
