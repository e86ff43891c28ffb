import { CodedError } from '../../shared/errors/errorCodes'
import type { ContactCheck, Diagnosis } from '../../shared/waysIn/waysInSchemas'
import type { WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from './waysInParts'

export async function diagnose(_deps: WaysInDeps, _caller: WriteCaller, _participantId: string): Promise<Diagnosis> {
  throw new CodedError('UNAVAILABLE')
}

export async function checkContact(
  _deps: WaysInDeps,
  _caller: WriteCaller,
  _input: { readonly participantId: string; readonly contact: string },
): Promise<ContactCheck> {
  throw new CodedError('UNAVAILABLE')
}
