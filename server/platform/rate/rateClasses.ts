/** How often one address may call what is declared with this class. Features add tighter limits of their own (per account, number). */
export const RATE_CLASSES = {
  none: null,
  read: { limit: 1200, windowSeconds: 60 },
  write: { limit: 300, windowSeconds: 60 },
  /** Anything that checks a password, code or token. */
  auth: { limit: 60, windowSeconds: 300 },
  /** Anything that sends a message to somebody. */
  send: { limit: 30, windowSeconds: 3600 },
  sync: { limit: 1200, windowSeconds: 60 },
  download: { limit: 120, windowSeconds: 60 },
  upload: { limit: 60, windowSeconds: 300 },
} as const satisfies Record<string, { readonly limit: number; readonly windowSeconds: number } | null>

export type RateClass = keyof typeof RATE_CLASSES
