import { describe, expect, test } from 'vitest'
import type { AccountDoc } from '../../shared/accounts/accountSchemas'
import type { RestoreNote } from '../../shared/backup/restoreSchemas'
import {
  bringBack,
  heldLast,
  type RestoredRow,
  stillUndone,
  type Undone,
  undoneParts,
} from '../../shared/backup/undoneRules'
import type { CorrectionDoc } from '../../shared/corrections/correctionSchemas'
import type { MessageDoc } from '../../shared/messages/messageSchemas'
import { emptyParticipant } from '../../shared/participants/participantRules'
import type { Participant } from '../../shared/participants/participantSchemas'

const ID = '00000000-0000-4000-8000-000000000001'
const NOTE: RestoreNote = {
  epoch: '00000000-0000-4000-8000-0000000000ee',
  restoredAt: '2026-03-02T09:00:00.000Z',
  backupMadeAt: '2026-03-01T22:00:00.000Z',
  auditRows: 10,
  acknowledgedAt: null,
  acknowledgedByName: null,
}
const BEFORE = '2026-03-01T12:00:00.000Z'
const AFTER = '2026-03-01T23:00:00.000Z'

function person(change: Partial<Participant>, updatedAt = AFTER): Participant {
  return { ...emptyParticipant('p'), id: ID, rev: 1, givenName: 'Ada', updatedAt, updatedBy: 'Bo', ...change }
}
const account = (disabledAt: string | null) => ({ id: ID, disabledAt }) as AccountDoc
const held = (part: Partial<Undone>): Undone => ({
  participant: null,
  account: null,
  papers: [],
  open: null,
  fresh: true,
  ...part,
})
const row = (part: Partial<RestoredRow>): RestoredRow => ({
  participant: person({}, BEFORE),
  account: undefined,
  unknown: false,
  request: () => undefined,
  message: () => undefined,
  ...part,
})
const parts = {
  restoredAt: NOTE.restoredAt,
  paths: [] as string[],
  access: false,
  record: false,
  papers: [] as string[],
}
const request = (decidedAt: string | null, receivedAt = BEFORE) =>
  ({ kind: 'request', doc: { id: 'r', receivedAt, decidedAt, withdrawnAt: null } as CorrectionDoc }) as const
const message = (sentAt: string) => ({ kind: 'message', doc: { id: 'm', sentAt } as MessageDoc }) as const

describe('K2: what a restore undid', () => {
  test('K2: fields that were changed after the backup, contacts by their own, and nothing that is the same', () => {
    const phones = { a: { value: '0123 456', label: '' } }
    const after = held({ participant: person({ address: 'New street', phones, defaultPhone: 'a' }) })
    expect(undoneParts(after, row({}), NOTE)).toEqual({ ...parts, paths: ['address', 'phone:a', 'defaultPhone'] })
    expect(undoneParts(held({ participant: person({}) }), row({}), NOTE)).toBeNull()
  })

  test('K2: what was older than the backup is no loss: a console that was away for weeks brings nothing back', () => {
    const old = held({ participant: person({ address: 'Old street' }, BEFORE), account: account(BEFORE) })
    expect(undoneParts(old, row({ account: account(null) }), NOTE)).toBeNull()
  })

  test('K2: a write that began before the moment of the backup and was committed after it counts', () => {
    const began = new Date(Date.parse(NOTE.backupMadeAt) - 60_000).toISOString()
    expect(undoneParts(held({ participant: person({ address: 'x' }, began) }), row({}), NOTE)?.paths).toEqual([
      'address',
    ])
  })

  test('K2 S0.18: access that was revoked after the backup and is open now; not where it is revoked, or where there is no account', () => {
    const revoked = held({ account: account(AFTER) })
    expect(undoneParts(revoked, row({ account: account(null) }), NOTE)).toEqual({ ...parts, access: true })
    expect(undoneParts(revoked, row({ account: account(BEFORE) }), NOTE)).toBeNull()
    expect(undoneParts(revoked, row({}), NOTE)).toBeNull()
  })

  test('K2 D4: a record that nobody has is kept; one that only left the scope is not', () => {
    const made = held({ participant: person({}) })
    expect(undoneParts(made, row({ participant: undefined, unknown: true }), NOTE)).toEqual({ ...parts, record: true })
    expect(undoneParts(made, row({ participant: undefined }), NOTE)).toBeNull()
  })

  test('K2 G3: a request or a message that came after the backup is gone; older ones and those that are here are not', () => {
    const gone = held({ papers: [request(null, AFTER), message(AFTER)] })
    expect(undoneParts(gone, row({}), NOTE)).toEqual({ ...parts, papers: ['r', 'm'] })
    const here = row({ request: () => request(null, AFTER).doc, message: () => message(AFTER).doc })
    expect(undoneParts(gone, here, NOTE)).toBeNull()
    expect(undoneParts(held({ papers: [request(null), message(BEFORE)] }), row({}), NOTE)).toBeNull()
  })

  test('K2 G3: a decision after the backup is undone until the request is decided again, or withdrawn', () => {
    const decided = held({ papers: [request(AFTER)] })
    const open = undoneParts(decided, row({ request: () => request(null).doc }), NOTE)
    expect(open).toEqual({ ...parts, papers: ['r'] })
    const entry = { ...decided, open, fresh: false }
    expect(stillUndone(entry, row({ request: () => request(null).doc }))).toEqual(open)
    expect(stillUndone(entry, row({ request: () => request(AFTER).doc }))).toBeNull()
    const withdrawn = { ...request(null).doc, withdrawnAt: AFTER }
    expect(stillUndone(entry, row({ request: () => withdrawn }))).toBeNull()
    expect(undoneParts(held({ papers: [request(BEFORE)] }), row({ request: () => request(null).doc }), NOTE)).toBeNull()
  })

  test('K2: without a note of a restore nothing is known to be undone', () => {
    expect(undoneParts(held({ participant: person({ address: 'x' }) }), row({}), null)).toBeNull()
  })

  test('K2: a second restore does not forget what the first one undid', () => {
    const open = { ...parts, paths: ['address'] }
    const twice = held({ participant: person({ address: 'New', pronouns: 'she' }), open })
    const later = { ...NOTE, backupMadeAt: '2026-03-05T00:00:00.000Z', restoredAt: '2026-03-06T00:00:00.000Z' }
    expect(undoneParts(twice, row({}), later)).toEqual({ ...open, restoredAt: later.restoredAt })
  })

  test('K2: what somebody has brought back is over, and does not come up again when it changes later', () => {
    const open = { ...parts, paths: ['address', 'pronouns'], access: true }
    const entry = held({
      participant: person({ address: 'New', pronouns: 'she' }),
      account: account(AFTER),
      open,
      fresh: false,
    })
    const one = stillUndone(entry, row({ participant: person({ address: 'New' }), account: account(AFTER) }))
    expect(one).toEqual({ ...parts, paths: ['pronouns'] })
    const changedAgain = row({ participant: person({ address: 'Newest' }), account: account(null) })
    expect(stillUndone({ ...entry, open: one }, changedAgain)).toEqual(one)
    expect(stillUndone({ ...entry, open: one }, row({ participant: person({ pronouns: 'she' }) }))).toBeNull()
  })
})

