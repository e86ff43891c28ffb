import { barOf, type DeviceDecision } from '../../../shared/devices/deviceRules'
import {
  DEVICE_REASONS,
  type DeviceHolder,
  type DeviceInfo,
  type DeviceReason,
} from '../../../shared/devices/deviceSchemas'
import type { DeviceState } from '../../../shared/staff/staffSchemas'
import type { Tone } from '../../ui/tokens'

export interface StateWords {
  readonly tone: Tone
  readonly label: string
}

export const DEVICE_STATES: Readonly<Record<DeviceState, StateWords>> = {
  requested: { tone: 'progress', label: 'Waiting for approval' },
  active: { tone: 'success', label: 'Active' },
  suspended: { tone: 'warn', label: 'Suspended' },
  wipe_ordered: { tone: 'danger', label: 'To be wiped' },
  wiped: { tone: 'neutral', label: 'Wiped' },
  revoked: { tone: 'info', label: 'Removed' },
}

/** The state as a person has to take it: a console whose lease is over has locked itself, whatever the registry says. */
export function stateOf({ state, leaseExpired }: Pick<DeviceInfo, 'state' | 'leaseExpired'>): StateWords {
  if (state === 'active' && leaseExpired) return { tone: 'warn', label: 'Lease over' }
  return DEVICE_STATES[state]
}

const ORDER: Readonly<Record<DeviceState, number>> = {
  requested: 0,
  wipe_ordered: 1,
  suspended: 2,
  active: 3,
  wiped: 4,
  revoked: 5,
}

/** Those that wait for somebody come first, those that are gone last; inside a state the newest request first. */
export function inOrder(devices: readonly DeviceInfo[]): DeviceInfo[] {
  return [...devices].sort(
    (a, b) => ORDER[a.state] - ORDER[b.state] || b.requestedAt.localeCompare(a.requestedAt) || a.id.localeCompare(b.id),
  )
}

/** What can be decided about a console in this state, the gentlest first. */
export function decisionsFor(state: DeviceState): readonly DeviceDecision[] {
  if (state === 'requested') return ['approve', 'wipe']
  if (barOf(state) === 'removed') return []
  return state === 'suspended' ? ['resume', 'wipe'] : ['suspend', 'wipe']
}

export const REASON_WORDS: Readonly<Record<DeviceReason, string>> = {
  lost: 'It is lost',
  stolen: 'It was stolen',
  person_left: 'Its person has left the clinic',
  replaced: 'It is replaced by another computer',
  repair: 'It goes to repair',
  suspicion: 'Something about it looks wrong',
  other: 'Another reason',
}

export const REASON_CHOICES = DEVICE_REASONS.map((value) => ({ value, label: REASON_WORDS[value] }))

export interface DecisionWords {
  readonly button: string
  readonly title: string
  readonly consequence: string
  readonly confirm: string
  readonly done: string
  readonly cancel: string | null
  readonly asksReason: boolean
  readonly danger: boolean
}

/** The question before a decision, with what follows from it. */
export function decisionWords(decision: DeviceDecision, device: DeviceInfo): DecisionWords {
  const own = device.isThisDevice ? ' This is the console you are using now.' : ''
  const { name } = device
  switch (decision) {
    case 'approve':
      return {
        button: 'Approve',
        title: `Approve “${name}”?`,
        consequence:
          'Compare these words with the other screen. If they differ, somebody else is asking: do not approve. An approved console keeps a sealed copy of the records of whoever signs in there.',
        confirm: 'The words match, approve',
        done: `${name} is approved.`,
        cancel: null,
        asksReason: false,
        danger: false,
      }
    case 'suspend':
      return {
        button: 'Suspend',
        title: `Suspend “${name}”?`,
        consequence: `Everyone is signed out there at once. At its next contact it locks; its sealed copy and changes that it has not sent stay on it, and nobody can open them until you resume it. Without contact it locks by itself when the lease is over.${own}`,
        confirm: 'Suspend this console',
        done: `${name} is suspended.`,
        cancel: 'Leave it as it is',
        asksReason: true,
        danger: true,
      }
    case 'resume':
      return {
        button: 'Resume',
        title: `Resume “${name}”?`,
        consequence:
          'People can sign in there again and go on with what is on it, also with changes that were not sent.',
        confirm: 'Resume this console',
        done: `${name} can be used again.`,
        cancel: null,
        asksReason: false,
        danger: false,
      }
    case 'wipe':
      return wipeWords(device, own)
  }
}

function wipeWords({ name, state }: DeviceInfo, own: string): DecisionWords {
  const words = { done: `${name} is to be wiped.`, cancel: 'Keep it', asksReason: true, danger: true }
  if (state === 'requested')
    return {
      ...words,
      button: 'Turn away',
      title: `Turn “${name}” away?`,
      consequence: 'It can never be approved under this key. This cannot be undone.',
      confirm: 'Turn it away',
      done: `${name} is turned away.`,
    }
  return {
    ...words,
    button: 'Wipe',
    title: `Wipe “${name}”?`,
    consequence: `Everyone is signed out there at once. At its next contact it deletes its keys and its copy of the records, with changes that it had not sent, and confirms that with its signature; until then it shows as "To be wiped". This cannot be undone.${own}`,
    confirm: 'Wipe this console',
  }
}

/** "42 participants", with the clinic's own word put in by the caller. */
export function heldWords(count: number): string {
  return count === 1 ? '1 participant' : `${count.toLocaleString('en')} participants`
}

/** What one person's copy covers. */
export function scopeWords({ wholeClinic, participants }: Pick<DeviceHolder, 'wholeClinic' | 'participants'>): string {
  return wholeClinic ? `the whole clinic, ${heldWords(participants)}` : `their caseload, ${heldWords(participants)}`
}

const UNITS = ['KB', 'MB', 'GB', 'TB'] as const

/** A size on disk as people read it, in thousands: "4.2 MB". */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  let [value, unit] = [bytes / 1000, 0]
  while (value >= 999.95 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1]
  return `${value.toFixed(value < 10 ? 1 : 0)} ${UNITS[unit]}`
}

export interface WaitingThere {
  /** Null: nobody on this console has reported yet. */
  readonly unsent: number | null
  readonly oldestAt: string | null
  readonly bytes: number | null
}

/** What all copies on a console come to. */
export function waitingOn(holders: DeviceInfo['holders']): WaitingThere {
  const reported = holders.filter(({ reportedAt }) => reportedAt !== null)
  const oldest = reported.flatMap(({ oldestUnsentAt }) => oldestUnsentAt ?? []).sort()
  const sizes = reported.flatMap(({ bytes }) => bytes ?? [])
  return {
    unsent: reported.length === 0 ? null : reported.reduce((sum, { unsent }) => sum + (unsent ?? 0), 0),
    oldestAt: oldest[0] ?? null,
    bytes: sizes.length === 0 ? null : sizes.reduce((sum, bytes) => sum + bytes, 0),
  }
}
