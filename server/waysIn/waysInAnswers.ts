import { z } from 'zod'
import {
  type LinkAnswer,
  type RequestView,
  type ResetView,
  type SecondView,
  SIGN_IN_WAYS,
  type SignInAnswer,
} from '../../shared/waysIn/waysInSchemas'

/** What leaves the sign-in procedures; a field added by mistake is an error in the tests (G2). */
const next = z.enum(['second', 'home'])
export const signInAnswer: z.ZodType<SignInAnswer> = z.strictObject({ next })
export const requestView: z.ZodType<RequestView> = z.strictObject({
  channel: z.enum(['email', 'sms']),
  masked: z.string(),
  resendInSeconds: z.int(),
  expiresInSeconds: z.int(),
})
export const linkAnswer: z.ZodType<LinkAnswer> = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('confirm') }),
  z.strictObject({ state: z.literal('done'), next }),
])
export const secondView: z.ZodType<SecondView> = z.strictObject({
  way: z.enum(SIGN_IN_WAYS),
  triesLeft: z.int(),
  expiresInSeconds: z.int(),
  mayUseRecovery: z.boolean(),
})
export const resetView: z.ZodType<ResetView> = z.strictObject({ minPasswordLength: z.int() })
