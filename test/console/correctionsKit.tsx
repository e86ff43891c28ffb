import { hash } from 'node:crypto'
import { CorrectionPage } from '../../renderer/console/corrections/CorrectionPage'
import { CorrectionsPage } from '../../renderer/console/corrections/CorrectionsPage'
import { addDays, dayIn } from '../../shared/corrections/correctionDates'
import type { CorrectionDoc, LetterMark } from '../../shared/corrections/correctionSchemas'
import { decisionLetter, LETTER_VERSION, letterHash } from '../../shared/corrections/letters/decisionLetter'
import { circumstances, letterFacts } from '../../shared/corrections/letters/letterFacts'
import { accountOf, CLINIC, type ClinicOptions, openTestClinic, showPage, type TestClinic } from './participantsKit'

export const TODAY = dayIn(new Date(), CLINIC.timeZone)
export const inDays = (days: number) => addDays(TODAY, days)

const NOTHING = {
  ...{ acknowledgedAt: null, acknowledgedByName: null, reviewedAt: null, reviewedByName: null },
  ...{ extendedAt: null, extendedByName: null, extensionReason: null, extensionLetter: null },
  ...{ decidedAt: null, decidedByName: null, ground: null, answer: null, letter: null },
  ...{ withdrawnAt: null, disagreement: null, disagreedAt: null, rebuttal: null, rebuttedAt: null },
  ...{ rebuttedByName: null, closedAt: null, closedByName: null },
} as const

/** A request as replicas hold it, by default new and with 30 days left. */
export function requestOf(participantId: string, more: Partial<CorrectionDoc> = {}): CorrectionDoc {
  return {
    ...NOTHING,
    id: crypto.randomUUID(),
    rev: 100,
    participantId,
    authorName: 'Robin M',
    state: 'submitted',
    changes: [{ path: 'pronouns', old: 'she/her', proposed: 'they/them', verdict: null }],
    about: null,
    files: [],
    persons: [],
    profile: 'days_60_30',
    language: 'en',
    description: '',
    receivedAt: '2026-03-02T15:00:00.000Z',
    dueOn: inDays(30),
    ...more,
  }
}

/** Decided by a colleague, with the letter that the server would have written. */
export function decided(
  request: CorrectionDoc,
  how: Pick<CorrectionDoc, 'state'> & Partial<CorrectionDoc>,
): CorrectionDoc {
  const made = { ...request, rev: 900, decidedAt: new Date().toISOString(), decidedByName: 'Lee Park', ...how }
  return { ...made, letter: letterMark(made) }
}

function letterMark(made: CorrectionDoc): LetterMark {
  const { language, receivedAt } = made
  const facts = circumstances(CLINIC, { receivedAt, now: new Date(), language })
  const letter = decisionLetter(letterFacts('decision', made, facts), language, LETTER_VERSION)
  if (!letter) throw new Error('no letter')
  return { version: LETTER_VERSION, language, facts, hash: letterHash(letter, (text) => hash('sha256', text, 'hex')) }
}

/** Opening the file is noted too. */
export const wishes = (clinic: TestClinic) => clinic.outbox().filter(({ item }) => item.kind.startsWith('correction.'))

/** The page of one request, of a person whose record says "she/her". */
export async function showRequest(
  make: (participantId: string) => CorrectionDoc,
  options: ClinicOptions & { readonly record?: object } = {},
) {
  const clinic = await openTestClinic({ participants: 4, ...options })
  const person = clinic.people[3]
  if (!person) throw new Error('nobody is there')
  await clinic.server.changeElsewhere(person, { pronouns: 'she/her', ...options.record })
  const request = make(person.id)
  await clinic.server.pull({ accounts: [accountOf(person.id)], corrections: [request] })
  const page = await showPage(clinic, <CorrectionPage correctionId={request.id} />, `/corrections/${request.id}`)
  const part = (name: string) => page.box.querySelector(`[aria-label="${name}"]`)
  return { clinic, person, request, page, part, text: () => page.box.textContent ?? '' }
}

/** The inbox over requests of the first people of the clinic. */
export async function showInbox(
  make: (people: TestClinic['people']) => readonly CorrectionDoc[],
  options: ClinicOptions = {},
) {
  const clinic = await openTestClinic({ participants: 12, ...options })
  await clinic.server.pull({ corrections: make(clinic.people) })
  const page = await showPage(clinic, <CorrectionsPage />, '/corrections')
  return { clinic, page }
}
