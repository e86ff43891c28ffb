import type { ConsentReceipt } from '../../shared/accounts/portalSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type { PortalCaller } from '../portal/portalContext'
import type { ConsentDeps } from './consentService'

export async function ownReceipts(_deps: ConsentDeps, _caller: PortalCaller): Promise<ConsentReceipt[]> {
  throw new CodedError('UNAVAILABLE')
}
