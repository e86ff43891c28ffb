import type { LeaseState } from './leaseRules'
import type { PinFault } from './pinRules'

/** Where secrets are kept: the system's keychain, a file sealed by a passphrase, or this process's memory only (R2). */
export type KeychainKind = 'os' | 'passphrase' | 'none'
export type VaultState = 'absent' | 'closed' | 'open'

/** `erasing`: keys are gone and the page is to delete its databases; `confirming`: everything is gone, the server does not know yet. */
export type WipeStep = 'erasing' | 'confirming'

export interface DesktopStatus {
  readonly versions: { readonly app: string; readonly runtime: string }
  readonly shell: 'host' | 'electron'
  /** Origin of the clinic's server, for example `https://portal.example`. */
  readonly server: string
  readonly keychain: KeychainKind
  readonly vault: VaultState
  /** First 22 characters of base64url(sha256(raw public key)); null while the vault is closed or the keychain fails. */
  readonly deviceId: string | null
  /** Not null while a wipe order is being carried out; nothing else works then. */
  readonly wipe: WipeStep | null
}

/** Someone who signed in on this console before and may unlock it without the network. */
export interface KnownPerson {
  readonly staffId: string
  readonly email: string
  /** Has a PIN, which stands in for the password at the lock of this console. */
  readonly pin: boolean
}

/**
 * `signedOut`: nobody is here; sign in, or unlock as one of `people`. `locked`: `staffId` was here, the session waits for
 * the password. `unlocked`: `staffId` may ask for the replica key.
 */
export interface LockStatus {
  readonly state: 'signedOut' | 'locked' | 'unlocked'
  readonly staffId: string | null
  /** Whether a server session is held in memory (after an unlock without the network there is none yet). */
  readonly session: boolean
  /** Of `staffId`; null when nobody is named or the secrets cannot be read. */
  readonly lease: LeaseState | null
  readonly people: readonly KnownPerson[]
  /** An administrator has suspended this console: nothing opens until the server says otherwise. */
  readonly suspended: boolean
}

export type ReplicaKeyRefusal = 'KEYCHAIN_UNAVAILABLE' | 'KEY_MISSING' | 'LOCKED' | 'WIPED'
export type ReplicaKeyAnswer =
  /** `key`: standard base64 of 32 random bytes. */
  | { readonly ok: true; readonly key: string; readonly created: boolean }
  | { readonly ok: false; readonly reason: ReplicaKeyRefusal }

/** `WRONG_PASSWORD` is also a wrong PIN; `PIN_UNAVAILABLE`: none is set, or nothing guards the replica's key here. */
export type UnlockRefusal =
  | 'WRONG_PASSWORD'
  | 'SIGN_IN_NEEDED'
  | 'PASSPHRASE_NEEDED'
  | 'KEYCHAIN_UNAVAILABLE'
  | 'PIN_UNAVAILABLE'
  | 'SUSPENDED'
  | 'WIPED'
export type UnlockAnswer =
  | { readonly ok: true; readonly session: boolean }
  | { readonly ok: false; readonly reason: UnlockRefusal; readonly triesLeft: number }

export type PinAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'WEAK'; readonly fault: PinFault }
  | {
      readonly ok: false
      readonly reason: 'WRONG_PASSWORD' | 'SIGN_IN_NEEDED' | 'LOCKED' | 'PIN_UNAVAILABLE' | 'KEYCHAIN_UNAVAILABLE'
      readonly triesLeft: number
    }

export type PassphraseRefusal = 'NOT_NEEDED' | 'VAULT_CLOSED' | 'VAULT_ABSENT' | 'WRONG_PASSPHRASE' | 'VAULT_DAMAGED'
export type PassphraseAnswer = { readonly ok: true } | { readonly ok: false; readonly reason: PassphraseRefusal }

/** What the core answers itself on `/api/*`, instead of the server. */
export type DesktopErrorCode =
  | 'OFFLINE'
  | 'LOCKED'
  | 'DEVICE_REVOKED'
  | 'KEYCHAIN_UNAVAILABLE'
  | 'TOO_LARGE'
  | 'WRONG_ORIGIN'
  | 'WRONG_MEDIA_TYPE'
  | 'WRONG_METHOD'
  | 'NOT_FOUND'
  | 'INTERNAL'
