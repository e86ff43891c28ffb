import { z } from 'zod'
import { type LeaseRecord, type LeaseState, leaseContact, leaseState, WIPE_DAYS } from '../../shared/ipc/leaseRules'
import type { Clock, SecretBox } from './ports'
import type { Secrets } from './secrets'
import { createSerial } from './serial'

/** The keychain is not written more often than this: a lease counts in days, and a clock turned back gains no more. */
const SAVE_EVERY_MS = 10 * 60_000
const recordSchema = z.strictObject({
  contactAt: z.number(),
  seenAt: z.number(),
  leaseDays: z.int().min(1).max(WIPE_DAYS).optional(),
})
const nameOf = (staffId: string) => `lease.${staffId}`

/** Remembers per staff member when the server last answered (D3). */
export interface LeaseKeeper {
  /** `leaseDays` as the server told them with this answer; null leaves what was told before. */
  contact(staffId: string, leaseDays: number | null): Promise<void>
  /** Also writes down how late it is, so that turning the clock back helps nobody. */
  check(staffId: string): Promise<LeaseState>
  forget(staffId: string): Promise<void>
}

/** Keeps the records in `secrets`, with the newest copy in memory between two writes. */
export function createLeaseKeeper(secrets: Secrets, clock: Clock): LeaseKeeper {
  const serial = createSerial()
  const newest = new Map<string, LeaseRecord>()
  const saved = new Map<string, LeaseRecord>()

  const load = async (box: SecretBox | null, staffId: string) => {
    const known = newest.get(staffId)
    if (known || box === null) return known ?? null
    return parse(await box.get(nameOf(staffId)))
  }
  const keep = async (box: SecretBox | null, staffId: string, record: LeaseRecord) => {
    newest.set(staffId, record)
    if (box === null || !worthSaving(saved.get(staffId), record)) return
    await box.set(nameOf(staffId), JSON.stringify(record))
    saved.set(staffId, record)
  }

  return {
    contact: (staffId, leaseDays) =>
      serial(async () => {
        const box = await secrets.box()
        const told = leaseDays ?? (await load(box, staffId))?.leaseDays
        await keep(box, staffId, leaseContact(clock.now(), told))
      }),
    check: (staffId) =>
      serial(async () => {
        const box = await secrets.box()
        const answer = leaseState(await load(box, staffId), clock.now())
        if (answer.record) await keep(box, staffId, answer.record)
        return answer.state
      }),
    forget: (staffId) =>
      serial(async () => {
        newest.delete(staffId)
        saved.delete(staffId)
        await (await secrets.box())?.delete(nameOf(staffId))
      }),
  }
}

/** A record that went down (contact after a wrong clock) is always worth it, and so is another lease. */
function worthSaving(before: LeaseRecord | undefined, next: LeaseRecord): boolean {
  if (before === undefined || next.leaseDays !== before.leaseDays) return true
  if (next.contactAt < before.contactAt || next.seenAt < before.seenAt) return true
  return next.contactAt - before.contactAt >= SAVE_EVERY_MS || next.seenAt - before.seenAt >= SAVE_EVERY_MS
}

function parse(text: string | null): LeaseRecord | null {
  try {
    const result = recordSchema.safeParse(JSON.parse(text ?? ''))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
