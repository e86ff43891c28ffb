import { Alert, Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { REFUSAL_SENTENCES } from '../../../shared/sync/refusalSentences'
import { useSession } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import classes from './Accounts.module.css'
import { type AccountWish, QUEUED_WORDS } from './accountWishes'

/** What the server refused, each with its reason, until a person has read it. */
export function WishNotices({ wishes }: { readonly wishes: readonly AccountWish[] }) {
  const { replica } = useSession()
  const say = useSay()
  return wishes
    .filter(({ entry }) => entry.state === 'refused')
    .map(({ entry, item }) => (
      <Alert
        key={item.writeId}
        color="danger"
        role="alert"
        icon={<IconAlertTriangle aria-hidden />}
        title={`${QUEUED_WORDS[item.kind]} was not done`}
        className={classes.refused ?? ''}
      >
        <div className={classes.refusedRow}>
          <span>{entry.reason ? say(REFUSAL_SENTENCES[entry.reason]) : 'The server did not accept this.'}</span>
          <Button size="xs" variant="subtle" onClick={() => void replica.dismiss(item.writeId)}>
            Dismiss
          </Button>
        </div>
      </Alert>
    ))
}
