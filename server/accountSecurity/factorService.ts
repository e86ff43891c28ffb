import type { BegunFactor, ConfirmedFactor } from '../../shared/accountSecurity/securitySchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type { NewPortalSession } from '../accounts/portalSessionStore'
import type { PortalCaller, Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'

export async function beginFactor(
  _deps: WaysInDeps,
  _caller: PortalCaller,
  _name: string,
  _visit: Visit,
): Promise<BegunFactor> {
  throw new CodedError('UNAVAILABLE')
}

export interface FactorConfirmed {
  readonly answer: ConfirmedFactor
  /** The session under its new id (W3). */
  readonly session: NewPortalSession
}

export async function confirmFactor(
  _deps: WaysInDeps,
  _caller: PortalCaller,
  _input: { readonly factorId: string; readonly code: string },
  _visit: Visit,
): Promise<FactorConfirmed> {
  throw new CodedError('UNAVAILABLE')
}

export async function removeFactor(
  _deps: WaysInDeps,
  _caller: PortalCaller,
  _input: { readonly factorId: string; readonly code: string },
  _visit: Visit,
): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}

export async function renameFactor(
  _deps: WaysInDeps,
  _caller: PortalCaller,
  _input: { readonly factorId: string; readonly name: string },
  _visit: Visit,
): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}

export async function newRecoveryCodes(
  _deps: WaysInDeps,
  _caller: PortalCaller,
  _code: string,
  _visit: Visit,
): Promise<readonly string[]> {
  throw new CodedError('UNAVAILABLE')
}
