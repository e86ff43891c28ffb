import { randomUUID } from 'node:crypto'
import { openDirectory } from '../../renderer/console/participants/participantDirectory'
import type { Replica } from '../../renderer/console/replica/replica'
import type { SeededRandom } from '../../server/demo/seededRandom'
import { valueAt } from '../../shared/participants/participantRules'
import type { Participant } from '../../shared/participants/participantSchemas'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { edit, fieldsOf, inviteFor, revocation } from '../sync/support/clinic'

/** Fields that only chaos writes, so that every value in them has a known author. */
export const PATHS = ['address', 'pronouns', 'preferredName', 'familyName'] as const

export interface Desk {
  readonly replica: Replica
  readonly random: SeededRandom
  readonly who: string
}

/** One action of a person, on what their screen shows; null when there is nothing to act on. */
export function someDeed(desk: Desk): OutboxItem | null {
  const { replica, random } = desk
  const directory = openDirectory(replica)
  const shown = [...directory.search('')]
  const view = shown.length > 0 ? directory.get(shown[random.below(shown.length)] ?? '') : undefined
  directory.stop()
  const choice = random.below(100)
  if (choice < 6) return birth(desk)
  if (view === undefined) return null
  const { participant } = view
  if (choice < 50) return someEdit(desk, participant)
  if (choice < 60) return inviteFor(participant.id)
  if (choice < 68) return someRevocation(desk)
  if (choice < 74) return { kind: 'participant.view', writeId: randomUUID(), participantId: participant.id }
  if (choice < 88) return someDecision(desk)
  return someResolution(desk)
}

function birth({ replica, random }: Desk): OutboxItem | null {
  const programs = [...replica.stores.programs.all()].map(([id]) => id).sort()
  const programId = programs[random.below(programs.length)]
  if (programId === undefined) return null
  const participantId = randomUUID()
  return {
    kind: 'participant.create',
    writeId: randomUUID(),
    participantId,
    fields: fieldsOf(participantId, programId),
  }
}

function someEdit({ random, who }: Desk, participant: Participant): OutboxItem {
  // Never the same word twice: a value that turns up can be traced to its author.
  const word = `${who} ${randomUUID().slice(0, 8)}${random.chance(20) ? ' ' : ''}`
  const some = PATHS.filter(() => random.chance(40))
  const chosen = some.length > 0 ? some : [PATHS[0]]
  return edit(
    participant.id,
    Object.fromEntries(chosen.map((path) => [path, [valueAt(participant, path), `${word} ${path}`]])),
  )
}

function someRevocation({ replica, random }: Desk): OutboxItem | null {
  const invites = [...replica.stores.invites.all()].map(([id]) => id).sort()
  const invite = invites[random.below(invites.length)]
  return invite === undefined ? null : revocation(invite)
}

/** Also one that somebody has decided already, as long as this console has not heard of it. */
function someDecision({ replica, random }: Desk): OutboxItem | null {
  const open = [...replica.stores.corrections.all()]
    .map(([, body]) => body)
    .filter(({ state }) => ['submitted', 'acknowledged', 'in_review'].includes(state))
    .sort((a, b) => a.id.localeCompare(b.id))
  const request = open[random.below(open.length)]
  if (request === undefined) return null
  const ids = { writeId: randomUUID(), participantId: request.participantId, correctionId: request.id }
  if (random.chance(30)) return { kind: 'correction.acknowledge', ...ids }
  const accepted = request.changes.map(({ path }) => path).filter(() => random.chance(50))
  const isWhole = accepted.length === request.changes.length
  return {
    kind: 'correction.decide',
    ...ids,
    accepted,
    ground: isWhole ? null : 'accurate_complete',
    answer: `Looked at ${ids.writeId.slice(0, 8)}`,
  }
}

/** One, the other, or a third value; also of a conflict that somebody has decided meanwhile. */
function someResolution({ replica, random, who }: Desk): OutboxItem | null {
  const open = [...replica.stores.conflicts.all()]
    .map(([, body]) => body)
    .filter(({ resolvedAt, path }) => resolvedAt === null && PATHS.some((known) => known === path))
    .sort((a, b) => a.id.localeCompare(b.id))
  const conflict = open[random.below(open.length)]
  const participant = replica.stores.participants.get(conflict?.participantId ?? '')
  if (conflict === undefined || participant === undefined) return null
  const ids = { writeId: randomUUID(), participantId: participant.id, conflictId: conflict.id }
  const base = valueAt(participant, conflict.path)
  const choice = random.pick(['kept', 'lost', 'other'] as const)
  const values = { kept: base, lost: conflict.lostValue, other: `${who} ${ids.writeId.slice(0, 8)} third` }
  return { kind: 'conflict.resolve', ...ids, choice, base, value: values[choice] }
}
