import { useSession, useStore } from '../shell/SessionContext'
import classes from './Messages.module.css'
import { unreadWords } from './messageWords'
import { threadView } from './threadView'

/** The label of the tab, with how many messages nobody has read. */
export function MessagesTab({ participantId }: { readonly participantId: string }) {
  const { messages, outbox } = useSession().replica.stores
  useStore(messages)
  useStore(outbox)
  const { unread } = threadView({ messages, outbox }, participantId)
  return (
    <>
      Messages
      {unread.length > 0 ? (
        <span className={classes.count} title={unreadWords(unread.length)}>
          <span aria-hidden>{unread.length}</span>
          <span className="v-hidden">, {unreadWords(unread.length)}</span>
        </span>
      ) : null}
    </>
  )
}
