import { LANGUAGES, type Language } from '../../shared/clinic/clinicSchemas'
import type { ConsentStep } from '../../shared/consent/consentSchemas'
import { obstacleOf } from '../../shared/preview/previewRules'
import type { Preview, PreviewInside, PreviewPages } from '../../shared/preview/previewSchemas'
import { loadAccessPage } from '../accessLog/accessLogService'
import { languageOf } from '../accounts/accountStore'
import { personMe } from '../accounts/portalMe'
import { portalPerson } from '../accounts/portalSession'
import { appendAudit } from '../audit/auditStore'
import { clinicIn } from '../clinic/clinicService'
import { ownReceipts } from '../consent/consentReceipts'
import { currentConsent } from '../consent/consentService'
import { listCorrections } from '../corrections/correctionService'
import { listMessages } from '../messages/messageService'
import { inTransaction } from '../platform/database/transaction'
import type { PortalPerson } from '../portal/portalContext'
import { loadRecord } from '../record/recordService'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import { loadSignIn } from '../waysIn/diagnosisService'
import type { WaysInDeps } from '../waysIn/waysInParts'

type ReadDeps = Pick<WaysInDeps, 'db' | 'clinic'>

/**
 * What this participant's portal answers now, by the very functions that the portal asks, and nothing of it happens to the participant: no session, no
 * read mark, no row in their name (product.md item 10). One audit row an opening, in the same transaction. `NOT_FOUND` for somebody unknown and somebody out of scope.
 */
export async function openPreview(deps: WaysInDeps, caller: WriteCaller, participantId: string): Promise<Preview> {
  return await inTransaction(deps.db, async (tx) => {
    // Read committed, as the audit log needs it: like the portal itself, whose pages are asked for one after another.
    const preview = await look({ ...deps, db: tx, clinic: clinicIn(deps.clinic, tx) }, caller, participantId)
    const target = { kind: 'participant', id: participantId } as const
    await appendAudit(
      tx,
      [{ actor: staffActor(caller), action: 'portal.previewed', target, outcome: 'ok' }],
      caller.now,
    )
    return preview
  })
}

async function look(deps: WaysInDeps, caller: WriteCaller, participantId: string): Promise<Preview> {
  const { subject, account } = await loadSignIn(deps, caller, participantId)
  const person = await portalPerson(deps.db, participantId)
  const { portalEnabled } = subject.settings
  const standing = account && person ? { ...person, isDisabled: account.isDisabled } : null
  const obstacle = obstacleOf({ portalEnabled, account: standing })
  const answersNothing = obstacle === 'portal_off' || obstacle === 'no_account' || obstacle === 'revoked'
  return {
    at: caller.now.toISOString(),
    obstacle,
    signInPaused: account !== null && (account.isLocked || account.codes !== 'open'),
    clinic: await deps.clinic.publicClinic(),
    language: person?.language ?? languageOf(subject.fields.language),
    pages: person && !answersNothing ? await pagesOf(deps, person, caller.now) : null,
  }
}

/** One question after the other: they share the connection of the transaction. */
async function pagesOf(deps: ReadDeps, person: PortalPerson, now: Date): Promise<PreviewPages> {
  const receipts = await ownReceipts(deps, person)
  return {
    me: await personMe(deps, person),
    receipts: receipts.map((receipt) => ({ ...receipt, address: null })),
    consent: person.consentDone ? null : await consentSteps(deps, person),
    inside: person.consentDone && person.mfaDone ? await insideOf(deps, person, now) : null,
  }
}

async function insideOf(deps: ReadDeps, person: PortalPerson, now: Date): Promise<PreviewInside> {
  const { settings } = await deps.clinic.read()
  return {
    record: await loadRecord(deps, person.participantId),
    messages: settings.functions.messages.on ? await listMessages(deps, person) : null,
    corrections: await listCorrections(deps, person, { now }),
    accessLog: await loadAccessPage(deps.db, person.participantId, null),
  }
}

async function consentSteps(deps: ReadDeps, person: PortalPerson): Promise<Record<Language, ConsentStep>> {
  const steps: Partial<Record<Language, ConsentStep>> = {}
  for (const language of LANGUAGES) steps[language] = await currentConsent(deps, person, language)
  return steps as Record<Language, ConsentStep>
}
