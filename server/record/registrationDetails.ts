import type { Kysely } from 'kysely'
import type { GivenDetails } from '../../shared/accounts/portalSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type { Announce } from '../invites/inviteDeps'
import type { Tables } from '../platform/database/tables'
import type { Reading } from '../platform/database/transaction'
import type { PortalCaller, Visit } from '../portal/portalContext'

export async function detailsAreWanted(_db: Reading, _participantId: string): Promise<boolean> {
  return false
}

export async function giveDetails(
  _deps: { readonly db: Kysely<Tables>; readonly announce: Announce },
  _caller: PortalCaller,
  _given: GivenDetails,
  _visit: Visit,
): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}
