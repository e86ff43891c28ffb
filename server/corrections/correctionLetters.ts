import type { Language } from '../../shared/clinic/clinicSchemas'
import type { LetterKind } from '../../shared/corrections/correctionLimits'
import type { LetterMark } from '../../shared/corrections/correctionSchemas'
import {
  decisionLetter,
  LETTER_VERSION,
  letterHash,
  verifyLetter,
} from '../../shared/corrections/letters/decisionLetter'
import type { Letter } from '../../shared/corrections/letters/letterBlocks'
import { circumstances, type LetterRequest, letterFacts } from '../../shared/corrections/letters/letterFacts'
import { CodedError } from '../../shared/errors/errorCodes'
import { sha256hex } from '../audit/auditStore'
import type { PortalCaller } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'
import type { Scene } from './correctionScene'
import { correctionDoc, findCorrection } from './correctionStore'

/** Writes the letter and keeps what it takes to write the same one again: `request` is the request as it will be after this step. */
export function writeLetter(
  kind: LetterKind,
  { clinic, row, caller }: Scene,
  request: LetterRequest,
  language: Language,
): LetterMark {
  const facts = circumstances(clinic, { receivedAt: row.received_at.toISOString(), now: caller.now, language })
  const letter = decisionLetter(letterFacts(kind, request, facts), language, LETTER_VERSION)
  if (letter === null) throw new Error('the newest letter has no words')
  return { version: LETTER_VERSION, language, hash: letterHash(letter, sha256hex), facts }
}

/**
 * A letter of the participant's own request, as it was given out. `NOT_FOUND` for a request that is not theirs or has no such letter. One that does not
 * match its hash any more is never shown: that is a defect, and nobody can stand for its words.
 */
export async function readLetter(
  deps: Pick<WaysInDeps, 'db'>,
  caller: PortalCaller,
  { id, kind }: { readonly id: string; readonly kind: LetterKind },
): Promise<Letter> {
  const row = await findCorrection(deps.db, id)
  const mark = kind === 'decision' ? row?.letter : row?.extension_letter
  if (row?.participant_id !== caller.participantId || !mark) throw new CodedError('NOT_FOUND')
  const check = verifyLetter(kind, correctionDoc(row, []), mark, sha256hex)
  if (!check.ok) throw new Error(`a letter cannot be shown: ${check.problem}`)
  return check.letter
}
