import { checkPassword } from '../../shared/accounts/passwordRules'
import { CodedError } from '../../shared/errors/errorCodes'
import { type ClinicService, minPasswordLength } from '../clinic/clinicService'
import type { Reading } from '../platform/database/transaction'
import { isCommonPassword } from './commonPasswords'

const PRODUCT_NAME = 'Vestibule'

export interface PasswordOwner {
  readonly participantId: string
  readonly email: string
  readonly displayName: string
}

/** P1, P2 for every place where a participant chooses a password: `PASSWORD_REFUSED` with the reason. */
export async function refuseWeakPassword(
  { db, clinic }: { readonly db: Reading; readonly clinic: ClinicService },
  { participantId, email, displayName }: PasswordOwner,
  password: string,
): Promise<void> {
  const { doc, settings } = await clinic.read()
  const { fields } = await db
    .selectFrom('participant')
    .select('fields')
    .where('id', '=', participantId)
    .executeTakeFirstOrThrow()
  const problem = checkPassword(password, {
    minLength: minPasswordLength(settings),
    email,
    names: [displayName, fields.givenName, fields.familyName, fields.preferredName],
    clinicName: doc.name,
    productName: PRODUCT_NAME,
    isCommon: isCommonPassword,
  })
  if (problem) throw new CodedError('PASSWORD_REFUSED', { reason: problem.reason })
}
