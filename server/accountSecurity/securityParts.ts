import type { Updateable } from 'kysely'
import { freshUntil } from '../../shared/accountSecurity/sessionRules'
import type { AuditAction, AuditDetail } from '../../shared/audit/auditSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { noticeAddresses } from '../accounts/accountMail'
import { type AccountRow, languageOf, lockAccount } from '../accounts/accountStore'
import { appendAudit } from '../audit/auditStore'
import type { Places } from '../notices/mailText'
import type { NoticeName } from '../notices/noticeTexts'
import type { Tables } from '../platform/database/tables'
import { nextRev, type Tx } from '../platform/database/transaction'
import { type PortalCaller, participantActor, type Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'

/** W5: `REAUTH_REQUIRED` when password, link or code were given more than 15 minutes ago in this session. */
export function requireFresh({ authenticatedAt }: PortalCaller, { now }: Visit): void {
  if (freshUntil(authenticatedAt, now) === null) throw new CodedError('REAUTH_REQUIRED')
}

/**
 * The caller's account with its row locked, and all sessions of it: whoever ends one of them beside this has to wait, and nothing is left to
 * lock once the commit lock is held. `NOT_SIGNED_IN` when the session ended since the request came in (W4).
 */
export async function lockOwnAccount(
  tx: Tx,
  { participantId, sessionHash }: Pick<PortalCaller, 'participantId' | 'sessionHash'>,
): Promise<AccountRow> {
  const account = await lockAccount(tx, participantId)
  const sessions = await tx
    .selectFrom('portal_session')
    .select('hash')
    .where('participant_id', '=', participantId)
    .orderBy('hash')
    .forUpdate()
    .execute()
  const isThere = sessions.some(({ hash }) => hash.equals(sessionHash))
  if (!account || account.disabled_at !== null || !isThere) throw new CodedError('NOT_SIGNED_IN')
  return account
}

export interface Notice {
  readonly name: NoticeName
  readonly places?: Places
  /** Addresses that must hear of it too, such as the old and the new one. */
  readonly also?: readonly string[]
}

/**
 * Tells the owner at the address they proved and at the starred one of the record; where there is neither, at the one they signed up with: a
 * notice carries no link and no code. Before the commit lock is taken.
 */
export async function tellOwner(
  { notices }: Pick<WaysInDeps, 'notices'>,
  tx: Tx,
  account: AccountRow,
  { now }: Visit,
  { name, places = {}, also = [] }: Notice,
): Promise<void> {
  const { fields } = await tx
    .selectFrom('participant')
    .select('fields')
    .where('id', '=', account.participant_id)
    .executeTakeFirstOrThrow()
  const known = noticeAddresses(account, fields)
  const wanted = [...(known.length === 0 ? [account.email] : known), ...also]
  const language = languageOf(account.language)
  for (const to of new Map(wanted.map((address) => [address.toLowerCase(), address])).values())
    await notices.mail(tx, { name, to, language, now, places })
}

/** The account's next rev with these changes, announced: staff see it (AccountDoc). Takes the commit lock. */
export async function writeOwnAccount(
  { announce }: Pick<WaysInDeps, 'announce'>,
  tx: Tx,
  participantId: string,
  values: Updateable<Tables['account']> = {},
): Promise<void> {
  const rev = await nextRev(tx)
  await tx
    .updateTable('account')
    .set({ ...values, rev })
    .where('participant_id', '=', participantId)
    .execute()
  await announce(tx, rev)
}

/** One audit row about the participant's own account. Takes the commit lock. */
export async function recordOwn(
  tx: Tx,
  participantId: string,
  visit: Visit,
  action: AuditAction,
  { refused = false, ...detail }: AuditDetail & { readonly refused?: boolean } = {},
): Promise<void> {
  const target = { kind: 'account', id: participantId } as const
  const actor = participantActor(participantId, visit)
  await appendAudit(tx, [{ actor, action, target, outcome: refused ? 'refused' : 'ok', detail }], visit.now)
}
