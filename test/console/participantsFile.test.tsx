// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { NewParticipantPage } from '../../renderer/console/participants/NewParticipantPage'
import { ParticipantPage } from '../../renderer/console/participants/ParticipantPage'
import { TERM_PRESETS } from '../../shared/clinic/clinicSchemas'
import { choose, fieldNamed, leave, named, settle, type } from './participantsHands'
import { type ClinicOptions, closeClinics, openTestClinic, PROGRAM, showPage } from './participantsKit'

afterEach(async () => {
  vi.useRealTimers()
  await closeClinics()
})

const FILE = '/participants/one'

/** Person 9 has two emails and two phones. */
async function showFile(options: ClinicOptions = {}, at = 9) {
  const clinic = await openTestClinic(options)
  const person = clinic.people[at]
  if (!person) throw new Error('the clinic has fewer people')
  const page = await showPage(clinic, <ParticipantPage participantId={person.id} tab="details" />, FILE)
  return { clinic, person, page, edits: () => clinic.outbox().filter(({ item }) => item.kind === 'edit') }
}

test('S4.5, Y6: saving makes one write with only the changed field and the value its author saw', async () => {
  const { person, edits, page } = await showFile()
  await choose('Edit details')
  await type(fieldNamed('Preferred name'), '  Majo ')
  await choose('Save')
  expect(edits()).toHaveLength(1)
  const { item } = edits()[0] ?? {}
  expect(item).toMatchObject({
    kind: 'edit',
    participantId: person.id,
    changes: [{ path: 'preferredName', base: '', value: 'Majo' }],
  })
  expect(page.box.textContent).toContain('Majo')
})

test('Y1: a saved field carries a pending mark until the server has it, and a second edit builds on the first', async () => {
  const { clinic, edits } = await showFile()
  const marks = () => document.querySelectorAll('[aria-label^="Pending"]').length
  await choose('Edit details')
  await type(fieldNamed('Pronouns'), 'they/them')
  await choose('Save')
  expect(marks()).toBe(1)
  await choose('Edit details')
  await type(fieldNamed('Pronouns'), 'ze/hir')
  await choose('Save')
  expect(edits()[1]?.item).toMatchObject({ changes: [{ path: 'pronouns', base: 'they/them', value: 'ze/hir' }] })
  await act(async () => clinic.server.confirmAll())
  await settle()
  expect(marks()).toBe(0)
  expect(document.body.textContent).toContain('ze/hir')
})

test('S4.4, S4.5: exactly one email has the star, pressing another moves it, and a removed contact can come back', async () => {
  const { person, edits } = await showFile()
  const stars = () =>
    [...document.querySelectorAll('[aria-label^="Default email"]')].map((star) => star.getAttribute('aria-pressed'))
  await choose('Edit details')
  expect([...stars()].sort()).toEqual(['false', 'true'])
  const other = Object.keys(person.emails).find((id) => id !== person.defaultEmail) ?? ''
  const removed = person.emails[person.defaultEmail ?? '']?.value ?? ''
  await choose(`Remove ${removed}`)
  expect(stars()).toEqual(['true'])
  await choose('Undo')
  expect([...stars()].sort()).toEqual(['false', 'true'])
  await choose(`Default email: ${person.emails[other]?.value}`)
  await choose('Save')
  expect(edits()[0]?.item).toMatchObject({
    changes: [{ path: 'defaultEmail', base: person.defaultEmail, value: other }],
  })
})

test('S4.5: a field is checked as it is left, in the words of the shared rule, and nothing is saved until it is right', async () => {
  const { edits } = await showFile()
  await choose('Edit details')
  await type(fieldNamed('Given name'), '')
  await leave(fieldNamed('Given name'))
  expect(document.body.textContent).toContain('Given name must not be empty.')
  await choose('Save')
  expect(edits()).toHaveLength(0)
  expect(document.activeElement).toBe(fieldNamed('Given name'))
})

test('Y6: when somebody else changes the same field meanwhile, the typed words stay and the other value is shown with its author', async () => {
  const { clinic, person, edits } = await showFile()
  await choose('Edit details')
  await type(fieldNamed('Preferred name'), 'Majo')
  await act(async () => clinic.server.changeElsewhere(person, { preferredName: 'Mari', pronouns: 'she/they' }))
  await settle()
  expect(fieldNamed('Preferred name').value).toBe('Majo')
  expect(fieldNamed('Pronouns').value).toBe('she/they')
  expect(document.body.textContent).toContain('Lee Park changed this meanwhile to “Mari”')
  await choose('Save')
  expect(edits()[0]?.item).toMatchObject({ changes: [{ path: 'preferredName', base: '', value: 'Majo' }] })
})

