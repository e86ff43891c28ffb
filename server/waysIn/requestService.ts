import { randomUUID } from 'node:crypto'
import type { Language } from '../../shared/clinic/clinicSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { maskEmail, maskPhone } from '../../shared/waysIn/waysInRules'
import type { RequestView } from '../../shared/waysIn/waysInSchemas'
import { inTransaction, notify, type Tx } from '../platform/database/transaction'
import { networkOf } from '../platform/http/addressRanges'
import { newToken, tokenHash } from '../platform/secrets/opaqueToken'
import type { Visit } from '../portal/portalContext'
import { contactHash, recordAttempt } from './attemptStore'
import { type ContactName, emailContact, phoneContact } from './contacts'
import {
  endSecretsOf,
  findRequest,
  isAlive,
  lockRequest,
  REQUEST_LIFE_MS,
  type RequestRow,
  requestView,
  SMS_CODE_MINUTES,
  sealContact,
} from './requestStore'
import { type SendAnswer, takeNumber, takeSend } from './sendBudget'
import { WAY_OF_CHANNEL } from './ways'
import type { WaysInDeps } from './waysInParts'

/** Wakes the process that looks who a request is for. */
export const REQUEST_CHANNEL = 'sign_in_request'
/** P5: of a reset that the participant asks for. */
export const RESET_MINUTES = 60

export interface Asked {
  readonly view: RequestView
  readonly requestToken: string
  readonly maxAgeSeconds: number
}

interface Asking {
  readonly purpose: RequestRow['purpose']
  readonly contact: ContactName
  readonly masked: string
  readonly minutes: number
  readonly language: Language
  readonly shared: boolean
}

/**
 * Asks for a link to sign in with. Nobody is looked up here: known, unknown, disabled and locked get the same rows, the same answer and the
 * same time (P4); `requestDispatch.ts` sends what there is to send. `WAY_OFF`, `RESEND_COOLDOWN`, `TOO_MANY_REQUESTS`.
 */
export async function requestLink(
  deps: WaysInDeps,
  input: { readonly email: string; readonly shared: boolean; readonly language: Language },
  visit: Visit,
): Promise<Asked> {
  const { settings } = await deps.clinic.read()
  const contact = emailContact(input.email)
  if (!settings.methods.emailLink) throw await wayOff(deps, contact, visit)
  const { language, shared } = input
  const masked = maskEmail(input.email)
  const minutes = settings.emailLinkMinutes
  return await ask(deps, { purpose: 'sign_in', contact, masked, minutes, language, shared }, visit)
}

/** Asks for a code by SMS; see `requestLink`. At most 20 different numbers an hour from one address (L2). */
export async function requestCode(
  deps: WaysInDeps,
  input: { readonly phone: string; readonly shared: boolean; readonly language: Language },
  visit: Visit,
): Promise<Asked> {
  const { settings } = await deps.clinic.read()
  const contact = phoneContact(input.phone, settings.phoneCountry)
  if (!settings.methods.smsCode) throw await wayOff(deps, contact, visit)
  const { language, shared } = input
  const masked = maskPhone(input.phone)
  return await ask(deps, { purpose: 'sign_in', contact, masked, minutes: SMS_CODE_MINUTES, language, shared }, visit)
}

/** The same for a forgotten password, with a budget of its own: whoever was sent a link may still ask for a reset. */
export async function askForReset(
  deps: WaysInDeps,
  { email, language }: { readonly email: string; readonly language: Language },
  visit: Visit,
): Promise<void> {
  const contact = emailContact(email)
  const masked = maskEmail(email)
  await ask(deps, { purpose: 'reset', contact, masked, minutes: RESET_MINUTES, language, shared: false }, visit)
}

/** S3.9, S3.10: sends again and ends what was sent before. `CHALLENGE_OVER` when the page is over; else as `requestLink`. */
export async function resend(deps: WaysInDeps, requestToken: string | null, visit: Visit): Promise<RequestView> {
  const found = await findRequest(deps.db, requestToken, visit.now)
  if (found === null) throw new CodedError('CHALLENGE_OVER')
  const { settings } = await deps.clinic.read()
  const isOn = found.channel === 'email' ? settings.methods.emailLink : settings.methods.smsCode
  if (!isOn) throw new CodedError('WAY_OFF')
  const minutes = found.channel === 'email' ? settings.emailLinkMinutes : SMS_CODE_MINUTES
  return await orThrow(inTransaction(deps.db, (tx) => sendAgain(tx, found.id, minutes, visit)))
}

