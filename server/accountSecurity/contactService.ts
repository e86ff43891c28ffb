import type { ContactKind } from '../../shared/accountSecurity/securitySchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { type AccountRow, MOST_ACCOUNTS_OF_EMAIL } from '../accounts/accountStore'
import { inTransaction, type Reading, type Tx, takeCommitLock } from '../platform/database/transaction'
import { normalisePhone } from '../platform/phone'
import type { PortalCaller, Visit } from '../portal/portalContext'
import { type ContactName, emailContact } from '../waysIn/contacts'
import type { WaysInDeps } from '../waysIn/waysInParts'
import {
  consumeContactCode,
  endContactCodes,
  endSecretsTo,
  findPending,
  RESEND_SECONDS,
  sendContactCode,
} from './contactCodes'
import { lockOwnAccount, recordOwn, requireFresh, tellOwner, writeOwnAccount } from './securityParts'

/** Seconds until the code may be sent again. */
export interface CodeSent {
  readonly resendInSeconds: number
}
const SENT: CodeSent = { resendInSeconds: RESEND_SECONDS }

/** Sends a code to the address the account has, so that it may open the account (decision 0003). It changes nothing yet. */
export async function verifyOwnEmail(deps: WaysInDeps, caller: PortalCaller, { now }: Visit): Promise<CodeSent> {
  await inTransaction(deps.db, async (tx) => {
    const account = await lockOwnAccount(tx, caller)
    await sendContactCode(deps, tx, account, emailContact(account.email), account.email, now)
  })
  return SENT
}

/**
 * Sends a code to a new address; the old one stays until the code was typed. Whether other accounts have it is neither told nor changed (I8):
 * `ACCEPT_REFUSED`, as at registration, only when three have. W5: `REAUTH_REQUIRED`.
 */
export async function changeEmail(
  deps: WaysInDeps,
  caller: PortalCaller,
  email: string,
  visit: Visit,
): Promise<CodeSent> {
  requireFresh(caller, visit)
  const name = emailContact(email)
  await inTransaction(deps.db, async (tx) => {
    const account = await lockOwnAccount(tx, caller)
    await refuseCrowded(tx, account, name)
    await sendContactCode(deps, tx, account, name, email, visit.now)
  })
  return SENT
}

/** Sends a code to a number. `INVALID_INPUT` for what cannot be one, `WAY_OFF` where nobody signs in by SMS. W5: `REAUTH_REQUIRED`. */
export async function changePhone(
  deps: WaysInDeps,
  caller: PortalCaller,
  phone: string,
  visit: Visit,
): Promise<CodeSent> {
  requireFresh(caller, visit)
  const { settings } = await deps.clinic.read()
  if (!settings.methods.smsCode) throw new CodedError('WAY_OFF')
  const number = normalisePhone(phone, settings.phoneCountry)
  if (number === null)
    throw new CodedError('INVALID_INPUT', { fields: [{ path: 'phone', message: 'is not a phone number' }] })
  await inTransaction(deps.db, async (tx) => {
    const account = await lockOwnAccount(tx, caller)
    await sendContactCode(deps, tx, account, { kind: 'phone', norm: number }, number, visit.now)
  })
  return SENT
}

/** The number signs nobody in any more; a code on its way to it or for another number ends. */
export async function removePhone(deps: WaysInDeps, caller: PortalCaller, visit: Visit): Promise<void> {
  requireFresh(caller, visit)
  const { participantId } = caller
  await inTransaction(deps.db, async (tx) => {
    const account = await lockOwnAccount(tx, caller)
    await endContactCodes(tx, participantId, 'phone', visit.now)
    if (account.phone_norm === null) return
    await endSecretsTo(tx, participantId, 'phone', visit.now)
    await tellOwner(deps, tx, account, visit, { name: 'phone_changed' })
    await writeOwnAccount(deps, tx, participantId, { phone: null, phone_norm: null, phone_verified_at: null })
    await recordOwn(tx, participantId, visit, 'account.contact_changed', { kind: 'phone', removed: true })
  })
}

