import { Alert, Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { isTroubled } from '../replica/outboxEntries'
import { useSession } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { ConflictWays } from '../sync/ConflictWays'
import { outboxReason } from '../sync/outboxWords'
import classes from './Accounts.module.css'
import { type AccountWish, QUEUED_WORDS } from './accountWishes'

/** What the server did not do, each with its reason, until a person has read it. */
export function WishNotices({ wishes }: { readonly wishes: readonly AccountWish[] }) {
  const { replica } = useSession()
  const say = useSay()
  return wishes
    .filter(({ entry }) => isTroubled(entry))
    .map(({ entry, item }) => (
      <Alert
        key={item.writeId}
        color={entry.state === 'conflict' ? 'warn' : 'danger'}
        role="alert"
        icon={<IconAlertTriangle aria-hidden />}
        title={`${QUEUED_WORDS[item.kind]} was not done`}
        className={classes.refused ?? ''}
      >
        <div className={classes.refusedRow}>
          <span>{say(outboxReason(entry) ?? '')}</span>
          <div className={classes.ways}>
            <ConflictWays entry={entry} onPortal />
            <Button size="xs" variant="subtle" onClick={() => void replica.dismiss(item.writeId)}>
              Dismiss
            </Button>
          </div>
        </div>
      </Alert>
    ))
}
