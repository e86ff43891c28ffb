import { historyDepth } from '../shell/historyDepth'
import { navigate } from '../shell/router'
import type { Channel } from './useEntry'

/** Back to the entry page with the same kind of contact picked (S3.11); the wish rides in the history entry, not in the address. */
export function enterAnother(channel: Channel): void {
  navigate('/sign-in', 'replace')
  history.replaceState({ depth: historyDepth(history.state), channel }, '')
}

/** Which kind was wished for, if any. */
export function takeEntryChannel(): Channel | null {
  const state: unknown = history.state
  const wish = typeof state === 'object' && state !== null && 'channel' in state ? state.channel : null
  return wish === 'phone' || wish === 'email' ? wish : null
}
