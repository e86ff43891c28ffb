import type { Language } from '../../shared/clinic/clinicSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type { ResetView } from '../../shared/waysIn/waysInSchemas'
import type { Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'

export async function requestReset(
  _deps: WaysInDeps,
  _input: { readonly email: string; readonly language: Language },
  _visit: Visit,
): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}

export async function openReset(_deps: WaysInDeps, _token: string, _visit: Visit): Promise<ResetView> {
  throw new CodedError('UNAVAILABLE')
}

export async function resetPassword(
  _deps: WaysInDeps,
  _input: { readonly token: string; readonly password: string },
  _visit: Visit,
): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}
