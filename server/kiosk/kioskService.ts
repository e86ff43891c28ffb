import type { Kysely } from 'kysely'
import type { KioskHolds } from '../../shared/kiosk/kioskRules'
import { stay } from '../accounts/portalSession'
import { endPortalSession } from '../accounts/portalSessionStore'
import { appendAudit } from '../audit/auditStore'
import { linkNotWorking } from '../invites/inviteOpening'
import { endInviteSession, findInviteBySession, slideInviteSession } from '../invites/inviteSessionStore'
import { isLivingRow } from '../invites/inviteStore'
import type { Tables } from '../platform/database/tables'
import { inTransaction, type Tx } from '../platform/database/transaction'
import { tokenHash } from '../platform/secrets/opaqueToken'
import { type PortalContext, participantActor, type Visit } from '../portal/portalContext'

interface KioskDeps {
  readonly db: Kysely<Tables>
}

/** What a browser of the clinic's machine brings along. */
type Held = Pick<PortalContext, 'portal' | 'kiosk' | 'inviteSession' | 'challenge'>
type Ended = NonNullable<Held['portal' | 'kiosk']>

/** Product item 11: a visit begins clean. Ends the session of whoever used this browser before, their opened invite and their second step. */
export async function beginKiosk({ db }: KioskDeps, held: Held, visit: Visit): Promise<void> {
  const { inviteSession, challenge } = held
  const session = held.portal ?? held.kiosk
  if (session === null && inviteSession === null && challenge === null) return
  await inTransaction(db, async (tx) => {
    if (inviteSession !== null) await endInviteSession(tx, inviteSession, { onlyKiosk: false })
    if (challenge !== null) await tx.deleteFrom('portal_challenge').where('hash', '=', tokenHash(challenge)).execute()
    if (session !== null) await endAndRecord(tx, session, visit)
  })
}

/**
 * Stop, the idle end, and after the last consent: ends what this browser holds of a visit, however often it is said. An ordinary session or invite
 * is somebody else's and stays; `keepInvite` tells that its cookie must too.
 */
export async function leaveKiosk({ db }: KioskDeps, held: Held, visit: Visit): Promise<{ keepInvite: boolean }> {
  const { kiosk, inviteSession } = held
  const invite = inviteSession === null ? undefined : await findInviteBySession(db, inviteSession, visit.now)
  if (kiosk !== null || invite?.kiosk)
    await inTransaction(db, async (tx) => {
      // The order of accepting: invite before session.
      if (inviteSession !== null) await endInviteSession(tx, inviteSession, { onlyKiosk: true })
      if (kiosk !== null) await endAndRecord(tx, kiosk, visit)
    })
  return { keepInvite: invite?.kiosk === false }
}

/** Somebody touched the page: five more minutes, never past the absolute end. `LINK_NOT_WORKING`: there is no visit any more. */
export async function stayInKiosk({ db }: KioskDeps, held: Held, visit: Visit): Promise<KioskHolds> {
  const { kiosk, inviteSession } = held
  if (kiosk !== null) {
    await stay({ db }, { ...kiosk, locked: false }, visit)
    return 'consents'
  }
  const invite = inviteSession === null ? undefined : await findInviteBySession(db, inviteSession, visit.now)
  if (inviteSession === null || !invite?.kiosk || !isLivingRow(invite, visit.now)) throw linkNotWorking()
  await slideInviteSession(db, inviteSession, visit.now)
  return 'invite'
}

async function endAndRecord(tx: Tx, { participantId, sessionHash }: Ended, visit: Visit): Promise<void> {
  if (!(await endPortalSession(tx, sessionHash))) return
  const actor = participantActor(participantId, visit)
  const target = { kind: 'account', id: participantId } as const
  const detail = { kiosk: true }
  await appendAudit(tx, [{ actor, action: 'portal.sign_out', target, outcome: 'ok', detail }], visit.now)
}
