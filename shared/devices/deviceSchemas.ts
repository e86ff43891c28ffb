import { z } from 'zod'
import type { Role } from '../access/roles'
import type { DeviceState } from '../staff/staffSchemas'

export const deviceIdSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/)
export const deviceDecisionSchema = z.strictObject({ deviceId: deviceIdSchema })

/** Why a console is suspended or to be wiped; in the audit log as it stands here (U1). */
export const DEVICE_REASONS = ['lost', 'stolen', 'person_left', 'replaced', 'repair', 'suspicion', 'other'] as const
export type DeviceReason = (typeof DEVICE_REASONS)[number]
export const deviceEndingSchema = z.strictObject({ deviceId: deviceIdSchema, reason: z.enum(DEVICE_REASONS) })

/** More than any console can hold; a larger number is not believed. */
const MOST_UNSENT = 1_000_000
const unsentSchema = z.int().min(0).max(MOST_UNSENT)

/** What a wiped console sends without a session. The signature is over `wipedText`; `unsent` counts writes that are lost with it. */
export const wipedSchema = z.strictObject({
  orderId: z.uuid(),
  unsent: unsentSchema,
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
})
export type Wiped = z.infer<typeof wipedSchema>

const TEN_YEARS_SECONDS = 10 * 366 * 86_400
/** How one person's copy on a console stands; counts only. An age and not a time: the console's clock decides nothing (Y5). */
export const syncReportSchema = z.strictObject({
  unsent: unsentSchema,
  oldestUnsentSeconds: z.int().min(0).max(TEN_YEARS_SECONDS).nullable(),
  documents: z.int().min(0).max(100_000_000),
  /** Size on disk; null in memory or where the browser does not say. */
  bytes: z
    .int()
    .min(0)
    .max(2 ** 50)
    .nullable(),
})
export type SyncReport = z.infer<typeof syncReportSchema>

/** Somebody who synced on a console, with what their copy held as of their last sync there. */
export interface DeviceHolder {
  readonly staffId: string
  readonly name: string
  /** The role in which they synced last. */
  readonly role: Role
  readonly syncedAt: string
  readonly wholeClinic: boolean
  readonly participants: number
  readonly unsent: number | null
  readonly oldestUnsentAt: string | null
  readonly bytes: number | null
  readonly reportedAt: string | null
}

export interface DeviceInfo {
  readonly id: string
  readonly name: string
  readonly state: DeviceState
  /** Derived: no contact for the clinic's lease, so it has locked itself (D3). */
  readonly leaseExpired: boolean
  readonly phrase: string
  readonly requestedByName: string
  readonly requestedAt: string
  readonly decidedByName: string | null
  readonly decidedAt: string | null
  readonly lastContactAt: string | null
  readonly appVersion: string
  readonly isThisDevice: boolean
  /** The last suspension, resumption or wipe order. */
  readonly changed: { readonly at: string; readonly byName: string | null; readonly reason: DeviceReason | null } | null
  /** Confirmed with the console's own signature. */
  readonly wiped: { readonly at: string; readonly unsentLost: number } | null
  readonly holders: readonly DeviceHolder[]
  /** Different participants over all holders. */
  readonly participants: number
}

/** The list for the clinic's own breach work: everybody whose record lay on this console. */
export interface DeviceHolding {
  readonly deviceId: string
  readonly deviceName: string
  readonly madeAt: string
  readonly holders: readonly (DeviceHolder & {
    readonly programs: readonly { readonly name: string; readonly participants: number }[]
  })[]
  readonly participants: readonly {
    readonly name: string
    readonly fileNumber: string
    readonly program: string
    /** Whose copies held them. */
    readonly heldBy: readonly string[]
  }[]
}
