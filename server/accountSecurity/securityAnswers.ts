import { z } from 'zod'
import {
  type BegunFactor,
  type ConfirmedFactor,
  FACTOR_STATUSES,
  type SecurityView,
  type SessionInfo,
  type SignInEvent,
} from '../../shared/accountSecurity/securitySchemas'
import { ATTEMPT_REASONS, SIGN_IN_WAYS } from '../../shared/waysIn/waysInSchemas'

/** What leaves `portal.security.*`; a field added by mistake is an error in the tests (G2). */
const time = z.iso.datetime()
export const securityView: z.ZodType<SecurityView> = z.strictObject({
  factors: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      status: z.enum(FACTOR_STATUSES),
      createdAt: time,
      lastUsedAt: time.nullable(),
    }),
  ),
  mfaRequired: z.boolean(),
  recoveryLeft: z.int(),
  recoveryMadeAt: time.nullable(),
  email: z.string(),
  emailVerified: z.boolean(),
  pendingEmail: z.string().nullable(),
  phone: z.string().nullable(),
  pendingPhone: z.string().nullable(),
  smsOffered: z.boolean(),
  passwordChangedAt: time.nullable(),
  minPasswordLength: z.int(),
  lockMinutes: z.int().nullable(),
  freshUntil: time.nullable(),
})
export const begunFactor: z.ZodType<BegunFactor> = z.strictObject({
  factorId: z.string(),
  secret: z.string(),
  otpauthUrl: z.string(),
})
const codes = z.array(z.string())
export const confirmedFactor: z.ZodType<ConfirmedFactor> = z.strictObject({ recoveryCodes: codes.nullable() })
export const recoveryCodes = z.strictObject({ recoveryCodes: codes })
export const codeSent = z.strictObject({ resendInSeconds: z.int() })
export const sessions: z.ZodType<SessionInfo[]> = z.array(
  z.strictObject({
    id: z.string(),
    device: z.string(),
    address: z.string().nullable(),
    way: z.enum(SIGN_IN_WAYS),
    shared: z.boolean(),
    startedAt: time,
    lastSeenAt: time,
    endsAt: time,
    isThis: z.boolean(),
  }),
)
export const history: z.ZodType<SignInEvent[]> = z.array(
  z.strictObject({
    at: time,
    way: z.enum(SIGN_IN_WAYS),
    reason: z.enum(ATTEMPT_REASONS),
    device: z.string(),
    address: z.string().nullable(),
  }),
)
