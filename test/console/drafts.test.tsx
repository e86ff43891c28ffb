// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { createSeenStore } from '../../renderer/console/audit/seenHead'
import { CorrectionPage } from '../../renderer/console/corrections/CorrectionPage'
import { NewParticipantPage } from '../../renderer/console/participants/NewParticipantPage'
import { ParticipantPage } from '../../renderer/console/participants/ParticipantPage'
import { Banners } from '../../renderer/console/shell/Banners'
import { ConsoleContext } from '../../renderer/console/shell/ConsoleContext'
import { requestOf, showRequest, wishes } from './correctionsKit'
import { choose, fieldNamed, named, settle, type } from './participantsHands'
import { accountOf, closeClinics, openTestClinic, showPage } from './participantsKit'

afterEach(closeClinics)

const KEPT = 'Your unsent words were kept'
const words = () => document.body.textContent ?? ''
const isEmpty = (clinic: Awaited<ReturnType<typeof openTestClinic>>) => clinic.replica.drafts.all().length === 0

/** The page of one participant as it is before and after a lock: another page over the same records. */
async function fileOf(tab: 'details' | 'messages') {
  const clinic = await openTestClinic({ participants: 3 })
  const id = clinic.people[0]?.id ?? ''
  await clinic.server.pull({ accounts: [accountOf(id)] })
  const show = async () => await showPage(clinic, <ParticipantPage participantId={id} tab={tab} />)
  return { clinic, id, show }
}

test('Y1: a message that a lock interrupted is in its form again, says so, and is gone once it is sent', async () => {
  const { clinic, show } = await fileOf('messages')
  const page = await show()
  expect(words()).not.toContain(KEPT)
  await type(fieldNamed('Message'), 'Dear Ana')
  await page.close()
  await show()
  expect(fieldNamed('Message').value).toBe('Dear Ana')
  expect(words()).toContain(KEPT)
  await choose('Send')
  expect(clinic.outbox().some(({ item }) => item.kind === 'message.send' && item.body === 'Dear Ana')).toBe(true)
  expect([fieldNamed('Message').value, isEmpty(clinic)]).toEqual(['', true])
})

test('Y1: a message stays in its form until it is durable, and says what was not kept', async () => {
  const { clinic, show } = await fileOf('messages')
  await show()
  await type(fieldNamed('Message'), 'Dear Ana')
  const refusing = vi.spyOn(clinic.session.replica, 'enqueue').mockRejectedValue(new Error('write_failed'))
  await choose('Send')
  expect(fieldNamed('Message').value).toBe('Dear Ana')
  expect(words()).toContain('This message could not be saved on this computer')
  refusing.mockRestore()
  await choose('Send')
  expect(fieldNamed('Message').value).toBe('')
})

test('Y1, Y6: an interrupted edit opens by itself with its words, still going on from what its author saw', async () => {
  const { clinic, show } = await fileOf('details')
  const page = await show()
  await choose('Edit details')
  await type(fieldNamed('Pronouns'), 'ze/zir')
  await page.close()
  const [ana] = clinic.people
  if (ana) await act(async () => clinic.server.changeElsewhere(ana, { pronouns: 'xe/xem' }))
  await show()
  expect(words()).toContain(KEPT)
  expect(fieldNamed('Pronouns').value).toBe('ze/zir')
  expect(words()).toContain('changed this meanwhile to “xe/xem”')
  await choose('Save')
  await settle()
  const edit = clinic.outbox().find(({ item }) => item.kind === 'edit')?.item
  expect(edit).toMatchObject({ changes: [{ path: 'pronouns', base: ana?.pronouns, value: 'ze/zir' }] })
  expect(isEmpty(clinic)).toBe(true)
})

