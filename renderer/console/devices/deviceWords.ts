import type { DeviceInfo, DeviceState } from '../../../shared/staff/staffSchemas'
import type { Tone } from '../../ui/tokens'

export const DEVICE_STATES: Readonly<Record<DeviceState, { readonly tone: Tone; readonly label: string }>> = {
  requested: { tone: 'progress', label: 'Waiting for approval' },
  active: { tone: 'success', label: 'Active' },
  revoked: { tone: 'neutral', label: 'Removed' },
}

const ORDER: Readonly<Record<DeviceState, number>> = { requested: 0, active: 1, revoked: 2 }

/** Those that wait come first, removed ones last; inside a state the newest request first. */
export function inOrder(devices: readonly DeviceInfo[]): DeviceInfo[] {
  return [...devices].sort(
    (a, b) => ORDER[a.state] - ORDER[b.state] || b.requestedAt.localeCompare(a.requestedAt) || a.id.localeCompare(b.id),
  )
}

export type Decision = 'approve' | 'remove'

/** The question before a decision, with what follows from it. */
export function decisionWords(decision: Decision, device: DeviceInfo) {
  if (decision === 'approve')
    return {
      title: `Approve "${device.name}"?`,
      consequence:
        'Compare these words with the other screen. If they differ, somebody else is asking: do not approve. An approved console keeps a sealed copy of the records of whoever signs in there.',
      confirm: 'The words match, approve',
    }
  const own = device.isThisDevice ? ' This is the console you are using now.' : ''
  const consequence =
    device.state === 'requested'
      ? 'It is turned away and can never be approved under this key. This cannot be undone.'
      : `Everyone is signed out there at once, and its copy of the records is deleted at its next contact, with changes that it had not sent. This cannot be undone.${own}`
  return { title: `Remove "${device.name}"?`, consequence, confirm: 'Remove this console' }
}
