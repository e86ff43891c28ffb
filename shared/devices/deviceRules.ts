import type { DeviceState } from '../staff/staffSchemas'

export type DeviceDecision = 'approve' | 'revoke'

/** `done`: nothing to write, the device is already so. `refused`: a removed device never comes back under the same key. */
export type DecisionOutcome = { readonly next: DeviceState } | 'done' | 'refused'

/** Deciding twice is the same as once; a revoked device must register anew with a new key (D3). */
export function decideDevice(state: DeviceState, decision: DeviceDecision): DecisionOutcome {
  if (decision === 'revoke') return state === 'revoked' ? 'done' : { next: 'revoked' }
  if (state === 'revoked') return 'refused'
  return state === 'active' ? 'done' : { next: 'active' }
}
