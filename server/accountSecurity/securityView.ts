import type { SecurityView, SessionInfo, SignInEvent } from '../../shared/accountSecurity/securitySchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type { PortalCaller, Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'

export async function securityView(_deps: WaysInDeps, _caller: PortalCaller, _visit: Visit): Promise<SecurityView> {
  throw new CodedError('UNAVAILABLE')
}

export async function ownSessions(_deps: WaysInDeps, _caller: PortalCaller, _visit: Visit): Promise<SessionInfo[]> {
  throw new CodedError('UNAVAILABLE')
}

export async function signInHistory(_deps: WaysInDeps, _caller: PortalCaller): Promise<SignInEvent[]> {
  throw new CodedError('UNAVAILABLE')
}
