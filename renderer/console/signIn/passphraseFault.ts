import { passphraseSchema } from '../../../shared/ipc/desktopSchemas'

/** Why this pair cannot be a new passphrase, in words; null when it can. */
export function passphraseFault(first: string, second: string): string | null {
  const parsed = passphraseSchema.safeParse({ passphrase: first })
  if (!parsed.success) return `The passphrase ${parsed.error.issues[0]?.message ?? 'cannot be used'}.`
  return first === second ? null : 'The two are not the same.'
}