/** What the verification page shows; null when nothing was asked for in this browser. */
export async function currentRequest(
  deps: WaysInDeps,
  requestToken: string | null,
  { now }: Visit,
): Promise<RequestView | null> {
  const row = await findRequest(deps.db, requestToken, now)
  return row === null ? null : requestView(row, now)
}

async function ask(deps: WaysInDeps, asking: Asking, visit: Visit): Promise<Asked> {
  const requestToken = newToken()
  const view = await orThrow(inTransaction(deps.db, (tx) => insertRequest(deps, tx, asking, requestToken, visit)))
  return { view, requestToken, maxAgeSeconds: REQUEST_LIFE_MS / 1000 }
}

/** A refusal is returned out of the transaction and thrown after the commit: its attempt stays. */
async function orThrow<T>(outcome: Promise<T | CodedError>): Promise<T> {
  const result = await outcome
  if (result instanceof CodedError) throw result
  return result
}

async function insertRequest(
  deps: WaysInDeps,
  tx: Tx,
  asking: Asking,
  requestToken: string,
  visit: Visit,
): Promise<RequestView | CodedError> {
  const { purpose, contact, masked, minutes, language, shared } = asking
  const channel = contact.kind === 'email' ? 'email' : 'sms'
  const contact_hash = contactHash(deps.secrets, contact)
  const refused = await takeBudget(tx, { purpose, channel, contact_hash }, visit)
  if (refused !== null) return refused
  const id = randomUUID()
  const row = await tx
    .insertInto('sign_in_request')
    .values({
      id,
      hash: tokenHash(requestToken),
      purpose,
      channel,
      contact_hash,
      contact_sealed: sealContact(deps.secrets, id, contact),
      masked,
      language,
      shared,
      created_at: visit.now,
      sent_at: visit.now,
      expires_at: endOf(visit.now, minutes),
      address: visit.address || null,
      device_words: visit.deviceWords ?? '',
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await notify(tx, REQUEST_CHANNEL, '')
  return requestView(row, visit.now)
}

async function sendAgain(tx: Tx, id: string, minutes: number, visit: Visit): Promise<RequestView | CodedError> {
  const row = await lockRequest(tx, id)
  if (!row || !isAlive(row, visit.now)) return new CodedError('CHALLENGE_OVER')
  const refused = await takeBudget(tx, row, visit)
  if (refused !== null) return refused
  await endSecretsOf(tx, id, visit.now)
  const changed = { sent_at: visit.now, expires_at: endOf(visit.now, minutes), dispatched_at: null }
  await tx.updateTable('sign_in_request').set(changed).where('id', '=', id).execute()
  await notify(tx, REQUEST_CHANNEL, '')
  return requestView({ ...row, ...changed }, visit.now)
}

/** Null: it may be sent, and was counted. */
async function takeBudget(
  tx: Tx,
  { purpose, channel, contact_hash }: Pick<RequestRow, 'purpose' | 'channel' | 'contact_hash'>,
  visit: Visit,
): Promise<CodedError | null> {
  const numbers = `numbers/${networkOf(visit.address)}`
  const sends = `${purpose}/${contact_hash.toString('base64url')}`
  const byAddress: SendAnswer =
    channel === 'sms' ? await takeNumber(tx, numbers, contact_hash, visit.now) : { allowed: true }
  const answer = byAddress.allowed ? await takeSend(tx, sends, contact_hash, visit.now) : byAddress
  if (answer.allowed) return null
  const way = purpose === 'reset' ? 'reset' : WAY_OF_CHANNEL[channel]
  const attempt = { at: visit.now, way, reason: 'too_many_sends', participantId: null, contact: contact_hash } as const
  await recordAttempt(tx, { ...attempt, visit })
  return new CodedError(
    answer.why === 'too_soon' ? 'RESEND_COOLDOWN' : 'TOO_MANY_REQUESTS',
    {},
    answer.retryAfterSeconds,
  )
}

/** The same for everybody, so it tells nothing about an account. */
async function wayOff(deps: WaysInDeps, contact: ContactName, visit: Visit): Promise<CodedError> {
  const way = contact.kind === 'email' ? 'email_link' : 'sms_code'
  const hash = contactHash(deps.secrets, contact)
  await recordAttempt(deps.db, { at: visit.now, way, reason: 'way_off', participantId: null, contact: hash, visit })
  return new CodedError('WAY_OFF')
}

function endOf(now: Date, minutes: number): Date {
  return new Date(now.getTime() + minutes * 60_000)
}
