import { z } from 'zod'

/** Names an entry of the keychain, so only plain characters. */
export const staffIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be an id')

export const replicaKeySchema = z.strictObject({ staffId: staffIdSchema, create: z.boolean().optional() })
export const replicaForgetSchema = z.strictObject({ staffId: staffIdSchema })
const passwordSchema = z.string().min(1).max(4096)
/** What was typed at the lock; only setting a PIN looks at its shape. */
const pinSchema = z.string().min(1).max(64)
export const unlockSchema = z.union([
  z.strictObject({ staffId: staffIdSchema, password: passwordSchema }),
  z.strictObject({ staffId: staffIdSchema, pin: pinSchema }),
])
export const pinSetSchema = z.strictObject({ staffId: staffIdSchema, password: passwordSchema, pin: pinSchema })
export const pinRemoveSchema = z.strictObject({ staffId: staffIdSchema, password: passwordSchema })

/** The clinic's setting for the idle lock. */
export const touchedSchema = z.strictObject({ minutes: z.int().min(1).max(60) })

const unsentSchema = z.int().min(0).max(1_000_000)
/** How many writes of this person have not reached the server. */
export const replicaNoteSchema = z.strictObject({ staffId: staffIdSchema, unsent: unsentSchema })
/** `unsent` of whoever was at work when the order came; null when nobody was. */
export const pagesGoneSchema = z.strictObject({ unsent: unsentSchema.nullable() })

export const MIN_PASSPHRASE = 12
export const passphraseSchema = z.strictObject({
  passphrase: z
    .string()
    .max(1024)
    .refine(
      (text) => [...text.normalize('NFKC')].length >= MIN_PASSPHRASE,
      `must have ${MIN_PASSPHRASE} characters or more`,
    ),
})
/** Opening takes what was typed; only setting has a minimum. */
export const passphraseOpenSchema = z.strictObject({ passphrase: z.string().min(1).max(1024) })
export const passphraseDiscardSchema = z.strictObject({ confirm: z.literal('DISCARD') })
