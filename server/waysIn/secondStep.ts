import { CodedError } from '../../shared/errors/errorCodes'
import type { SecondView } from '../../shared/waysIn/waysInSchemas'
import type { NewPortalSession } from '../accounts/portalSessionStore'
import type { Visit } from '../portal/portalContext'
import type { Browser, WaysInDeps } from './waysInParts'

export async function currentSecond(_deps: WaysInDeps, _challenge: string | null, _visit: Visit): Promise<SecondView> {
  throw new CodedError('UNAVAILABLE')
}

export async function verifySecond(
  _deps: WaysInDeps,
  _challenge: string | null,
  _code: string,
  _browser: Omit<Browser, 'shared'>,
  _visit: Visit,
): Promise<NewPortalSession> {
  throw new CodedError('UNAVAILABLE')
}