/** The typed code proves the contact that waits and puts it in place. `CODE_WRONG` counts, also when nothing waits. */
export async function confirmContact(
  deps: WaysInDeps,
  caller: PortalCaller,
  input: { readonly kind: ContactKind; readonly code: string },
  visit: Visit,
): Promise<void> {
  const refused = await inTransaction(deps.db, (tx) => confirmIn(deps, tx, caller, input, visit))
  // Thrown after the commit: the counted try stays.
  if (refused) throw refused
}

async function confirmIn(
  deps: WaysInDeps,
  tx: Tx,
  caller: PortalCaller,
  { kind, code }: { readonly kind: ContactKind; readonly code: string },
  visit: Visit,
): Promise<CodedError | undefined> {
  const account = await lockOwnAccount(tx, caller)
  const pending = await findPending(deps, tx, caller.participantId, kind, visit.now)
  if (!pending) return new CodedError('CODE_WRONG', { triesLeft: 0 })
  const { contact } = pending
  const name: ContactName = kind === 'email' ? emailContact(contact) : { kind, norm: contact }
  // A code may be typed long after it was asked for; the change itself needs a fresh sign-in too (W5), and the try is not counted without one.
  if (kind === 'phone' || name.norm !== account.email_norm) requireFresh(caller, visit)
  const used = await consumeContactCode(deps, tx, pending, name, code, visit.now)
  if (!used.ok) return new CodedError('CODE_WRONG', { triesLeft: used.triesLeft })
  await (kind === 'email' ? setEmail : setPhone)(deps, tx, account, name.norm, contact, visit)
}

/** W5: the old and the new address both hear of it, and links that went to the old one end. */
async function setEmail(
  deps: WaysInDeps,
  tx: Tx,
  account: AccountRow,
  norm: string,
  email: string,
  visit: Visit,
): Promise<void> {
  const id = account.participant_id
  const values = { email, email_norm: norm, email_verified_at: visit.now }
  if (norm === account.email_norm) {
    await writeOwnAccount(deps, tx, id, values)
    return await recordOwn(tx, id, visit, 'account.contact_verified', { kind: 'email' })
  }
  await endSecretsTo(tx, id, 'email', visit.now)
  await tellOwner(deps, tx, account, visit, { name: 'email_changed', also: [account.email, email] })
  // Counted under the commit lock, as registration does: two accounts cannot both become the third of an address.
  await takeCommitLock(tx)
  await refuseCrowded(tx, account, { kind: 'email', norm })
  await writeOwnAccount(deps, tx, id, values)
  await recordOwn(tx, id, visit, 'account.contact_changed', { kind: 'email' })
}

/** By mail to the account's address: a number that is gone can tell nobody (W5). */
async function setPhone(
  deps: WaysInDeps,
  tx: Tx,
  account: AccountRow,
  norm: string,
  phone: string,
  visit: Visit,
): Promise<void> {
  const id = account.participant_id
  const values = { phone, phone_norm: norm, phone_verified_at: visit.now }
  const isNew = norm !== account.phone_norm
  if (isNew) {
    await endSecretsTo(tx, id, 'phone', visit.now)
    await tellOwner(deps, tx, account, visit, { name: 'phone_changed', also: [account.email] })
  }
  await writeOwnAccount(deps, tx, id, values)
  await recordOwn(tx, id, visit, isNew ? 'account.contact_changed' : 'account.contact_verified', { kind: 'phone' })
}

async function refuseCrowded(db: Reading, account: AccountRow, { norm }: ContactName): Promise<void> {
  const others = await db
    .selectFrom('account')
    .select('participant_id')
    .where('email_norm', '=', norm)
    .where('participant_id', '!=', account.participant_id)
    .limit(MOST_ACCOUNTS_OF_EMAIL)
    .execute()
  if (others.length >= MOST_ACCOUNTS_OF_EMAIL) throw new CodedError('ACCEPT_REFUSED')
}
