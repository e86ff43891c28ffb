// @vitest-environment happy-dom
import { createHash } from 'node:crypto'
import { act } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, expect, expectTypeOf, test } from 'vitest'
import { type InviteLetterProps, LetterSheet } from '../../renderer/console/invites/InviteLetter'
import { ParticipantPage } from '../../renderer/console/participants/ParticipantPage'
import { normaliseShortCode } from '../../shared/invites/inviteLinks'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { choose, fieldNamed, named, settle, type } from './participantsHands'
import { CLINIC, type ClinicOptions, closeClinics, openTestClinic, showPage } from './participantsKit'

afterEach(closeClinics)

async function showFile(options: ClinicOptions = {}, at = 9) {
  const clinic = await openTestClinic(options)
  const person = clinic.people[at]
  if (!person) throw new Error('the clinic has fewer people')
  await showPage(clinic, <ParticipantPage participantId={person.id} tab="details" />)
  const item = () => {
    const found = clinic.outbox().find((entry) => entry.item.kind === 'invite.create')?.item
    return found as Extract<OutboxItem, { kind: 'invite.create' }> | undefined
  }
  return { clinic, person, item }
}

async function openForm() {
  await choose('Portal', 'button')
  await choose('Create Invite')
}

const linkShown = () => fieldNamed('Invite link').value
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('base64url')
const letter = () => document.querySelector('[data-print-letter]')?.textContent ?? ''

/** Everything that the replica holds, in all its stores. */
function dump(clinic: Awaited<ReturnType<typeof openTestClinic>>): string {
  return JSON.stringify(Object.values(clinic.replica.stores).map((store) => [...store.all()]))
}

test('S0.3, S0.7, I2: Create Invite shows the link once and gives the replica nothing but its hash', async () => {
  const { clinic, item } = await showFile()
  await openForm()
  await choose('Create Invite')
  const link = linkShown()
  const token = link.split('#')[1] ?? ''
  const shortCode = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(document.body.textContent ?? '')?.[0] ?? ''
  expect(link.startsWith('https://portal.example.org/invite#')).toBe(true)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(item()).toMatchObject({
    tokenHash: sha256(token),
    shortHash: sha256(normaliseShortCode(shortCode) ?? ''),
    verbalCode: null,
  })
  await act(async () => clinic.server.confirmAll())
  for (const secret of [token, shortCode, normaliseShortCode(shortCode) ?? '-'])
    expect(dump(clinic)).not.toContain(secret)
  expect(location.href).not.toContain(token)
  expect(localStorage.length + sessionStorage.length).toBe(0)
  await choose('Done')
  expect(document.body.textContent).toContain('It cannot be shown again')
  await choose('Close')
  expect(document.body.innerHTML).not.toContain(token)
})

test('S0.4, I5: a generated code has six digits, another can be drawn, and the one on screen is the one sent', async () => {
  const { item } = await showFile()
  await openForm()
  await choose('A code of 6 digits')
  const shown = () => document.querySelector('output[aria-label="Verbal code"]')?.textContent ?? ''
  expect(shown()).toMatch(/^[0-9]{3} [0-9]{3}$/)
  await choose('Generate another')
  const code = shown().replace(' ', '')
  expect(document.body.textContent).toContain('Give the code and the link over different channels')
  await choose('Create Invite')
  expect(item()?.verbalCode).toBe(code)
})

test('I5: a code of one’s own is refused with the reason: too short, too common, or the birth date', async () => {
  const { person, item } = await showFile()
  await openForm()
  await choose('A code of your own')
  const tries: readonly [string, string][] = [
    ['abc', 'at least 6 characters'],
    ['123456', 'too easy to guess'],
    [person.birthDate ?? '', 'birth date'],
  ]
  for (const [code, reason] of tries) {
    await type(fieldNamed('Your own code'), code)
    await choose('Create Invite')
    expect(document.body.textContent).toContain(reason)
    expect(item()).toBeUndefined()
  }
  await type(fieldNamed('Your own code'), 'blue heron lake')
  await choose('Create Invite')
  expect(item()?.verbalCode).toBe('blue heron lake')
})

test('S0.4: where the clinic requires a code, making an invite without one is not offered', async () => {
  await showFile({ settings: { verbalCodeRequired: true } })
  await openForm()
  expect(named('No code')).toBeUndefined()
  expect(document.querySelector('output[aria-label="Verbal code"]')).not.toBeNull()
})

