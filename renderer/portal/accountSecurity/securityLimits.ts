import type {
  LOCK_MINUTES as LockMinutes,
  MOST_FACTORS as MostFactors,
} from '../../../shared/accountSecurity/securitySchemas'

/** The limits of `securitySchemas.ts` without the schemas: importing those would bring all of zod into the page. The types keep them equal. */
export const LOCK_MINUTES: typeof LockMinutes = [2, 5, 10, 15, 30, 60]
export const MOST_FACTORS: typeof MostFactors = 10
/** An unconfirmed secret dies after 10 minutes (M7); only chooses words here, the server decides. */
export const UNVERIFIED_FACTOR_MS = 10 * 60_000
