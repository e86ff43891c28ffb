import type { SyncState } from './syncEngine'

export interface SyncSummary {
  readonly tone: 'ok' | 'busy' | 'off' | 'warn'
  readonly title: string
  /** One sentence in the panel. */
  readonly sentence: string
}

export interface SummaryFacts {
  readonly sync: Pick<SyncState, 'link' | 'progress' | 'problem'>
  /** Not answered yet. */
  readonly waiting: number
  /** Not done; a person must look. */
  readonly troubled: number
}

/** How this console stands with the server. "Up to date" is said only when the server has answered and nothing waits. */
export function syncSummary({ sync, waiting, troubled }: SummaryFacts): SyncSummary {
  const { link, progress, problem } = sync
  const waits = waiting === 0 ? 'Nothing is waiting to be sent.' : `${changes(waiting)} to be sent.`
  if (problem !== null) return { tone: 'warn', title: 'Not saved', sentence: 'This computer could not save something.' }
  if (link === 'revoked')
    return { tone: 'warn', title: 'Removed', sentence: 'This console was removed by an administrator.' }
  if (link === 'signed_out')
    return { tone: 'warn', title: 'Not signed in', sentence: `Sign in to send and receive. ${waits}` }
  if (link === 'not_allowed')
    return {
      tone: 'warn',
      title: 'Not allowed',
      sentence: `The server does not let you work from here. Ask an administrator. ${waits}`,
    }
  if (link === 'offline') return { tone: 'off', title: 'Offline', sentence: `The server cannot be reached. ${waits}` }
  if (link === 'server_error')
    return {
      tone: 'warn',
      title: 'Server trouble',
      sentence: `The server answers, but with an error. This console tries again by itself. ${waits}`,
    }
  if (progress !== null) return { tone: 'busy', title: 'Copying', sentence: 'The records are being copied.' }
  if (link === 'connecting') return { tone: 'busy', title: 'Connecting', sentence: `Looking for the server. ${waits}` }
  if (waiting > 0) return { tone: 'busy', title: 'Sending', sentence: waits }
  if (troubled > 0)
    return { tone: 'warn', title: 'Needs a look', sentence: 'Something that you asked for was not done. See below.' }
  return { tone: 'ok', title: 'Up to date', sentence: 'Everything here has reached the server.' }
}

function changes(count: number): string {
  return count === 1 ? '1 change waits' : `${count} changes wait`
}
