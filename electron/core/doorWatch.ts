import type { ForgetParts } from './forgetting'
import { everybody } from './forgetting'

/** D3 wants a wipe within 60 s of contact: a locked console with a network is in contact this often. */
export const ASK_EVERY_MS = 30_000
const QUESTION = '/api/staff/auth.me'

export interface DoorWatchParts {
  readonly parts: Pick<ForgetParts, 'secrets' | 'session' | 'holders' | 'verifiers'>
  readonly forward: (request: Request, url: URL) => Promise<Response>
  readonly everyMs?: number | undefined
}

/**
 * Asks the server who we are while nobody is at work: no page is needed for an order to wipe or a suspension to be heard behind the lock. The answer itself
 * says nothing; what it carries is obeyed on the way. Returns how to stop.
 */
export function watchDoor({ parts, forward, everyMs = ASK_EVERY_MS }: DoorWatchParts): () => void {
  let asking = false
  const ask = async () => {
    // At work the page asks all the time; and where nobody has left anything there is nothing to protect.
    if (asking || parts.session.current().state === 'unlocked') return
    asking = true
    try {
      const box = await parts.secrets.box()
      if (box === null || (await everybody(parts, box)).length === 0) return
      const url = new URL(QUESTION, 'http://desktop.invalid')
      await (await forward(new Request(url), url)).body?.cancel()
    } finally {
      asking = false
    }
  }
  const timer = setInterval(() => void ask().catch(() => undefined), everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