test('S0.9, product item 1: offline the invite is made, says that it waits, and becomes live without a reload', async () => {
  const { clinic } = await showFile({ settings: { inviteHours: 48 } })
  await openForm()
  expect(document.body.textContent).toContain('for 48 hours, counted by the server’s time')
  expect(document.body.textContent).toContain('it becomes live when this console has reached the server')
  await choose('Create Invite')
  expect(document.body.textContent).toContain('Waiting for the server')
  expect(document.body.textContent).toContain('Not possible offline: the server sends the email')
  await act(async () => {
    clinic.setLink('online')
    await clinic.server.confirmAll()
  })
  await settle()
  expect(document.body.textContent).toContain('The link works until')
})

test('S4.3, S4.4: the link is emailed to the starred address only once the server has the invite', async () => {
  const { clinic, person, item } = await showFile({ link: 'online' })
  await openForm()
  await choose('Create Invite')
  const starred = person.emails[person.defaultEmail ?? '']?.value
  const button = () => named(`Email to ${starred}`) as HTMLButtonElement
  expect(button().disabled).toBe(true)
  const inviteId = item()?.inviteId
  await act(async () => clinic.server.confirmAll())
  await settle()
  expect(button().disabled).toBe(false)
  await choose(`Email to ${starred}`)
  expect(clinic.emailed).toEqual([{ inviteId, token: linkShown().split('#')[1] }])
})

test('S0.3: a refused invite is told in plain words, and no link is left on the screen', async () => {
  const { clinic } = await showFile({ link: 'online' })
  await openForm()
  await choose('Create Invite')
  await act(async () => clinic.server.refuseAll('account_exists'))
  await settle()
  expect(document.body.textContent).toContain('already has a portal account, so no invite was made')
  expect(document.querySelector('[aria-label="Invite link"], [data-print-letter]')).toBeNull()
  expect(document.body.innerHTML).not.toContain('/invite#')
})

test('S0.13, product item 2: the letter carries link, QR code and typed code, and never the verbal code', async () => {
  const { person } = await showFile()
  await openForm()
  await choose('A code of 6 digits')
  const code = document.querySelector('output[aria-label="Verbal code"]')?.textContent ?? ''
  await choose('Create Invite')
  await settle(200)
  expect(document.body.textContent).toContain(code)
  expect(letter()).toContain(linkShown())
  expect(letter()).toContain(person.familyName)
  expect(letter()).toMatch(/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/)
  for (const form of [code, code.replace(' ', '')]) expect(letter()).not.toContain(form)
})

test('S0.13, product item 3: the same way for link and code is warned of at once; what stands when it closes is the note', async () => {
  const { clinic, item } = await showFile()
  await openForm()
  await choose('A code of 6 digits')
  await choose('Create Invite')
  const tick = async (group: string, way: string) => {
    const named = (box: Element) => document.getElementById(box.getAttribute('aria-labelledby') ?? '')?.textContent
    const box = [...document.querySelectorAll('[role="group"]')].find((one) => named(one)?.startsWith(group))
    const label = [...(box?.querySelectorAll('label') ?? [])].find(({ textContent }) => textContent === way)
    await act(async () => label?.click())
  }
  const words = () => document.body.textContent ?? ''
  await tick('How do you hand over the link', 'By email')
  await tick('How do you tell the verbal code', 'By email')
  expect(words()).toContain('Link and code go the same way, by email')
  await tick('How do you tell the verbal code', 'By email')
  await tick('How do you tell the verbal code', 'By phone')
  expect(words()).not.toContain('the same way, by')
  await choose('Done')
  await choose('Close')
  const note = clinic.outbox().find((entry) => entry.item.kind === 'invite.share')?.item
  expect(note).toMatchObject({ inviteId: item()?.inviteId, link: ['email'], code: ['phone'] })
})

test('S0.13: the type of the letter has no place for a verbal code', () => {
  type Allowed = 'clinic' | 'participant' | 'token' | 'shortCode' | 'asksSpokenCode' | 'expiresAt' | 'now'
  expectTypeOf<keyof InviteLetterProps>().toEqualTypeOf<Allowed>()
})

test('S4.9: the letter speaks the language of the participant', async () => {
  const { people } = await openTestClinic()
  const sheet = (language: 'en' | 'fr' | 'es') => {
    const [first] = people
    if (!first) throw new Error('nobody is there')
    const facts = { clinic: CLINIC, participant: { ...first, language }, token: 'T'.repeat(43), shortCode: 'A-B' }
    const now = new Date('2026-11-21T12:00:00Z')
    return renderToStaticMarkup(<LetterSheet {...facts} asksSpokenCode={false} expiresAt={null} now={now} />)
  }
  expect(sheet('en')).toContain('for 7 days')
  expect(sheet('fr')).toContain('valable 7 jours')
  expect(sheet('es')).toContain('durante 7 días')
  expect(sheet('fr')).toContain('samedi 21 novembre 2026')
})