describe('K2: bringing it back', () => {
  let next = 0
  const newId = () => `w${++next}`

  test('K2 Y6: the access first, then the fields with what stands now as their base', () => {
    const open = { ...parts, paths: ['address'], access: true }
    const entry = held({ participant: person({ address: 'New', pronouns: 'she' }), account: account(AFTER), open })
    const items = bringBack(
      entry,
      person({ address: 'Restored' }),
      { access: true, record: true, paths: open.paths },
      newId,
    )
    expect(items).toMatchObject([
      { kind: 'account.revoke', participantId: ID },
      { kind: 'edit', participantId: ID, changes: [{ path: 'address', base: 'Restored', value: 'New' }] },
    ])
    expect(bringBack(entry, person({}), { access: false, record: true, paths: [] }, newId)).toEqual([])
  })

  test('K2: a record comes back whole and under its own id, so that two consoles make one', () => {
    const entry = held({ participant: person({ address: 'New' }), open: { ...parts, record: true } })
    const [item] = bringBack(entry, undefined, { access: true, record: true, paths: [] }, newId)
    expect(item).toMatchObject({ kind: 'participant.create', participantId: ID, fields: { address: 'New' } })
    expect(Object.keys((item as { fields: object }).fields)).not.toContain('rev')
  })

  test('K2 S4.4: a star that comes back takes its contact along, or it would point nowhere', () => {
    const phones = { a: { value: '0123 456', label: '' } }
    const open = { ...parts, paths: ['phone:a', 'defaultPhone'] }
    const entry = held({ participant: person({ phones, defaultPhone: 'a' }), open })
    const [item] = bringBack(entry, person({}), { access: false, record: false, paths: ['defaultPhone'] }, newId)
    expect(item).toMatchObject({ changes: [{ path: 'phone:a' }, { path: 'defaultPhone', value: 'a' }] })
  })
})

describe('K2: a second restore', () => {
  const known = { ...held({ participant: person({ address: 'New' }) }), open: { ...parts, paths: ['address'] } }
  const later = '2026-03-02T10:00:00.000Z'
  test('K2: what the first one undid goes along with the later record, unless somebody has said something else there', () => {
    const worked = person({ pronouns: 'she', address: 'Old' }, later)
    expect(heldLast(known, worked, person({ address: 'Old' }))).toMatchObject({ address: 'New', pronouns: 'she' })
    expect(heldLast(known, person({ address: 'Third' }, later), person({ address: 'Old' })).address).toBe('Third')
    expect(heldLast(known, person({ address: 'Old' }, BEFORE), person({ address: 'Old' })).address).toBe('New')
  })
})
