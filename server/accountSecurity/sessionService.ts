import { CodedError } from '../../shared/errors/errorCodes'
import type { NewPortalSession } from '../accounts/portalSessionStore'
import type { PortalCaller, Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'

export async function endOwnSession(
  _deps: WaysInDeps,
  _caller: PortalCaller,
  _sessionId: string,
  _visit: Visit,
): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}

export async function endOtherSessions(_deps: WaysInDeps, _caller: PortalCaller, _visit: Visit): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}

export async function reauthenticate(
  _deps: WaysInDeps,
  _caller: PortalCaller,
  _password: string,
  _visit: Visit,
): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}

export async function changePassword(
  _deps: WaysInDeps,
  _caller: PortalCaller,
  _password: string,
  _visit: Visit,
): Promise<NewPortalSession> {
  throw new CodedError('UNAVAILABLE')
}

export async function setAppLock(
  _deps: WaysInDeps,
  _caller: PortalCaller,
  _minutes: number | null,
  _visit: Visit,
): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}

export async function unlock(
  _deps: WaysInDeps,
  _caller: PortalCaller,
  _proof: { readonly password: string } | { readonly code: string },
  _visit: Visit,
): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}
