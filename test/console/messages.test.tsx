// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { ParticipantPage } from '../../renderer/console/participants/ParticipantPage'
import { ParticipantsPage } from '../../renderer/console/participants/ParticipantsPage'
import type { MessageDoc } from '../../shared/messages/messageSchemas'
import { choose, fieldNamed, giveElementsSize, named, settle, type } from './participantsHands'
import {
  accountOf,
  type ClinicOptions,
  closeClinics,
  openTestClinic,
  showPage,
  type TestClinic,
} from './participantsKit'

afterEach(async () => {
  vi.useRealTimers()
  await closeClinics()
})

let at = 0
function messageOf(participantId: string, change: Partial<MessageDoc> = {}): MessageDoc {
  at++
  const sentAt = new Date(Date.parse('2026-03-02T15:00:00.000Z') + at * 60_000).toISOString()
  const author = { author: 'participant', authorName: 'Robin M' } as const
  return {
    id: crypto.randomUUID(),
    rev: at,
    participantId,
    ...author,
    body: `Message ${at}`,
    sentAt,
    readAt: null,
    readByName: null,
    ...change,
  }
}

async function showThread(options: ClinicOptions = {}, messages: (id: string) => readonly MessageDoc[] = () => []) {
  const clinic = await openTestClinic(options)
  const id = clinic.people[3]?.id ?? ''
  await clinic.server.pull({ accounts: [accountOf(id)], messages: messages(id) })
  const page = await showPage(
    clinic,
    <ParticipantPage participantId={id} tab="messages" />,
    `/participants/${id}/messages`,
  )
  return { clinic, id, page, text: () => page.box.textContent ?? '' }
}
const kinds = (clinic: TestClinic) => clinic.outbox().map(({ item }) => item.kind)
const withKeys = async (init: KeyboardEventInit) =>
  await act(async () => {
    fieldNamed('Message').dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }))
  })

test('S0.27: a thread shows both sides with name, day and whether it was read', async () => {
  const read = { author: 'staff', authorName: 'Lee Park', readAt: '2026-03-03T14:00:00.000Z' } as const
  const { text, page } = await showThread({}, (id) => [
    messageOf(id, {
      body: 'When is it?',
      sentAt: '2026-03-02T15:00:00.000Z',
      readAt: '2026-03-02T16:00:00.000Z',
      readByName: 'Lee Park',
    }),
    messageOf(id, { body: 'On Monday', sentAt: '2026-03-03T13:00:00.000Z', ...read }),
    messageOf(id, { body: 'At nine', sentAt: '2026-03-03T13:01:00.000Z', ...read, readAt: null }),
  ])
  const days = [...page.box.querySelectorAll('li')].filter(({ className }) => /day/.test(className))
  expect(days.map((day) => day.textContent)).toEqual(['Monday, March 2, 2026', 'Tuesday, March 3, 2026'])
  expect(text()).toMatch(
    /Robin M.*When is it\?.*Read by Lee Park.*Lee Park.*On Monday.*Read Mar 3.*At nine.*Not read yet/s,
  )
})

test('S0.27: a message written offline waits in the thread, and stands there once when the server has it', async () => {
  const { clinic, id, text } = await showThread({ link: 'offline' })
  expect(text()).toContain('No messages')
  await type(fieldNamed('Message'), '  Hello,\nplease call  ')
  await choose('Send')
  expect(clinic.outbox()[0]?.item).toMatchObject({
    kind: 'message.send',
    participantId: id,
    body: 'Hello,\nplease call',
  })
  expect(text()).toContain('Waiting, sent when online')
  expect(fieldNamed('Message').value).toBe('')
  const { item } = clinic.outbox()[0] ?? {}
  if (item?.kind !== 'message.send') throw new Error('no message')
  const sent = messageOf(id, { id: item.messageId, author: 'staff', authorName: 'Noor Haddad', body: item.body })
  await act(async () => clinic.server.pull({ messages: [sent] }))
  await settle()
  expect(text()).not.toContain('Waiting')
  await act(async () => clinic.replica.applyResults([{ writeId: item.writeId, outcome: 'applied', messages: [sent] }]))
  expect(text().match(/please call/g)).toHaveLength(1)
})

