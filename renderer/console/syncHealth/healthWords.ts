import type { ReplicatedName } from '../../../shared/sync/syncSchemas'
import type { Tone } from '../../ui/tokens'
import type { SyncState } from '../sync/syncEngine'
import type { SyncFault } from './syncJournal'

export const COLLECTION_WORDS: Readonly<Record<ReplicatedName, string>> = {
  clinic: 'Clinic and settings',
  programs: 'Programs',
  staff: 'Colleagues',
  participants: 'Participants',
  invites: 'Invites',
  accounts: 'Portal accounts',
  messages: 'Messages',
  corrections: 'Correction requests',
  conflicts: 'Conflicts',
}

export const LINK_WORDS: Readonly<Record<SyncState['link'], { readonly tone: Tone; readonly label: string }>> = {
  online: { tone: 'success', label: 'Connected' },
  connecting: { tone: 'progress', label: 'Connecting' },
  offline: { tone: 'neutral', label: 'Offline' },
  server_error: { tone: 'warn', label: 'Server trouble' },
  signed_out: { tone: 'warn', label: 'Not signed in' },
  not_allowed: { tone: 'warn', label: 'Not allowed' },
  revoked: { tone: 'danger', label: 'Removed' },
}

export const FAULT_WORDS: Readonly<Record<SyncFault, string>> = {
  offline: 'The server could not be reached.',
  server_error: 'The server answered with an error.',
  signed_out: 'The session with the server was over, so nothing could be sent until somebody signed in.',
  not_allowed: 'The server did not let this account work from this console.',
  revoked: 'This console was removed by an administrator.',
  not_saved:
    'Something could not be saved on this computer. Open the records again, and look at the free space on the disk.',
  alarm: "The server's audit log did not continue the one this console has seen. Tell an administrator.",
}

/** Answers and clocks never agree to the second, and nobody needs them to. */
const NOTICED_MS = 5_000
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/** How this computer's clock stands to the server's; `skewMs` is how far it is ahead. */
export function skewWords(skewMs: number | null): string {
  if (skewMs === null) return 'Not measured yet. The next sync does that.'
  const apart = Math.abs(skewMs)
  if (apart < NOTICED_MS) return "Agrees with the server's"
  const [unit, length] = UNITS.find(([, unitMs]) => apart >= unitMs) ?? UNITS[3]
  const count = Math.round(apart / length)
  const amount = `${count} ${unit}${count === 1 ? '' : 's'}`
  return `${amount} ${skewMs > 0 ? 'ahead of' : 'behind'} the server's. Nothing is decided by it.`
}
