import { CodedError } from '../../shared/errors/errorCodes'
import type { PortalMessage } from '../../shared/messages/messageSchemas'
import type { PortalCaller, Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'

export async function listMessages(_deps: WaysInDeps, _caller: PortalCaller): Promise<PortalMessage[]> {
  throw new CodedError('UNAVAILABLE')
}

export async function sendMessage(
  _deps: WaysInDeps,
  _caller: PortalCaller,
  _input: { readonly id: string; readonly body: string },
  _visit: Visit,
): Promise<PortalMessage> {
  throw new CodedError('UNAVAILABLE')
}

export async function markRead(_deps: WaysInDeps, _caller: PortalCaller, _visit: Visit): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}
