// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { MessagesPage } from '../../renderer/portal/messages/MessagesPage'
import type { PortalMessage } from '../../shared/messages/messageSchemas'
import { choose, openInside, write } from './insidePage'
import { type Answers, me, refusal, settle } from './portalPage'

let page: Awaited<ReturnType<typeof openInside>> | undefined
afterEach(async () => {
  await page?.close()
  page = undefined
})

function message(body: string, change: Partial<PortalMessage> = {}): PortalMessage {
  const sentAt = '2026-03-02T15:00:00.000Z'
  return { id: body, mine: false, authorName: 'Sam Reed', body, sentAt, readAt: null, ...change }
}
/** A server with a thread: reading marks it, sending adds to it. */
function thread(messages: PortalMessage[], more: Answers = {}): Answers {
  return {
    'messages.list': () => [...messages],
    'messages.read': () => {
      for (const [at, one] of messages.entries())
        if (!one.mine) messages[at] = { ...one, readAt: '2026-03-02T16:00:00.000Z' }
      return { done: true }
    },
    'messages.send': ({ id, body }: { id: string; body: string }) => {
      const sent = message(body, { id, mine: true, authorName: 'Ada' })
      messages.push(sent)
      return sent
    },
    ...more,
  }
}
async function open(answers: Answers, who = me) {
  page = await openInside(<MessagesPage me={who} />, answers)
  return page
}

test('S0.27: the thread stands with names and times, what is new is marked, and it is marked as read once', async () => {
  const { text, asked, place } = await open(
    thread([message('My question', { mine: true, readAt: '2026-03-02T15:30:00.000Z' }), message('The answer')]),
  )
  await settle()
  expect(text()).toMatch(/You.*My question.*Read by the clinic.*Sam Reed.*Clinic.*New.*The answer/s)
  expect(asked('messages.read')).toHaveLength(1)
  expect(asked('messages.list')).toHaveLength(2)
  expect(place.querySelectorAll('[data-new]')).toHaveLength(1)
})

test('S0.27: with nothing unread nothing is marked, and an empty thread says what to do', async () => {
  const { text, asked } = await open(thread([]))
  expect(text()).toContain('No messages yet')
  expect(asked('messages.read')).toHaveLength(0)
})

test('S0.27: a message is sent and stands in the thread; the field is empty again', async () => {
  const { text, place, asked } = await open(thread([]))
  await write(place, 'Hello,\nwhen is it?')
  await choose(place, 'Send')
  expect(asked('messages.send').map(({ input }) => input)).toMatchObject([{ body: 'Hello,\nwhen is it?' }])
  expect(text()).toContain('when is it?')
  expect(text()).toContain('Your message was sent.')
  expect(place.querySelector('textarea')?.value).toBe('')
})

test('S0.27: after a lost answer the words stay, and the same words are sent under the same name', async () => {
  let tries = 0
  const failing: Answers = {
    'messages.send': ({ id, body }: { id: string; body: string }) => {
      tries++
      if (tries < 3) throw refusal('UNAVAILABLE')
      return message(body, { id, mine: true })
    },
  }
  const { text, place, asked } = await open(thread([], failing))
  await write(place, 'Once')
  await choose(place, 'Send')
  expect(text()).toContain('busy or restarting')
  expect(place.querySelector('textarea')?.value).toBe('Once')
  await choose(place, 'Send')
  await write(place, 'Twice')
  await choose(place, 'Send')
  const ids = asked('messages.send').map(({ input }) => (input as { id: string }).id)
  expect(ids[0]).toBe(ids[1])
  expect(ids[2]).not.toBe(ids[0])
})

test('S0.27: nothing and too much are refused on the page', async () => {
  const { text, place, asked } = await open(thread([]))
  await choose(place, 'Send')
  expect(text()).toContain('Please type a message first.')
  await write(place, 'x'.repeat(4_002))
  await choose(place, 'Send')
  expect(text()).toContain('2 characters too long')
  await write(place, 'x'.repeat(3_999))
  expect(text()).toContain('1 character left')
  expect(asked('messages.send')).toHaveLength(0)
})

test('S4.11: where messages are switched off the page says so and leads home, also when that happens meanwhile', async () => {
  const functions = me.functions.filter(({ name }) => name !== 'messages')
  const off = await open({}, { ...me, functions })
  expect(off.text()).toContain('The clinic has switched messages off.')
  expect(off.place.querySelector('a')?.getAttribute('href')).toBe('/home')
  await off.close()
  const { text } = await open({ 'messages.list': () => Promise.reject(refusal('NOT_FOUND')) })
  expect(text()).toContain('The clinic has switched messages off.')
})

test('W2: the thread is asked for again when the reader comes back to the tab, and never by a clock', async () => {
  const { asked } = await open(thread([message('Read', { readAt: '2026-03-02T16:00:00.000Z' })]))
  expect(asked('messages.list')).toHaveLength(1)
  await act(async () => document.dispatchEvent(new Event('visibilitychange')))
  await settle()
  expect(asked('messages.list')).toHaveLength(2)
})
