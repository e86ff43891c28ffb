import { expect, test } from 'vitest'
import { aboutIds, readOutboxItem } from '../../server/sync/outboxItems'
import type { OutboxItem } from '../../shared/sync/syncSchemas'

const PERSON = '6f1c2c5e-0f5b-4d0f-9a55-3f0d8f5f7a01'
const MESSAGE = '0b8e7d3a-5c1f-4f3e-8a55-9d2c4b6e7f02'
const WRITE = '3d9a1b2c-7e4f-4a6b-9c8d-1e2f3a4b5c03'

const message = { writeId: WRITE, kind: 'message.send', participantId: PERSON, messageId: MESSAGE, body: 'Hello' }

test('Y2, Y9: a second spelling of any id of an account or message command would be another write, so it is malformed', () => {
  expect(readOutboxItem(message)).toEqual(message)
  const command = { writeId: WRITE, kind: 'account.unlock', participantId: PERSON }
  expect(readOutboxItem(command)).toEqual(command)
  const others = [
    { ...message, messageId: MESSAGE.toUpperCase() },
    { ...message, participantId: PERSON.toUpperCase() },
    { ...command, participantId: PERSON.toUpperCase() },
    { ...command, writeId: WRITE.toUpperCase() },
    { ...message, body: 'half a pair \ud800' },
  ]
  for (const other of others) expect(readOutboxItem(other)).toBeNull()
})

test('Y9: what is about one message waits for what failed about it; its target comes last', () => {
  const { body: _body, ...rest } = message
  const read = { ...rest, kind: 'message.read' } as OutboxItem
  expect(aboutIds(message as OutboxItem)).toEqual([PERSON, MESSAGE])
  expect(aboutIds(read)).toEqual([PERSON, MESSAGE])
  expect(aboutIds({ writeId: WRITE, kind: 'account.revoke', participantId: PERSON })).toEqual([PERSON])
})
