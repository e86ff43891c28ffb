import type { Kysely } from 'kysely'
import type { PasswordHasher } from '../accounts/passwordHash'
import type { ClinicService } from '../clinic/clinicService'
import type { Tables } from '../platform/database/tables'
import type { Tx } from '../platform/database/transaction'

/** Tells the consoles, after the commit, that something up to `rev` changed. */
export type Announce = (tx: Tx, rev: number) => Promise<void>

/** What the pages behind an invite link need. Built once, in the composition. */
export interface InvitePageDeps {
  readonly db: Kysely<Tables>
  readonly clinic: ClinicService
  readonly hasher: PasswordHasher
  readonly announce: Announce
}