test('S0.27: Ctrl+Enter sends, Enter alone does not, and what is too long or empty is not sent', async () => {
  const { clinic, text } = await showThread({ link: 'online' })
  await type(fieldNamed('Message'), 'Short')
  await withKeys({ key: 'Enter' })
  expect(clinic.outbox()).toHaveLength(0)
  await withKeys({ key: 'Enter', ctrlKey: true })
  await settle()
  expect(kinds(clinic)).toEqual(['message.send'])
  await withKeys({ key: 'Enter', ctrlKey: true })
  await type(fieldNamed('Message'), 'x'.repeat(4_001))
  await withKeys({ key: 'Enter', ctrlKey: true })
  await settle()
  expect(kinds(clinic)).toEqual(['message.send'])
  expect(text()).toContain('Too long by 1 characters')
  expect(named('Send')?.hasAttribute('disabled')).toBe(true)
})

test('Y9: a refused message says why and keeps its text until it is removed', async () => {
  const { clinic, text } = await showThread({ link: 'online' })
  await type(fieldNamed('Message'), 'Important words')
  await choose('Send')
  await act(async () => clinic.server.refuseAll('account_disabled'))
  await settle()
  expect(text()).toContain('Not sent')
  expect(text()).toContain('Access is revoked at the moment')
  expect(text()).toContain('Important words')
  await choose('Remove')
  expect(text()).not.toContain('Important words')
  expect(clinic.outbox()).toHaveLength(0)
})

test('S0.27: what is on the screen is marked as read once, and the tab counts what nobody has read', async () => {
  const { clinic, id, page } = await showThread({}, (one) => [messageOf(one), messageOf(one)])
  const tab = () => [...page.box.querySelectorAll('nav a')].find((link) => link.textContent?.startsWith('Messages'))
  expect(tab()?.textContent).toContain('2 unread messages')
  await settle(1_100)
  const [newest] = [...clinic.replica.stores.messages.all()].map(([, doc]) => doc).sort((a, b) => b.rev - a.rev)
  const told = () => clinic.outbox().flatMap(({ item }) => (item.kind === 'message.read' ? [item] : []))
  expect(told()).toMatchObject([{ kind: 'message.read', participantId: id, messageId: newest?.id }])
  expect(tab()?.textContent).toBe('Messages')
  expect(page.box.textContent).toContain('New')
  await act(async () => document.dispatchEvent(new Event('visibilitychange')))
  expect(told()).toHaveLength(1)
})

test('S0.27: the list marks who has written, for those who read messages', async () => {
  giveElementsSize()
  const clinic = await openTestClinic({ participants: 4 })
  const [one, two] = clinic.people.map(({ id }) => id)
  await clinic.server.pull({
    messages: [
      messageOf(one ?? ''),
      messageOf(two ?? '', { readAt: '2026-03-03T14:00:00.000Z', readByName: 'Lee Park' }),
    ],
  })
  const page = await showPage(clinic, <ParticipantsPage />)
  const marked = [...page.box.querySelectorAll('[data-id]')].filter((row) =>
    row.textContent?.includes('1 unread message'),
  )
  expect(marked.map((row) => row.getAttribute('data-id'))).toEqual([one])
})

test('product.md, Roles: the front desk has no such tab, and no page behind its address', async () => {
  const { page } = await showThread({ role: 'front_desk' }, (id) => [messageOf(id, { body: 'CLINICAL' })])
  expect([...page.box.querySelectorAll('nav a')].some((link) => link.textContent?.startsWith('Messages'))).toBe(false)
  expect(page.box.textContent).not.toContain('CLINICAL')
})

test('S0.21: after a revocation the thread can still be read, and the page says why nothing is sent', async () => {
  const { clinic, id, text } = await showThread({}, (one) => [messageOf(one, { body: 'From before' })])
  const disabled = { disabledAt: new Date().toISOString(), disabledByName: 'Lee Park', rev: 9 }
  await act(async () => clinic.server.pull({ accounts: [accountOf(id, disabled)] }))
  await settle()
  expect(text()).toContain('From before')
  expect(text()).toContain('Portal access is revoked, so no message can be sent')
  expect(named('Send')).toBeUndefined()
})

test('S4.11: with messages switched off nothing can be written', async () => {
  const { text } = await showThread({ settings: { functions: offSettings } })
  expect(text()).toContain('Messages are switched off')
  expect(named('Send')).toBeUndefined()
})

test('S0.27: a message begun is still there when the page comes back', async () => {
  const { clinic, id, page } = await showThread()
  await type(fieldNamed('Message'), 'Begun')
  await page.close()
  await showPage(clinic, <ParticipantPage participantId={id} tab="messages" />)
  expect(fieldNamed('Message').value).toBe('Begun')
})

const OFF = { on: false, link: '' }
const offSettings = {
  scheduling: OFF,
  telehealth: OFF,
  receipts: OFF,
  forms: OFF,
  details: OFF,
  messages: OFF,
  insurance: OFF,
}
