import type { Kysely } from 'kysely'
import type { PasswordHasher } from '../accounts/passwordHash'
import type { NewPortalSession } from '../accounts/portalSessionStore'
import type { ClinicService } from '../clinic/clinicService'
import type { Announce } from '../invites/inviteDeps'
import type { Notices } from '../notices/noticeService'
import type { Tables } from '../platform/database/tables'
import type { Secrets } from '../platform/secrets/secrets'

/** What every way in and every way back in needs. Built once, in the composition. */
export interface WaysInDeps {
  readonly db: Kysely<Tables>
  readonly clinic: ClinicService
  readonly hasher: PasswordHasher
  readonly notices: Notices
  /** Seals contacts and TOTP secrets; `deriveKey` for keyed hashes of contacts and typed codes. */
  readonly secrets: Pick<Secrets, 'seal' | 'open' | 'deriveKey'>
  readonly announce: Announce
}

/** After a right first factor: a session, or the cookie of the second step (M4, M5). */
export type Admission =
  | { readonly kind: 'session'; readonly session: NewPortalSession }
  | { readonly kind: 'challenge'; readonly token: string; readonly maxAgeSeconds: number }

/** What the browser brings along to a sign-in. */
export interface Browser {
  /** The session it had: ends with the new one (W3). */
  readonly replaces: Buffer | null
  readonly shared: boolean
  readonly rememberedLock: number | null
}
