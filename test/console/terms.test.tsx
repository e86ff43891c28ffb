// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { ParticipantsPage } from '../../renderer/console/participants/ParticipantsPage'
import { inTerms } from '../../renderer/console/shell/terms'
import { TERM_PRESETS } from '../../shared/clinic/clinicSchemas'
import { giveElementsSize, settle } from './participantsHands'
import { CLINIC, closeClinics, openTestClinic, showPage } from './participantsKit'

afterEach(closeClinics)
giveElementsSize()

test('S3.17: sentences of the console take the clinic’s word, with capitals and the right article', () => {
  const { en } = TERM_PRESETS.client
  expect(inTerms('Add a participant', en)).toBe('Add a client')
  expect(inTerms('Participants', en)).toBe('Clients')
  expect(inTerms('No participant in your care', { one: 'resident', many: 'residents' })).toBe(
    'No resident in your care',
  )
  expect(inTerms('Add a participant', { one: 'elder', many: 'elders' })).toBe('Add an elder')
})

test('S3.17: a changed word stands on the screen at once, without a reload', async () => {
  const clinic = await openTestClinic({ participants: 2 })
  await showPage(clinic, <ParticipantsPage />)
  const says = (words: string) => (document.body.textContent ?? '').includes(words)
  expect(says('Add participant')).toBe(true)
  const settings = { ...CLINIC.settings, terms: TERM_PRESETS.patient }
  await act(async () => clinic.server.pull({ clinic: [{ ...CLINIC, rev: 9, settings }] }))
  await settle(20)
  expect(document.querySelector('h1')?.textContent).toBe('Patients')
  expect(says('Add patient')).toBe(true)
  expect(says('articipant')).toBe(false)
})
