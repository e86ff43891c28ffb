import type { AccessPage } from '../../shared/accessLog/accessLogSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type { PortalCaller, Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'

export async function ownAccessLog(
  _deps: WaysInDeps,
  _caller: PortalCaller,
  _before: number | null,
  _visit: Visit,
): Promise<AccessPage> {
  throw new CodedError('UNAVAILABLE')
}
