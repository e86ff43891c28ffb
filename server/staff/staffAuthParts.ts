import type { Kysely } from 'kysely'
import type { PasswordHasher } from '../accounts/passwordHash'
import type { Tables } from '../platform/database/tables'
import type { RandomSource } from '../platform/secrets/opaqueToken'
import type { Sealing } from '../platform/secrets/sealing'
import type { ProvenDevice } from './staffContext'

export interface StaffAuthOptions {
  readonly db: Kysely<Tables>
  readonly sealing: Sealing
  readonly hasher: PasswordHasher
  /** System generator when left out. */
  readonly random?: RandomSource
}

/** The console that signs in. `now` is server time. */
export interface SignInFrom {
  readonly device: ProvenDevice
  readonly address: string | null
  readonly now: Date
}
