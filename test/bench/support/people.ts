import { randomBytes } from 'node:crypto'
import { makeDemoClinic } from '../../../server/demo/demoClinic'
import type { Participant } from '../../../shared/participants/participantSchemas'
import type { PullAnswer } from '../../../shared/sync/syncSchemas'

const SEED = 20_261_121

/** The demo clinic's participants as replicas hold them; the same for every run. */
export function people(count: number): Participant[] {
  const now = new Date('2026-11-21T12:00:00Z')
  const clinic = makeDemoClinic({ seed: SEED, participants: count, now, randomBytes })
  return clinic.participants.map(({ id, fields, createdAt }, index) => ({
    id,
    rev: index + 1,
    ...fields,
    updatedAt: createdAt.toISOString(),
    updatedBy: 'Import',
  }))
}

/** Pull answers that bring these people, as a first sync would. */
export function answersOf(participants: readonly Participant[], pageSize: number): PullAnswer[] {
  const epoch = '00000000-0000-4000-8000-000000000001'
  const head = { epoch, count: 0, hash: '0'.repeat(64), at: '2026-11-21T12:00:00.000Z', signature: '' }
  const pages = Math.ceil(participants.length / pageSize)
  return Array.from({ length: pages }, (_, page) => {
    const rows = participants.slice(page * pageSize, (page + 1) * pageSize)
    const remaining = participants.length - page * pageSize - rows.length
    return {
      rows: { participants: rows },
      gone: [],
      checkpoint: { epoch, rev: rows.at(-1)?.rev ?? 0 },
      reset: page === 0,
      remaining,
      head,
      witnessHash: null,
      serverTime: '2026-11-21T12:00:00.000Z',
    }
  })
}