test('Y1: an edit that the disk refused stays in its form, although the record shows it already', async () => {
  const { clinic, id, show } = await fileOf('details')
  await show()
  await choose('Edit details')
  await type(fieldNamed('Pronouns'), 'ze/zir')
  const { replica } = clinic.session
  const real = replica.enqueue
  const refusing = vi.spyOn(replica, 'enqueue').mockImplementation(async (item) => {
    await real(item)
    throw new Error('write_failed')
  })
  await choose('Save')
  await settle()
  expect(words()).toContain('Your change to this record could not be saved on this computer')
  const kept = replica.drafts.get({ form: 'record', about: id, participantId: id })
  expect(kept?.draft.pronouns).toBe('ze/zir')
  expect(kept?.base.pronouns).toBe(clinic.people[0]?.pronouns)
  refusing.mockRestore()
})

test('D4: an edit that is called off leaves no words behind', async () => {
  const { clinic, show } = await fileOf('details')
  await show()
  await choose('Edit details')
  await type(fieldNamed('Pronouns'), 'ze/zir')
  await choose('Cancel')
  await choose('Discard changes')
  expect([isEmpty(clinic), named('Edit details') !== undefined]).toEqual([true, true])
})

test('Y1: a new participant that was begun is in the form again, and the words can be discarded', async () => {
  const clinic = await openTestClinic({ participants: 1 })
  const page = await showPage(clinic, <NewParticipantPage />)
  await type(fieldNamed('Given name'), 'Anabel')
  await page.close()
  await showPage(clinic, <NewParticipantPage />)
  expect(fieldNamed('Given name').value).toBe('Anabel')
  await choose('Discard them')
  expect([fieldNamed('Given name').value, isEmpty(clinic)]).toEqual(['', true])
  expect(words()).not.toContain(KEPT)
})

test('G3, Y1: a decision that was begun survives the lock, and its words go when it is sent', async () => {
  const { clinic, request, page } = await showRequest((id) => requestOf(id))
  await choose('Decide')
  await type(fieldNamed('A word to them (optional)'), 'We looked at it')
  await page.close()
  await showPage(clinic, <CorrectionPage correctionId={request.id} />)
  expect(words()).toContain(KEPT)
  expect(fieldNamed('A word to them (optional)').value).toBe('We looked at it')
  await act(async () => document.querySelector<HTMLInputElement>('input[value="accepted"]')?.click())
  await choose('Send the decision')
  const asked = [...document.querySelectorAll<HTMLElement>('[role="dialog"] button')]
  await act(async () => asked.find(({ textContent }) => textContent === 'Send the decision')?.click())
  await settle()
  expect(wishes(clinic).map(({ item }) => item)).toMatchObject([
    { kind: 'correction.decide', answer: 'We looked at it' },
  ])
  expect([isEmpty(clinic), words().includes(KEPT)]).toEqual([true, false])
})

test('G3: a click beside a dialog does not take along what was typed in it, and closing it keeps the words', async () => {
  await showRequest((id) => requestOf(id))
  await choose('Extend')
  await type(fieldNamed('Reason'), 'The file is in the archive')
  const beside = document.querySelector<HTMLElement>('.mantine-Modal-inner, .mantine-Modal-overlay')
  await act(async () => beside?.click())
  await settle()
  expect(fieldNamed('Reason').value).toBe('The file is in the archive')
  await choose('Cancel')
  await settle(300)
  await choose('Extend')
  expect(fieldNamed('Reason').value).toBe('The file is in the archive')
  expect(words()).toContain(KEPT)
})

const NO_MEMORY = { getItem: () => null, setItem: () => undefined }

test('Y1: after a write that the disk refused, the warning names what has to be done again', async () => {
  const clinic = await openTestClinic({ participants: 1 })
  const [ana] = clinic.people
  const lost = { kind: 'account.revoke', writeId: 'w1', participantId: ana?.id } as never
  vi.spyOn(clinic.session.replica, 'unkept').mockReturnValue([lost])
  const failure = { kind: 'write_failed', page: null, message: '' } as const
  await showPage(
    clinic,
    <ConsoleContext value={{ controller: {}, seenLog: createSeenStore(NO_MEMORY) } as never}>
      <Banners signedIn failure={failure} />
    </ConsoleContext>,
  )
  expect(words()).toContain(`Revoke the portal access of ${ana?.givenName}`)
  expect(words()).toContain('has to be done again')
})
