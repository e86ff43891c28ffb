// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { NewParticipantPage } from '../../renderer/console/participants/NewParticipantPage'
import { ParticipantPage } from '../../renderer/console/participants/ParticipantPage'
import { ParticipantsPage } from '../../renderer/console/participants/ParticipantsPage'
import type { Role } from '../../shared/access/roles'
import { choose, fieldNamed, settle, type } from './participantsHands'
import { closeClinics, openTestClinic, PROGRAM, STAFF_ID, showPage, type TestClinic } from './participantsKit'

afterEach(closeClinics)

const MINE = { id: crypto.randomUUID(), rev: 2, name: 'Counselling' }
const ME = { id: STAFF_ID, rev: 4, displayName: 'Noor Haddad', role: 'manager' } as const
const THEIRS = { id: crypto.randomUUID(), rev: 3, name: 'Family support' }

async function openWith(role: Role, programIds: readonly string[] | undefined): Promise<TestClinic> {
  const clinic = await openTestClinic({ role, participants: 1, link: 'offline' })
  const me = { id: STAFF_ID, rev: 4, displayName: 'Noor Haddad', role, ...(programIds && { programIds }) }
  await clinic.server.pull({ programs: [PROGRAM, MINE, THEIRS], staff: [me] })
  return clinic
}

const offered = () => {
  const field = [...document.querySelectorAll('select')].find(({ id }) => id === 'field-programId')
  return [...(field?.options ?? [])].map(({ text }) => text)
}
const says = (words: string) => (document.body.textContent ?? '').includes(words)

test('D1: offline too, managers and front desk are offered only their own programs for a new record, and read why', async () => {
  for (const role of ['manager', 'front_desk'] as const) {
    await showPage(await openWith(role, [MINE.id]), <NewParticipantPage />)
    expect(offered()).toEqual(['Choose', 'Counselling'])
    expect(says('Only your own programs. An administrator can choose another.')).toBe(true)
    await closeClinics()
  }
  for (const [role, ids] of [
    ['admin', []],
    ['staff', []],
    ['manager', undefined],
  ] as const) {
    await showPage(await openWith(role, ids), <NewParticipantPage />)
    expect(offered()).toEqual(['Choose', 'Counselling', 'Family support', 'Physiotherapy'])
    await closeClinics()
  }
})

test('D1: a manager without a program is told who can give them one instead of a form that would be refused', async () => {
  await showPage(await openWith('manager', []), <NewParticipantPage />)
  expect(says('An administrator chooses yours in Staff and roles.')).toBe(true)
  expect(document.querySelector('form')).toBeNull()
  expect(document.querySelector('h1')?.textContent).toBe('New participant')
})

test('D1: the list of a manager without a program says who can give them one, and offers no form that would end there', async () => {
  const ways = () => document.querySelectorAll('a[href="/participants/new"]').length
  const nobody = await openTestClinic({ role: 'manager', participants: 0 })
  await nobody.server.pull({ programs: [MINE, THEIRS], staff: [{ ...ME, programIds: [] }] })
  await showPage(nobody, <ParticipantsPage />)
  expect(says('An administrator chooses your programs in Staff and roles.')).toBe(true)
  expect(ways()).toBe(0)
  await act(async () => await nobody.server.pull({ staff: [{ ...ME, rev: 5, programIds: [MINE.id] }] }))
  expect(says('No participants yet')).toBe(true)
  // One way on, not one in the head as well.
  expect(ways()).toBe(1)
})

test('D1: somebody stays in the program where they are, and a refused move is read in words', async () => {
  const clinic = await openWith('manager', [MINE.id])
  const id = clinic.people[0]?.id ?? ''
  await showPage(clinic, <ParticipantPage participantId={id} tab="details" />, `/participants/${id}`)
  await choose('Edit details')
  expect(offered()).toEqual(['Counselling', 'Physiotherapy'])
  await type(fieldNamed('Program'), MINE.id)
  await choose('Save')
  await act(async () => clinic.server.refuseAll('program_not_yours'))
  await settle()
  expect(says('This program is not one of yours, so nothing was changed.')).toBe(true)
})
