import { z } from 'zod'

/** Names an entry of the keychain, so only plain characters. */
export const staffIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be an id')

export const replicaKeySchema = z.strictObject({ staffId: staffIdSchema, create: z.boolean().optional() })
export const replicaForgetSchema = z.strictObject({ staffId: staffIdSchema })
export const unlockSchema = z.strictObject({ staffId: staffIdSchema, password: z.string().min(1).max(4096) })

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
