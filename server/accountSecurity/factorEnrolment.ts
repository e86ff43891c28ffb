import { randomUUID } from 'node:crypto'
import { type BegunFactor, MOST_FACTORS } from '../../shared/accountSecurity/securitySchemas'
import { mayBeginFactor } from '../../shared/accountSecurity/sessionRules'
import { CodedError } from '../../shared/errors/errorCodes'
import { inTransaction } from '../platform/database/transaction'
import { newTotpSecret, otpauthUrl, totpSecretText } from '../platform/secrets/totp'
import type { PortalCaller, Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { dropUnverified, loadVerifiedFactors, sealFactorSecret } from './factorStore'
import { lockOwnAccount, writeOwnAccount } from './securityParts'

/**
 * S1.5: a new secret, to scan or to type. It replaces one that was not confirmed, protects nothing until a code of it was typed, and dies after
 * 10 minutes (M7). `REAUTH_REQUIRED` (W5) unless the person is on the way to the first factor that the clinic asks for.
 */
export async function beginFactor(
  deps: WaysInDeps,
  caller: PortalCaller,
  name: string,
  { now }: Visit,
): Promise<BegunFactor> {
  if (!mayBeginFactor(caller, now)) throw new CodedError('REAUTH_REQUIRED')
  const { doc, settings } = await deps.clinic.read()
  const { participantId } = caller
  const [factorId, secret] = [randomUUID(), newTotpSecret()]
  const email = await inTransaction(deps.db, async (tx) => {
    const account = await lockOwnAccount(tx, caller)
    await dropUnverified(tx, participantId)
    const active = await loadVerifiedFactors(tx, participantId)
    if (active.length >= MOST_FACTORS) throw new CodedError('INVALID_INPUT', { reason: 'too_many_factors' })
    const sealed = sealFactorSecret(deps.secrets, participantId, factorId, secret)
    const row = { id: factorId, participant_id: participantId, name, secret: sealed, created_at: now }
    await tx
      .insertInto('totp_factor')
      .values({ ...row, status: 'unverified' })
      .execute()
    await writeOwnAccount(deps, tx, participantId)
    return account.email
  })
  const issuer = settings.branding.displayName || doc.name
  return { factorId, secret: totpSecretText(secret), otpauthUrl: otpauthUrl(secret, issuer, email) }
}
