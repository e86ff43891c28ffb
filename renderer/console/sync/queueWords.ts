import type { Tone } from '../../ui/tokens'
import type { OutboxEntry } from '../replica/replicaDatabase'

export interface StateWords {
  readonly tone: Tone
  readonly label: string
  /** What happens next, or what to do; null where the reason says it all. */
  readonly next: string | null
}

/** Where a write stands. Only `applied` is in the past tense: the server has said so. */
export function stateWords({ state }: Pick<OutboxEntry, 'state'>, online: boolean): StateWords {
  switch (state) {
    case 'queued':
      return {
        tone: 'progress',
        label: 'Queued',
        next: online
          ? 'It leaves in a moment.'
          : 'It leaves when this console is online and signed in. Until then it can be taken back.',
      }
    case 'sent':
      return {
        tone: 'progress',
        label: 'Sent, no answer yet',
        next: online
          ? 'The server is working on it.'
          : 'It may have arrived, so it cannot be taken back. It is sent again, and counts once.',
      }
    case 'applied':
      return { tone: 'success', label: 'Done', next: null }
    case 'refused':
      return { tone: 'danger', label: 'Not done', next: null }
    case 'conflict':
      return { tone: 'warn', label: 'Overtaken', next: null }
  }
}

export interface CancelQuestion {
  readonly title: string
  readonly consequence: string
  readonly confirm: string
}

/** What must be asked before a queued write is taken back; null where nothing outside this list hangs on it. `more`: others that go with it. */
export function cancelQuestion({ item }: Pick<OutboxEntry, 'item'>, more: number): CancelQuestion | null {
  const also =
    more === 0
      ? ''
      : ` ${more === 1 ? 'One more entry' : `${more} more entries`} of this list cannot be without it and will go too.`
  switch (item.kind) {
    case 'invite.create':
    case 'invite.resend':
      return {
        title: 'Take this invite back?',
        consequence: `If you have handed its link or a printed letter to somebody, that link will never work.${item.kind === 'invite.resend' ? ' The invite before it goes on as it was.' : ''}${also}`,
        confirm: 'Take back',
      }
    case 'participant.create':
      return {
        title: 'Take this participant back?',
        consequence: `The new record is removed from this console, with everything that you wrote in it. This cannot be undone.${also}`,
        confirm: 'Remove the record',
      }
    case 'message.send':
      return {
        title: 'Take this message back?',
        consequence: 'It is not sent, and its text is gone. This cannot be undone.',
        confirm: 'Take back',
      }
    default:
      return more === 0 ? null : { title: 'Take this back?', consequence: also.trim(), confirm: 'Take back' }
  }
}
