import type { AuditDetail, AuditEntry } from '../../shared/audit/auditSchemas'
import type { ClinicSettings } from '../../shared/clinic/clinicSchemas'
import { consentsGiven, consentsTotal } from '../../shared/consent/consentRules'
import { CodedError } from '../../shared/errors/errorCodes'
import type { ParticipantFields } from '../../shared/participants/participantSchemas'
import { type AccountFacts, diagnosisOf } from '../../shared/waysIn/diagnosisRules'
import type { ContactCheck, Diagnosis } from '../../shared/waysIn/waysInSchemas'
import { portalCodesInARow, portalCodesPerHour } from '../accountSecurity/factorCheck'
import { contactAttemptKeys, isAnyLocked, ownContacts } from '../accounts/accountContacts'
import type { AccountRow } from '../accounts/accountStore'

import { appendAudit } from '../audit/auditStore'
import { loadConsentsOf, loadCurrentTexts } from '../consent/consentStore'
import { inTransaction, takeCommitLock } from '../platform/database/transaction'
import { isLocked } from '../platform/rate/attempts'
import { inScope } from '../sync/scopeStore'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import { attemptsWithContact, contactHash } from './attemptStore'
import { type ContactName, emailContact, heldInRecord, phoneContact } from './contacts'
import { attemptsOf, hasLooked } from './diagnosisStore'
import type { WaysInDeps } from './waysInParts'

const MOST_ATTEMPTS = 20
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The participant as it concerns their ways in. */
interface Subject {
  readonly id: string
  readonly fields: ParticipantFields
  readonly account: AccountRow | null
  readonly settings: ClinicSettings
}

/**
 * Why this participant cannot sign in, and what this colleague can do about it (product.md item 9). `NOT_FOUND` for somebody unknown and for
 * somebody out of scope. Looking is audited, once in an hour for each colleague and participant.
 */
export async function diagnose(deps: WaysInDeps, caller: WriteCaller, participantId: string): Promise<Diagnosis> {
  const { subject, contacts, account } = await loadSignIn(deps, caller, participantId)
  const attempts = await attemptsOf(deps.db, deps.secrets, participantId, contacts, MOST_ATTEMPTS)
  const { portalEnabled, methods, emailLinkMinutes } = subject.settings
  const facts = { portalEnabled, methods, emailLinkMinutes, account, attempts, now: caller.now }
  await noteLook(deps, caller, participantId)
  return { attempts, ...diagnosisOf(facts, caller.role), checkedAt: caller.now.toISOString() }
}

/** The participant, their contacts, and what is true of their account (null: none). `NOT_FOUND` for somebody unknown and somebody out of scope; records nothing. */
export async function loadSignIn(deps: WaysInDeps, caller: WriteCaller, participantId: string) {
  const subject = await loadSubject(deps, caller, participantId)
  const contacts = ownContacts(subject, subject.settings.phoneCountry)
  const account = subject.account && (await loadAccountFacts(deps, subject, subject.account, contacts, caller.now))
  return { subject, contacts, account }
}

/** "They say they typed robin@example.org": whether that opens this account (S3.22). Audited each time; what was typed is kept nowhere. */
export async function checkContact(
  deps: WaysInDeps,
  caller: WriteCaller,
  { participantId, contact }: { readonly participantId: string; readonly contact: string },
): Promise<ContactCheck> {
  const subject = await loadSubject(deps, caller, participantId)
  const name = contactName(contact, subject.settings.phoneCountry)
  const verdict = name === null ? 'not_a_contact' : contactVerdict(subject, name)
  const since = new Date(caller.now.getTime() - DAY_MS)
  const tries = name === null ? [] : await attemptsWithContact(deps.db, contactHash(deps.secrets, name), since)
  const entry = looked(caller, participantId, { check: 'contact', verdict })
  await inTransaction(deps.db, (tx) => appendAudit(tx, [entry], caller.now))
  return { verdict, tries: tries.length, lastTryAt: tries[0]?.at.toISOString() ?? null }
}

