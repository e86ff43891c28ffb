import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { Language } from '../../shared/clinic/clinicSchemas'
import { decideAgree, nextConsent } from '../../shared/consent/consentRules'
import {
  CONSENT_DOCUMENTS,
  type ConsentStep,
  type ConsentText,
  type consentAgreeSchema,
} from '../../shared/consent/consentSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { lockAccount } from '../accounts/accountStore'
import { endPortalSession } from '../accounts/portalSessionStore'
import { appendAudit } from '../audit/auditStore'
import type { Announce } from '../invites/inviteDeps'
import type { Tables } from '../platform/database/tables'
import { inTransaction, nextRev, type Tx } from '../platform/database/transaction'
import { type KioskCaller, type PortalCaller, participantActor, type Visit } from '../portal/portalContext'
import { loadConsentsOf, loadCurrentTexts } from './consentStore'

export interface ConsentDeps {
  readonly db: Kysely<Tables>
  readonly announce: Announce
}

/** A participant in the portal, or one who has just registered on the clinic's machine. */
type Agreeing = Pick<PortalCaller, 'participantId' | 'language'> | KioskCaller

export type ConsentAgreement = z.infer<typeof consentAgreeSchema>

/** The next text to read, in the language asked for or else the account's (S0.12). `text: null`: nothing is open. */
export async function currentConsent(
  deps: Pick<ConsentDeps, 'db'>,
  caller: Agreeing,
  language: Language | null,
): Promise<ConsentStep> {
  const [texts, given] = await Promise.all([loadCurrentTexts(deps.db), loadConsentsOf(deps.db, caller.participantId)])
  return nextConsent(refuseMissing(texts), given, language ?? caller.language)
}

/**
 * Records agreement to exactly the text that is open now, with version, language, time and hash (I9), and returns the next step. Another version,
 * language or hash than the server's, or a text whose turn it is not: `CONSENT_CHANGED`. A repeat of the same press is answered as done. With the last
 * text a kiosk session ends in the same transaction (product item 11).
 */
export async function agree(
  deps: ConsentDeps,
  caller: Agreeing,
  agreement: ConsentAgreement,
  visit: Visit,
): Promise<ConsentStep> {
  return await inTransaction(deps.db, async (tx) => {
    const account = await lockAccount(tx, caller.participantId)
    if (!account || account.disabled_at !== null) throw new CodedError('NOT_SIGNED_IN')
    const texts = refuseMissing(await loadCurrentTexts(tx))
    const given = await loadConsentsOf(tx, caller.participantId)
    const decision = decideAgree(texts, given, agreement)
    if (!decision.ok && decision.reason === 'changed') throw new CodedError('CONSENT_CHANGED')
    if (!decision.ok) return await leadOn(tx, caller, nextConsent(texts, given, agreement.language))
    const open = nextConsent(texts, given, agreement.language).text
    if (open?.documentId !== agreement.documentId) throw new CodedError('CONSENT_CHANGED')
    // Before `record`, which takes the commit lock: after it nothing may wait for a row.
    const next = await leadOn(tx, caller, nextConsent(texts, [...given, agreement], agreement.language))
    await record(deps, tx, caller.participantId, decision.text, visit)
    return next
  })
}

async function leadOn(tx: Tx, caller: Agreeing, next: ConsentStep): Promise<ConsentStep> {
  if ('kiosk' in caller && next.text === null) await endPortalSession(tx, caller.sessionHash)
  return next
}

async function record(deps: ConsentDeps, tx: Tx, participantId: string, text: ConsentText, visit: Visit) {
  const { documentId, version, language, hash } = text
  // The account's `rev` moves, so that staff see "consent n of 3".
  const rev = await nextRev(tx)
  await tx.updateTable('account').set({ rev }).where('participant_id', '=', participantId).execute()
  await tx
    .insertInto('consent')
    .values({
      participant_id: participantId,
      document_id: documentId,
      version,
      language,
      text_hash: hash,
      agreed_at: visit.now,
      address: visit.address === '' ? null : visit.address,
    })
    .execute()
  const actor = participantActor(participantId, visit)
  const target = { kind: 'account', id: participantId } as const
  const detail = { document: documentId, version, language, hash }
  await appendAudit(tx, [{ actor, action: 'consent.given', target, outcome: 'ok', detail }], visit.now)
  await deps.announce(tx, rev)
}

/** A database without its texts is a defect of the installation, not a reason to let people pass (I9). */
function refuseMissing(texts: readonly ConsentText[]): readonly ConsentText[] {
  const missing = CONSENT_DOCUMENTS.filter((id) => !texts.some((text) => text.documentId === id))
  if (missing.length > 0) throw new Error(`consent texts are missing: ${missing.join(', ')}`)
  return texts
}

/** The gate before every `portal` procedure (S0.12, I9). */
export function requireConsent(caller: PortalCaller): void {
  if (!caller.consentDone) throw new CodedError('CONSENT_REQUIRED')
}
