import { inviteState } from '../../../shared/invites/inviteRules'
import { formatDate } from '../../ui/formatDate'
import { StatusBadge } from '../../ui/StatusBadge'
import { useDateFormat } from '../participants/clinicHooks'
import { useSession, useStore, useSyncState } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { outboxReason } from '../sync/outboxWords'
import classes from './Invites.module.css'
import { INVITE_WORDS } from './inviteWords'

export interface InviteStatusProps {
  readonly inviteId: string
  readonly writeId: string
  readonly now: Date
}

/** Where the new invite stands, live: waiting for the server, live, opened, accepted, or refused in plain words. */
export function InviteStatus({ inviteId, writeId, now }: InviteStatusProps) {
  const say = useSay()
  const { replica } = useSession()
  const { link } = useSyncState()
  const format = useDateFormat()
  const doc = useStore(replica.stores.invites).get(inviteId)
  const entry = useStore(replica.stores.outbox).get(writeId)
  const said = () => {
    const why = entry ? outboxReason(entry) : null
    if (why !== null) return { tone: 'danger', label: 'Not created', words: say(why) } as const
    if (!doc) {
      const words = link === 'online' ? 'It becomes live in a moment.' : 'It becomes live when this console is online.'
      return { ...INVITE_WORDS.draft_offline, words }
    }
    const state = inviteState(doc, now)
    const { tone, label } = INVITE_WORDS[state]
    const until = formatDate(doc.expiresAt, 'dateTime', format)
    if (state === 'pending') return { tone: 'success', label: 'Live', words: `The link works until ${until}` } as const
    if (state === 'opened')
      return { tone, label, words: `${say('The participant has opened it.')} It works until ${until}` }
    if (state === 'accepted') return { tone, label, words: say('The participant has set up the account.') }
    return { tone, label, words: '' }
  }
  const { tone, label, words } = said()
  return (
    <div className={classes.status} role="status">
      <StatusBadge tone={tone} label={label} />
      <span>{words}</span>
    </div>
  )
}