async function loadSubject(deps: WaysInDeps, caller: WriteCaller, participantId: string): Promise<Subject> {
  const { db, clinic } = deps
  const row = (await inScope(db, caller, participantId))
    ? await db.selectFrom('participant').select('fields').where('id', '=', participantId).executeTakeFirst()
    : undefined
  if (!row) throw new CodedError('NOT_FOUND')
  const account = await db
    .selectFrom('account')
    .selectAll()
    .where('participant_id', '=', participantId)
    .executeTakeFirst()
  const { settings } = await clinic.read()
  return { id: participantId, fields: row.fields, account: account ?? null, settings }
}

async function loadAccountFacts(
  deps: WaysInDeps,
  subject: Subject,
  account: AccountRow,
  contacts: readonly ContactName[],
  now: Date,
): Promise<AccountFacts> {
  const { db, secrets } = deps
  const { id, fields } = subject
  const [texts, consents] = await Promise.all([loadCurrentTexts(db), loadConsentsOf(db, id)])
  const { reset_sent_at: sentAt, reset_expires_at: expiresAt, reset_failed_at: failedAt } = account
  return {
    isDisabled: account.disabled_at !== null,
    isLocked:
      isAfter(account.locked_until, now) || (await isAnyLocked(db, contactAttemptKeys(secrets, contacts, now), now)),
    codes: await codesState(deps, id, now),
    isRegistering: consentsGiven(texts, consents) < consentsTotal(texts),
    hasEmail: Object.keys(fields.emails).length > 0 || account.email_verified_at !== null,
    hasPhone: Object.keys(fields.phones).length > 0 || account.phone_verified_at !== null,
    reset: sentAt && expiresAt ? { sentAt, expiresAt, failedAt } : null,
  }
}

async function codesState({ db }: WaysInDeps, id: string, now: Date): Promise<AccountFacts['codes']> {
  if (await isLocked(db, portalCodesInARow(id, now).key, now)) return 'closed'
  return (await isLocked(db, portalCodesPerHour(id, now).key, now)) ? 'paused' : 'open'
}

function isAfter(time: Date | null, now: Date): boolean {
  return time !== null && time > now
}

/** Checked again under the commit lock: two consoles of one colleague at once leave one row. */
async function noteLook(deps: WaysInDeps, caller: WriteCaller, participantId: string): Promise<void> {
  const since = new Date(caller.now.getTime() - HOUR_MS)
  if (await hasLooked(deps.db, caller.staffId, participantId, since)) return
  await inTransaction(deps.db, async (tx) => {
    await takeCommitLock(tx)
    if (await hasLooked(tx, caller.staffId, participantId, since)) return
    await appendAudit(tx, [looked(caller, participantId, { check: 'attempts' })], caller.now)
  })
}

function looked(caller: WriteCaller, participantId: string, detail: AuditDetail): AuditEntry {
  const target = { kind: 'participant', id: participantId } as const
  return { actor: staffActor(caller), action: 'sign_in.diagnosed', target, outcome: 'ok', detail }
}

/** Null: neither an email nor a number that could be called. */
function contactName(typed: string, country: string): ContactName | null {
  const text = typed.trim()
  if (text.includes('@')) return /^[^\s@]+@[^\s@]+$/.test(text) ? emailContact(text) : null
  const phone = phoneContact(text, country)
  return phone.norm.startsWith('+') ? phone : null
}

function contactVerdict({ fields, account, settings }: Subject, name: ContactName): ContactCheck['verdict'] {
  const country = settings.phoneCountry
  if (heldInRecord(fields, name, country) !== null) return 'on_file'
  const isEmail = name.kind === 'email'
  const own = isEmail ? account?.email_norm : account?.phone_norm
  if (own !== name.norm) return 'not_on_file'
  const proved = isEmail ? account?.email_verified_at : account?.phone_verified_at
  return proved ? 'verified_by_participant' : 'not_verified'
}
