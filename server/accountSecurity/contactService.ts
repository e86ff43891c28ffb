import type { ContactKind } from '../../shared/accountSecurity/securitySchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type { PortalCaller, Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'

/** Seconds until the code may be sent again. */
export interface CodeSent {
  readonly resendInSeconds: number
}

export async function verifyOwnEmail(_deps: WaysInDeps, _caller: PortalCaller, _visit: Visit): Promise<CodeSent> {
  throw new CodedError('UNAVAILABLE')
}

export async function changeEmail(
  _deps: WaysInDeps,
  _caller: PortalCaller,
  _email: string,
  _visit: Visit,
): Promise<CodeSent> {
  throw new CodedError('UNAVAILABLE')
}

export async function changePhone(
  _deps: WaysInDeps,
  _caller: PortalCaller,
  _phone: string,
  _visit: Visit,
): Promise<CodeSent> {
  throw new CodedError('UNAVAILABLE')
}

export async function removePhone(_deps: WaysInDeps, _caller: PortalCaller, _visit: Visit): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}

export async function confirmContact(
  _deps: WaysInDeps,
  _caller: PortalCaller,
  _input: { readonly kind: ContactKind; readonly code: string },
  _visit: Visit,
): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}
