import { Button, Progress } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { plural } from '../../ui/language'
import { PersonName } from '../../ui/PersonName'
import { useSession, useSyncState } from '../shell/SessionContext'
import { type BulkOutcome, bulkInvite } from './bulkInvite'
import { browserSources } from './inviteSecrets'
import classes from './Overview.module.css'
import type { OverviewRow } from './overviewRows'

const invites = (count: number) => plural('en', count, { one: '# invite', other: '# invites' })

/** Sends the chosen invites again by email: asks first, shows how far it is, can be stopped, and names what did not work. */
export function BulkBar({ rows, onDone }: { readonly rows: readonly OverviewRow[]; readonly onDone: () => void }) {
  const { replica, client, sync } = useSession()
  const { link } = useSyncState()
  const [asking, setAsking] = useState(false)
  const [total, setTotal] = useState(0)
  const [running, setRunning] = useState(false)
  const [outcomes, setOutcomes] = useState<readonly BulkOutcome[]>([])
  const stopped = useRef(false)
  const send = async () => {
    setAsking(false)
    setTotal(rows.length)
    setOutcomes([])
    setRunning(true)
    stopped.current = false
    await bulkInvite(
      {
        replica,
        client,
        sources: browserSources,
        syncNow: () => sync.syncNow(),
        isStopped: () => stopped.current,
        onProgress: setOutcomes,
      },
      rows,
    )
    setRunning(false)
    onDone()
  }
  const failed = outcomes.filter(({ problem }) => problem !== null)
  return (
    <section className={classes.bulk} aria-label="Send again">
      {running ? (
        <>
          <Progress value={total === 0 ? 0 : (outcomes.length / total) * 100} aria-label="Sending" />
          <div className={classes.bulkRow}>
            <span role="status">
              {outcomes.length} of {invites(total)} done
            </span>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                stopped.current = true
              }}
            >
              Stop
            </Button>
          </div>
        </>
      ) : (
        <div className={classes.bulkRow}>
          <Button
            leftSection={<IconMail size={16} aria-hidden />}
            disabled={rows.length === 0 || link !== 'online'}
            onClick={() => setAsking(true)}
          >
            {rows.length === 0 ? 'Send again by email' : `Send ${invites(rows.length)} again by email`}
          </Button>
          <span className={classes.soft}>
            {link === 'online' ? 'Choose invites in the list.' : 'Not possible offline: the server sends the emails.'}
          </span>
        </div>
      )}
      {!running && outcomes.length > 0 ? (
        <div role="status">
          <p className={classes.soft}>
            {outcomes.length - failed.length} of {invites(total)} sent.
            {outcomes.length < total
              ? ` ${invites(total - outcomes.length)} not tried: their older links still work.`
              : null}
          </p>
          <ul className={classes.failed}>
            {failed.map(({ row, problem }) => (
              <li key={row.id}>
                <PersonName name={row.name} />: {problem}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <ConfirmDialog
        opened={asking}
        title={`Send ${invites(rows.length)} again?`}
        consequence="Each gets a new link by email to the starred address, and the older link stops working at once. Verbal codes that were given stay valid. This cannot be undone."
        confirmLabel="Send"
        onConfirm={() => void send()}
        onCancel={() => setAsking(false)}
      />
    </section>
  )
}
