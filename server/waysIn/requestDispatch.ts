import { randomUUID } from 'node:crypto'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import type { ClinicSettings } from '../../shared/clinic/clinicSchemas'
import { signInLink } from '../../shared/waysIn/waysInRules'
import type { AttemptReason } from '../../shared/waysIn/waysInSchemas'
import { languageOf, lockAccount } from '../accounts/accountStore'
import { appendAudit } from '../audit/auditStore'
import { inTransaction, type Tx } from '../platform/database/transaction'
import { newToken, tokenHash } from '../platform/secrets/opaqueToken'
import { type Visit, visitor } from '../portal/portalContext'
import { issueReset, SIGN_IN_REF } from '../resets/resetIssue'
import { recordAttempts } from './attemptStore'
import { accountsReachedBy, type ReachedAccount } from './contacts'
import { endSecrets } from './endSecrets'
import { RESET_MINUTES } from './requestService'
import { openContact, type RequestRow } from './requestStore'
import { drawCode, typedCodeHash } from './typedCodes'
import { type SentWay, sentWay } from './ways'
import type { WaysInDeps } from './waysInParts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const MOST_AN_HOUR = 5

interface Sending {
  readonly request: RequestRow
  readonly sent: SentWay
  readonly settings: ClinicSettings
  /** Codes of this request so far: two accounts of one number must not get the same. */
  readonly codes: Set<string>
  readonly now: Date
}

/**
 * Looks who the oldest waiting request is for and sends what there is to send, in one transaction; any number of processes may do so. False:
 * none waits. Apart from the answer on purpose: nothing that depends on an account can be seen in it or in its time (P4). Locks: request,
 * accounts in the order of their ids, secrets.
 */
export async function dispatchNext(deps: WaysInDeps, now: Date): Promise<boolean> {
  return await inTransaction(deps.db, async (tx) => {
    const request = await claim(tx)
    if (!request) return false
    await tx.updateTable('sign_in_request').set({ dispatched_at: now }).where('id', '=', request.id).execute()
    // Nobody could use it any more: the server was down for longer than a link lives.
    if (request.expires_at > now) await dispatch(deps, tx, request, now)
    return true
  })
}

async function claim(tx: Tx): Promise<RequestRow | undefined> {
  return await tx
    .selectFrom('sign_in_request')
    .selectAll()
    .where('dispatched_at', 'is', null)
    .orderBy('sent_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
}

async function dispatch(deps: WaysInDeps, tx: Tx, request: RequestRow, now: Date): Promise<void> {
  const { settings } = await deps.clinic.read(tx)
  const reached = await accountsReachedBy(tx, openContact(deps.secrets, request), settings.phoneCountry)
  const sending: Sending = { request, sent: sentWay(request), settings, codes: new Set(), now }
  const outcomes: { id: string | null; reason: AttemptReason }[] = []
  for (const account of [...reached].sort((a, b) => (a.participant_id < b.participant_id ? -1 : 1))) {
    outcomes.push({ id: account.participant_id, reason: await sendTo(deps, tx, account, sending) })
  }
  if (outcomes.length === 0) outcomes.push({ id: null, reason: 'unknown_contact' })
  const visit: Visit = { address: request.address ?? '', deviceWords: request.device_words, now }
  const { way } = sending.sent
  const shared = { at: now, way, contact: request.contact_hash, visit }
  await recordAttempts(
    tx,
    outcomes.map(({ id, reason }) => ({ ...shared, participantId: id, reason })),
  )
  await appendAudit(
    tx,
    outcomes.map(({ id, reason }) => entry(sending.sent, id, reason, visit)),
    now,
  )
}

/** What became of it for one account. Decided anew under its lock: it may have been disabled meanwhile. */
async function sendTo(deps: WaysInDeps, tx: Tx, reached: ReachedAccount, sending: Sending): Promise<AttemptReason> {
  const { sent, settings, now } = sending
  const account = await lockAccount(tx, reached.participant_id)
  if (!account || account.disabled_at !== null) return 'disabled'
  if (!settings.portalEnabled) return 'portal_off'
  // An account with several addresses could be sent five for each of them (L2).
  if ((await sentLately(tx, account.participant_id, sent.purpose, now)) >= MOST_AN_HOUR) return 'too_many_sends'
  if (sent.purpose === 'reset') await sendReset(deps, tx, reached, sending)
  else await sendSecret(deps, tx, reached, sending)
  return sent.sent
}

async function sentLately(tx: Tx, participantId: string, purpose: SentWay['purpose'], now: Date): Promise<number> {
  const { count } = await tx
    .selectFrom('one_time_secret')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('participant_id', '=', participantId)
    .where('purpose', '=', purpose)
    .where('sent_by', '=', 'participant')
    .where('created_at', '>', new Date(now.getTime() - HOUR_MS))
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function sendReset(deps: WaysInDeps, tx: Tx, account: ReachedAccount, { request, now }: Sending): Promise<void> {
  const language = languageOf(request.language)
  const issue = { account, to: account.to, language, minutes: RESET_MINUTES, now, requestId: request.id }
  await issueReset(deps, tx, { ...issue, sentBy: 'participant' })
}

/** L1: the newest ends the older ones of the same account and purpose. */
async function sendSecret(deps: WaysInDeps, tx: Tx, account: ReachedAccount, sending: Sending): Promise<void> {
  const { request, sent, codes, now } = sending
  const id = randomUUID()
  const token = sent.purpose === 'sms_code' ? drawCode(codes) : newToken()
  codes.add(token)
  await endSecrets(tx, { participantId: account.participant_id, purposes: [sent.purpose] }, now)
  const hash = sent.purpose === 'sms_code' ? typedCodeHash(deps.secrets, id, token) : tokenHash(token)
  const values = { id, hash, purpose: sent.purpose, participant_id: account.participant_id, request_id: request.id }
  const times = { created_at: now, expires_at: request.expires_at }
  await tx
    .insertInto('one_time_secret')
    .values({ ...values, ...times })
    .execute()
  const opens = { id, expiresAt: request.expires_at }
  const to = { to: account.to, language: languageOf(request.language), now, ref: { kind: SIGN_IN_REF, id }, opens }
  if (sent.purpose === 'sms_code') {
    await deps.notices.sms(tx, { name: 'sign_in_code', code: token, ...to })
    return
  }
  const { doc } = await deps.clinic.read(tx)
  const minutes = Math.round((request.expires_at.getTime() - request.sent_at.getTime()) / MINUTE_MS)
  const link = signInLink(doc.portalUrl, token)
  await deps.notices.mail(tx, { name: 'sign_in_link', link, places: { minutes }, ...to })
}

function entry(sent: SentWay, id: string | null, reason: AttemptReason, visit: Visit): AuditEntry {
  const target = { kind: 'account', id: id ?? 'unknown' } as const
  const base = { actor: visitor(visit), action: sent.action, target }
  return reason === sent.sent ? { ...base, outcome: 'ok' } : { ...base, outcome: 'refused', detail: { reason } }
}