test('Y6: keeping one’s own words after having read the other value is no conflict', async () => {
  const { clinic, person, edits } = await showFile()
  await choose('Edit details')
  await type(fieldNamed('Preferred name'), 'Majo')
  await act(async () => clinic.server.changeElsewhere(person, { preferredName: 'Mari' }))
  await choose('Keep mine')
  await choose('Save')
  expect(edits()[0]?.item).toMatchObject({ changes: [{ path: 'preferredName', base: 'Mari', value: 'Majo' }] })
})

test('Y9: a refused edit is told in the file with its reason and what was tried, and stays until it is dismissed', async () => {
  const { clinic, edits, page } = await showFile()
  await choose('Edit details')
  await type(fieldNamed('Preferred name'), 'Majo')
  await choose('Save')
  await act(async () => clinic.server.refuseAll('invalid_value', 'There is no such program.'))
  await settle()
  const alert = page.box.querySelector('[role="alert"]')?.textContent
  expect(alert).toContain('not filled in correctly')
  expect(alert).toContain('Preferred name: Majo')
  await choose('Edit again')
  expect(fieldNamed('Preferred name').value).toBe('Majo')
  await choose('Save')
  expect(edits().map(({ state }) => state)).toEqual(['queued'])
  expect(page.box.querySelector('[role="alert"]')).toBeNull()
})

test('S4.5: leaving with unsaved words asks first', async () => {
  const { page } = await showFile()
  await choose('Edit details')
  await type(fieldNamed('Preferred name'), 'Majo')
  await choose('Participants')
  expect(document.body.textContent).toContain('Leave without saving?')
  expect(page.path()).toBe(FILE)
  await choose('Keep editing')
  expect(fieldNamed('Preferred name').value).toBe('Majo')
})

test('U1: opening a file is told to the audit log once, and only after a second on the page', async () => {
  const { clinic, person, page } = await showFile()
  const views = () => clinic.outbox().filter(({ item }) => item.kind === 'participant.view')
  expect(views()).toHaveLength(0)
  await settle(1_150)
  expect(views()).toHaveLength(1)
  await page.close()
  await showPage(clinic, <ParticipantPage participantId={person.id} tab="details" />)
  await settle(1_150)
  expect(views()).toHaveLength(1)
})

test('S0.2, S0.3, S0.14: the file has a Portal menu with Create Invite and Manage Portal', async () => {
  const { person } = await showFile()
  await choose('Portal', 'button')
  const items = [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')]
  expect(items.map((item) => item.textContent)).toEqual(['Create Invite', 'Manage Portal', 'What the participant sees'])
  expect(items[1]?.getAttribute('href')).toBe(`/participants/${person.id}/portal`)
})

const previewEntry = () =>
  [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')].find(({ textContent }) =>
    textContent?.startsWith('What the'),
  )

test('product item 10: the Portal menu leads to the preview; offline it says what it needs, in the clinic’s own word for people', async () => {
  const terms = TERM_PRESETS.client
  const { clinic, person } = await showFile({ link: 'online', settings: { terms } })
  await choose('Portal', 'button')
  expect(previewEntry()?.textContent).toBe('What the client sees')
  expect(previewEntry()?.getAttribute('href')).toBe(`/participants/${person.id}/preview`)
  expect(previewEntry()?.hasAttribute('data-disabled')).toBe(false)
  await act(async () => clinic.setLink('offline'))
  expect(previewEntry()?.hasAttribute('data-disabled')).toBe(true)
  expect(document.body.textContent).toContain('This console is offline; the preview asks the server')
})

test('product item 10: the front desk has no way to the preview', async () => {
  await showFile({ role: 'front_desk', link: 'online' })
  await choose('Portal', 'button')
  expect(document.querySelectorAll('[role="menuitem"]')).toHaveLength(2)
  expect(previewEntry()).toBeUndefined()
})

test('S0.2: a new participant is there at once, pending, and nothing is made while a needed field is missing', async () => {
  const clinic = await openTestClinic({ participants: 0 })
  const page = await showPage(clinic, <NewParticipantPage />)
  await choose('Add participant')
  expect(document.body.textContent).toContain('Family name must not be empty.')
  expect(clinic.outbox()).toHaveLength(0)
  await type(fieldNamed('Given name'), 'Ana')
  await type(fieldNamed('Family name'), 'Ruiz')
  await type(fieldNamed('File number'), 'VB-9')
  await type(fieldNamed('Program'), PROGRAM.id)
  await choose('Add participant')
  const [entry] = clinic.outbox()
  expect(entry?.item).toMatchObject({ kind: 'participant.create', fields: { givenName: 'Ana', fileNumber: 'VB-9' } })
  const id = entry?.item.kind === 'participant.create' ? entry.item.participantId : ''
  expect(page.path()).toBe(`/participants/${id}`)
  await page.close()
  await showPage(clinic, <ParticipantPage participantId={id} tab="details" />)
  expect(document.body.textContent).toContain('New, not yet on the server')
  await act(async () => clinic.server.confirmAll())
  await settle()
  expect(document.body.textContent).not.toContain('New, not yet on the server')
  expect(named('Edit details')).toBeDefined()
})
