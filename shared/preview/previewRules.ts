import type { Obstacle } from './previewSchemas'

export interface Standing {
  readonly portalEnabled: boolean
  readonly account: {
    readonly isDisabled: boolean
    readonly consentDone: boolean
    readonly mfaDone: boolean
  } | null
}

/** The first thing in the way, in the order of the portal's own gates (decision 0003); null: nothing (product.md item 10). */
export function obstacleOf({ portalEnabled, account }: Standing): Obstacle | null {
  if (!portalEnabled) return 'portal_off'
  if (account === null) return 'no_account'
  if (account.isDisabled) return 'revoked'
  if (!account.consentDone) return 'consents'
  return account.mfaDone ? null : 'second_factor'
}
