import { Alert, Button, Paper } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { PersonName } from '../../ui/PersonName'
import type { OutboxEntry } from '../replica/replicaDatabase'
import { useSession } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { outboxReason, outboxTitle } from '../sync/outboxWords'
import { bringItBack, type Within } from './bringItBack'
import classes from './Undone.module.css'
import { Papers } from './UndonePapers'
import { Access, Fields, Whole } from './UndoneParts'
import type { UndoneView } from './undoneViews'

export interface UndoneCardProps {
  readonly view: UndoneView
  readonly within: Within
}

const NOTHING: Within = { access: false, record: false, paths: [] }

/** What the restore undid of one record, each part with its way back. */
export function UndoneCard({ view, within }: UndoneCardProps) {
  const { replica } = useSession()
  const { open, name, fileNumber, now, id } = view
  const bring = async (wanted: Partial<Within>) =>
    await bringItBack(replica, [{ view, within: { ...NOTHING, ...wanted } }])
  return (
    <Paper component="article" className={classes.card} aria-label={name}>
      <div className={classes.head}>
        <h2 className={classes.title}>
          {now ? (
            <Link href={`/participants/${id}`} className={classes.person}>
              <PersonName name={name} />
            </Link>
          ) : (
            <PersonName name={name} />
          )}
        </h2>
        <bdi className={classes.number}>{fileNumber}</bdi>
        <Leave view={view} />
      </div>
      {open.access ? <Access view={view} onBring={within.access ? () => void bring({ access: true }) : null} /> : null}
      {open.record ? <Whole view={view} onBring={within.record ? () => void bring({ record: true }) : null} /> : null}
      <Papers view={view} />
      {open.paths.length > 0 ? (
        <Fields view={view} within={within.paths} onBring={(paths) => void bring({ paths })} />
      ) : null}
      {view.troubled.map((entry) => (
        <Troubled key={entry.item.writeId} entry={entry} name={name} />
      ))}
    </Paper>
  )
}

function Troubled({ entry, name }: { readonly entry: OutboxEntry; readonly name: string }) {
  const { replica } = useSession()
  const say = useSay()
  return (
    <Alert color="warn" role="alert" icon={<IconAlertTriangle aria-hidden />} title={outboxTitle(entry.item, name)}>
      <div className={classes.way}>
        <span>{say(outboxReason(entry) ?? '')}</span>
        <Button size="compact-xs" variant="subtle" onClick={() => void replica.dismiss(entry.item.writeId)}>
          Dismiss
        </Button>
      </div>
    </Alert>
  )
}

/** Whoever knows better than the former record says so, and this console forgets it. */
function Leave({ view }: { readonly view: UndoneView }) {
  const { replica } = useSession()
  const [asking, setAsking] = useState(false)
  const leave = async () => {
    setAsking(false)
    await replica.leaveUndone(view.id)
    // The card and its button are gone.
    document.getElementById('main')?.focus()
  }
  return (
    <div className={classes.leave}>
      <Button size="xs" variant="subtle" onClick={() => setAsking(true)}>
        Leave it as it is
      </Button>
      <ConfirmDialog
        opened={asking}
        danger
        title={`Leave ${view.name} as the backup has it?`}
        consequence="Nothing changes on the server. This console forgets what it knew from before the restore, and this cannot be undone. Other consoles may still offer it."
        confirmLabel="Leave as it is"
        onConfirm={() => void leave()}
        onCancel={() => setAsking(false)}
      />
    </div>
  )
}
