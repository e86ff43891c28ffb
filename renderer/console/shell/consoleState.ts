import { allows } from '../../../shared/access/roles'
import { barOf } from '../../../shared/devices/deviceRules'
import type { DesktopStatus, KnownPerson, LockStatus } from '../../../shared/ipc/desktopTypes'
import type { StaffMe } from '../../../shared/staff/staffSchemas'
import type { PageLogErrorKind } from '../replica/pageLog/pageLogError'
import type { ConsoleSession } from './session'

/** Why somebody stands before the door again; each has a sentence in `signIn/signInText.ts`. */
export type Notice =
  | 'signed_out'
  | 'signed_out_offline'
  | 'sign_in_needed'
  | 'lease_over'
  | 'wiped'
  | 'session_over'
  | 'key_refused'

/** What went wrong with the copy on this computer. `page` is the place that is wrong, where one is to blame. */
export interface ReplicaTrouble {
  readonly kind: PageLogErrorKind | 'unknown'
  readonly page: number | null
  readonly message: string
}

/** Where the console is. One member, one screen; a member holds only what its screen needs. */
export type ConsoleState =
  | { readonly at: 'starting' }
  /** The desktop core itself does not answer. */
  | { readonly at: 'unreachable' }
  | { readonly at: 'vault' }
  | { readonly at: 'storage' }
  | { readonly at: 'signIn'; readonly people: readonly KnownPerson[]; readonly notice: Notice | null }
  | {
      readonly at: 'unlock'
      readonly people: readonly KnownPerson[]
      readonly staffId: string | null
      readonly notice: Notice | null
    }
  | { readonly at: 'waiting'; readonly me: StaffMe }
  /** Signed in with the password that somebody gave them: they choose one of their own first. */
  | { readonly at: 'firstPassword'; readonly me: StaffMe }
  /** Signed in with a role that has the audit log and no records, so no replica; `me` is null where the server could not be asked. */
  | { readonly at: 'auditLog'; readonly staffId: string; readonly me: StaffMe | null }
  | { readonly at: 'opening'; readonly staffId: string }
  /** The sealed copy is here and its key is not (R2). */
  | { readonly at: 'keyGone'; readonly staffId: string }
  | { readonly at: 'keychainFailed'; readonly staffId: string }
  | { readonly at: 'trouble'; readonly staffId: string; readonly trouble: ReplicaTrouble }
  | {
      readonly at: 'open'
      readonly session: ConsoleSession
      readonly signedIn: boolean
      /** The disk refused a write: what is on the screen may be ahead of what is kept. */
      readonly failure: ReplicaTrouble | null
    }
  /** Suspended by an administrator; the sealed copies stay, and nothing opens (D3). */
  | { readonly at: 'suspended' }
  /** Removed by an administrator; the copies are deleted (D3). */
  | { readonly at: 'removed' }

/** The next step as far as the desktop alone can say: a screen, or a person who may go in. */
export type Place = ConsoleState | { readonly at: 'enter'; readonly staffId: string }

export interface PlaceFacts {
  readonly desktop: Pick<DesktopStatus, 'keychain' | 'vault' | 'wipe'>
  readonly lock: LockStatus
  /** The person said that nothing is to be kept on this computer. */
  readonly memoryChosen: boolean
  /** Whether the server answered a moment ago; null = not asked. */
  readonly online: boolean | null
  readonly notice: Notice | null
}

/**
 * Where to go from what the desktop says. The place for secrets comes before everything else, because the console's own key
 * lives there: a sign-in before that choice would register a console that is forgotten at the next start.
 */
export function placeOf({ desktop, lock, memoryChosen, online, notice }: PlaceFacts): Place {
  if (desktop.wipe !== null) return { at: 'removed' }
  if (desktop.keychain === 'passphrase' && desktop.vault !== 'open') return { at: 'vault' }
  if (lock.suspended) return { at: 'suspended' }
  const somebodyWasHere = lock.state !== 'signedOut' || lock.people.length > 0
  if (desktop.keychain === 'none' && !memoryChosen && !somebodyWasHere) return { at: 'storage' }
  if (lock.state === 'unlocked' && lock.staffId !== null) return { at: 'enter', staffId: lock.staffId }
  const { people } = lock
  if (lock.lease === 'wipe') return { at: 'signIn', people, notice: 'wiped' }
  if (lock.lease === 'lock') return { at: 'signIn', people, notice: 'lease_over' }
  const known = people.some(({ staffId }) => staffId === lock.staffId)
  if (lock.state === 'locked' && known) return { at: 'unlock', people, staffId: lock.staffId, notice }
  if (people.length > 0 && online === false) return { at: 'unlock', people, staffId: soleOf(people), notice }
  return { at: 'signIn', people, notice }
}

function soleOf(people: readonly KnownPerson[]): string | null {
  return people.length === 1 ? (people[0]?.staffId ?? null) : null
}

/** What a fresh answer to "who am I" means, before any record is opened. */
export function admissionOf(me: StaffMe): 'firstPassword' | 'waiting' | 'auditLog' | 'suspended' | 'removed' | 'enter' {
  const bar = barOf(me.device.state)
  if (bar !== null) return bar
  if (me.mustChangePassword) return 'firstPassword'
  if (me.device.state === 'requested') return 'waiting'
  return allows(me.staff.role, 'sync.use') ? 'enter' : 'auditLog'
}

/** Whose records the screen holds or is about to hold. */
export function presentIn(state: ConsoleState): string | null {
  if (state.at === 'open') return state.session.staffId
  if (state.at === 'waiting' || state.at === 'firstPassword') return state.me.staff.id
  return 'staffId' in state && state.at !== 'unlock' ? state.staffId : null
}
