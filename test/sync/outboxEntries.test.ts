import { describe, expect, test } from 'vitest'
import { cancelPlan, outdated, settledEntry } from '../../renderer/console/replica/outboxEntries'
import type { OutboxEntry } from '../../renderer/console/replica/replicaDatabase'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { creation, edit, inviteFor, revocation } from './support/clinic'

const [ANA, BEN] = ['10000000-0000-4000-8000-00000000000a', '10000000-0000-4000-8000-00000000000b']
const AT = '2026-03-02T09:00:00.000Z'
const at = (hours: number) => new Date(Date.parse(AT) + hours * 3_600_000).toISOString()

function queue(items: readonly OutboxItem[], state: OutboxEntry['state'] = 'queued') {
  return items.map((item, order): readonly [string, OutboxEntry] => [
    item.writeId,
    { order, item, state, reason: null, message: null, madeAt: AT },
  ])
}

describe('taking back a queued write', () => {
  test('a new person goes with everything about them, the invite that names only an invite included', () => {
    const born = creation({ programs: [ANA, BEN] }, ANA)
    const invite = inviteFor(ANA)
    const inviteId = 'inviteId' in invite ? invite.inviteId : ''
    const items = [
      born,
      edit(BEN, { address: ['', 'x'] }),
      edit(ANA, { address: ['', 'y'] }),
      invite,
      revocation(inviteId),
    ]
    const ids = items.map(({ writeId }) => writeId)
    expect(cancelPlan(queue(items), born.writeId)).toEqual({ remove: [ids[0], ids[2], ids[3], ids[4]], rewrite: [] })
  })

  test('an edit that went on from the words that are taken back goes on from what was there before', () => {
    const items = [
      edit(ANA, { address: ['old', 'mine'], pronouns: ['', 'she/her'] }),
      edit(ANA, { address: ['mine', 'mine too'] }),
      edit(ANA, { address: ['mine too', 'last'] }),
    ]
    const { remove, rewrite } = cancelPlan(queue(items), items[0]?.writeId ?? '')
    expect(remove).toEqual([items[0]?.writeId])
    expect(rewrite.map(([id]) => id)).toEqual([items[1]?.writeId])
    expect(rewrite[0]?.[1].item).toMatchObject({ changes: [{ path: 'address', base: 'old', value: 'mine too' }] })
  })

  test('what has left or was answered is not taken back', () => {
    const [item] = [edit(ANA, { address: ['', 'x'] })]
    for (const state of ['sent', 'applied', 'refused', 'conflict'] as const)
      expect(cancelPlan(queue([item], state), item.writeId).remove).toEqual([])
  })
})

describe('what becomes of an answered write', () => {
  const settle = (item: OutboxItem, outcome: 'applied' | 'conflict' | 'refused') => {
    const [[, entry] = []] = queue([item])
    return entry && settledEntry(entry, { writeId: item.writeId, outcome }, at(1))
  }
  test('an edit leaves at once, also one that lost; a command stays as applied or conflict; a refusal stays', () => {
    const change = edit(ANA, { address: ['', 'x'] })
    expect([settle(change, 'applied'), settle(change, 'conflict')]).toEqual([null, null])
    expect(settle(change, 'refused')?.state).toBe('refused')
    expect(settle(revocation(ANA), 'applied')).toMatchObject({ state: 'applied', settledAt: at(1) })
    expect(settle(revocation(ANA), 'conflict')?.state).toBe('conflict')
  })
  test('S0.13: the list of done things keeps no spoken code and no words of a message', () => {
    const invite = { ...inviteFor(ANA), verbalCode: 'harbour' } as OutboxItem
    const message: OutboxItem = {
      kind: 'message.send',
      writeId: BEN,
      participantId: ANA,
      messageId: BEN,
      body: 'Hello',
    }
    expect(JSON.stringify([settle(invite, 'applied'), settle(message, 'applied')])).not.toMatch(/harbour|Hello/)
    expect(settle(message, 'refused')?.item).toMatchObject({ body: 'Hello' })
  })
  test('applied ones are listed for 24 hours by the clock of the server, 200 of them at most, the newest', () => {
    const done = queue(
      Array.from({ length: 203 }, () => revocation(ANA)),
      'applied',
    ).map(([id, entry]) => [id, { ...entry, settledAt: AT }] as const)
    expect(outdated(done, at(1)).sort()).toEqual(
      done
        .slice(0, 3)
        .map(([id]) => id)
        .sort(),
    )
    expect(outdated(done.slice(0, 5), at(23.9))).toEqual([])
    expect(outdated(done.slice(0, 5), at(24)).length).toBe(5)
    // A server clock that was ten years off when it answered must not keep them for ten years.
    expect(outdated(done.slice(0, 5), at(-24 * 3653)).length).toBe(5)
  })
})
