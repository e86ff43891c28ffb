import type { DesktopStatus, LockStatus, ReplicaKeyAnswer, UnlockAnswer } from '../../../shared/ipc/desktopTypes'
import type { StaffMe } from '../../../shared/staff/staffSchemas'
import type { ConsoleStage } from './consoleStage'
import type { ConsoleState, Notice } from './consoleState'
import type { ConsoleSession } from './session'

/** What somebody typed at the lock. */
export type Typed = { readonly password: string } | { readonly pin: string }

/** What the controller needs from the desktop, the server and the disk; tests hand in their own. */
export interface ConsolePorts {
  readonly desktop: {
    status(): Promise<DesktopStatus>
    lockStatus(): Promise<LockStatus>
    lock(): Promise<void>
    unlock(staffId: string, typed: Typed): Promise<UnlockAnswer>
    replicaKey(staffId: string, create: boolean): Promise<ReplicaKeyAnswer>
    forgetReplicaKey(staffId: string): Promise<void>
    /** The databases are deleted; an order to wipe this console may be confirmed. `unsent`: what was lost with the open one. */
    pagesGone(unsent: number | null): Promise<void>
  }
  readonly server: { me(): Promise<StaffMe>; signOut(): Promise<void> }
  readonly replicas: {
    exists(staffId: string): Promise<boolean>
    /** `key` in base64, or null for a replica in memory. `onFailure` hears when the disk refuses a write later on. */
    open(staffId: string, key: string | null, onFailure: (error: unknown) => void): Promise<ConsoleSession>
    destroy(staffId: string): Promise<void>
    /** Of everybody on this computer. Rejects when one of them could not be deleted. */
    destroyAll(): Promise<void>
  }
  /** Who was let in as an auditor last time, so that no replica is begun for them while the server cannot be asked. */
  readonly auditors: {
    isKnown(staffId: string): Promise<boolean>
    remember(staffId: string, isAuditor: boolean): Promise<void>
  }
  readonly wait: (ms: number) => Promise<void>
}

export interface ConsoleController {
  state(): ConsoleState
  subscribe(listener: () => void): () => void
  /** Asks the desktop where things stand and goes there. */
  look(notice?: Notice | null): Promise<void>
  chooseMemory(): Promise<void>
  /** After the server accepted a sign-in, on a fresh screen or above open records. */
  signedIn(me: StaffMe): Promise<void>
  unlock(staffId: string, typed: Typed): Promise<UnlockAnswer>
  /** The other way in: with the password alone, or with a full sign-in. */
  goTo(door: 'signIn' | 'unlock'): Promise<void>
  /** For the waiting page: goes on by itself once an administrator has approved. */
  checkApproval(): Promise<void>
  /** For the page of a suspended console: goes on by itself once an administrator has resumed it. */
  checkResumed(): Promise<void>
  lockChanged(lock: LockStatus): void
  lock(): Promise<void>
  signOut(): Promise<void>
  /** Opens the records again after a failure that may have passed. */
  retry(): Promise<void>
  /** Deletes the copy on this computer, unsent changes too, and fetches a fresh one. Only after a person has confirmed (R2). */
  startOver(): Promise<void>
  removed(): Promise<void>
}

/** What every step of the controller works with. `look` is handed round because looking and going in lead to each other. */
export interface ControllerWorld {
  readonly ports: ConsolePorts
  readonly stage: ConsoleStage
  readonly look: (notice?: Notice | null) => Promise<void>
}
