import { z } from 'zod'
import type { Clock } from './ports'

/** How long a typed password may wait in memory for the second factor. */
export const PENDING_MS = 10 * 60_000

const bodySchema = z.object({ email: z.string().trim().min(1).max(254), password: z.string().min(1).max(4096) })
export type TypedSignIn = z.infer<typeof bodySchema>

export interface PendingSignIn {
  /** Reads the JSON body of a sign-in request; anything else is ignored. */
  remember(body: Uint8Array): void
  /** Hands out what was typed and forgets it; null when nothing is there or it waited too long. */
  take(): TypedSignIn | null
  /** What was typed does not outlive a lock (R4). */
  forget(): void
}

/** Keeps one typed password in memory, to become the unlock verifier once the server says that it was right. */
export function createPendingSignIn(clock: Clock): PendingSignIn {
  let pending: { readonly typed: TypedSignIn; readonly until: number } | null = null
  let timer: NodeJS.Timeout | undefined
  const forget = () => {
    clearTimeout(timer)
    pending = null
  }
  return {
    forget,
    remember: (body) => {
      forget()
      const typed = parse(body)
      if (typed === null) return
      pending = { typed, until: clock.now() + PENDING_MS }
      timer = setTimeout(forget, PENDING_MS)
      timer.unref()
    },
    take: () => {
      const found = pending !== null && clock.now() < pending.until ? pending.typed : null
      forget()
      return found
    },
  }
}

const changeSchema = z.object({ password: z.string().min(1).max(4096) })

/** What a change of password asked for; null when the body is none. */
export function newPasswordIn(body: Uint8Array): string | null {
  try {
    const result = changeSchema.safeParse(JSON.parse(new TextDecoder().decode(body)))
    return result.success ? result.data.password : null
  } catch {
    return null
  }
}

function parse(body: Uint8Array): TypedSignIn | null {
  try {
    const result = bodySchema.safeParse(JSON.parse(new TextDecoder().decode(body)))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
