import type { DeviceState } from '../staff/staffSchemas'

export type DeviceDecision = 'approve' | 'suspend' | 'resume' | 'wipe'

/**
 * `done`: nothing to write, the device is already so. `removed`: a wiped or removed device never comes back under the same key.
 * `refused`: not from this state; somebody else has decided meanwhile.
 */
export type DecisionOutcome = { readonly next: DeviceState } | 'done' | 'removed' | 'refused'

/** What keeps a console out, whoever signs in on it (D3). */
export type DeviceBar = 'suspended' | 'removed'

/** Null: may go on as far as the registry is concerned. `requested` is no bar: such a console may sign in and wait. */
export function barOf(state: DeviceState): DeviceBar | null {
  if (state === 'suspended') return 'suspended'
  return state === 'wipe_ordered' || state === 'wiped' || state === 'revoked' ? 'removed' : null
}

const NEXT: Readonly<Record<DeviceDecision, Partial<Record<DeviceState, DeviceState>>>> = {
  approve: { requested: 'active', active: 'active' },
  suspend: { active: 'suspended', suspended: 'suspended' },
  resume: { suspended: 'active', active: 'active' },
  wipe: { requested: 'wipe_ordered', active: 'wipe_ordered', suspended: 'wipe_ordered' },
}

/** Deciding twice is the same as once; a wiped device must register anew with a new key (D3). */
export function decideDevice(state: DeviceState, decision: DeviceDecision): DecisionOutcome {
  if (barOf(state) === 'removed') return decision === 'wipe' ? 'done' : 'removed'
  const next = NEXT[decision][state]
  if (next === undefined) return 'refused'
  return next === state ? 'done' : { next }
}

export interface WipeFacts {
  readonly state: DeviceState
  /** The order that this console was given; null when there is none. */
  readonly order: string | null
}

/** Whether a confirmation with a right signature is taken. Once: the state itself remembers that it came. */
export function decideWiped({ state, order }: WipeFacts, confirmed: string): 'take' | 'refuse' {
  return state === 'wipe_ordered' && order !== null && order === confirmed ? 'take' : 'refuse'
}

const DAY_MS = 86_400_000

/** A console that may work and was not heard of for the lease: it has locked itself (D3). */
export function leaseHasExpired(
  device: { readonly state: DeviceState; readonly lastContactAt: Date | null },
  leaseDays: number,
  now: Date,
): boolean {
  if (device.state !== 'active' && device.state !== 'suspended') return false
  return device.lastContactAt !== null && now.getTime() - device.lastContactAt.getTime() >= leaseDays * DAY_MS
}
