import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { EmptyState } from '../../ui/EmptyState'
import { formatDate } from '../../ui/formatDate'
import { plural } from '../../ui/language'
import { PageHeader } from '../../ui/PageHeader'
import { HelpLink } from '../help/HelpLink'
import { useClinic, useDateFormat, usePrograms } from '../participants/clinicHooks'
import { useSession, useStore } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { bringItBack, isChangedSince, isNothing, type Wanted, withinReach } from './bringItBack'
import classes from './Undone.module.css'
import { UndoneCard } from './UndoneCard'
import { undoneViews } from './undoneViews'

/** As many as are drawn at once. */
const PAGE = 20

/** K2: what this console had from the server after the backup was made, and the restored server does not have. Nothing comes back unasked. */
export function UndonePage() {
  const session = useSession()
  const say = useSay()
  const { stores } = session.replica
  useStore(stores.undone)
  useStore(stores.outbox)
  useStore(stores.participants)
  useStore(stores.staff)
  const programs = usePrograms()
  const [shown, setShown] = useState(PAGE)
  const note = useClinic()?.restored ?? null
  const format = useDateFormat()
  const all = undoneViews(stores).map(
    (view): Wanted => ({ view, within: withinReach(view, session.colleague(), programs) }),
  )
  return (
    <div className={classes.page}>
      <PageHeader
        title="What the restore undid"
        sub={
          <>
            {note
              ? `The server was restored from a backup of ${formatDate(note.backupMadeAt, 'dateTime', format)}. `
              : ''}
            {say(
              'This console had seen later changes to these records. Nothing comes back unless somebody brings it back.',
            )}{' '}
            <HelpLink slug="audit-log" section="restore">
              How this works
            </HelpLink>
          </>
        }
        actions={<Everything all={all} />}
      />
      {all.length === 0 ? (
        <EmptyState
          icon={IconHistory}
          title="Nothing is open"
          sentence="When a backup is put back on the server, what this console knows of later changes appears here."
          action={<Link href="/participants">{say('Go to participants')}</Link>}
        />
      ) : (
        <ul className={classes.list}>
          {all.slice(0, shown).map(({ view, within }) => (
            <li key={view.id}>
              <UndoneCard view={view} within={within} />
            </li>
          ))}
        </ul>
      )}
      {all.length > shown ? (
        <Button variant="default" onClick={() => setShown(shown + PAGE)}>
          Show more ({all.length - shown} left)
        </Button>
      ) : null}
    </div>
  )
}

/** After a night's work is lost, a hundred cards are too many to press one by one. */
function Everything({ all }: { readonly all: readonly Wanted[] }) {
  const { replica } = useSession()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const safe = all.map(({ view, within }) => ({
    view,
    within: isChangedSince(view) ? { ...within, paths: [] } : within,
  }))
  const reach = safe.filter(({ within }) => !isNothing(within))
  if (reach.length < 2) return null
  const bring = async () => {
    setBusy(true)
    // A disk that refuses it says so itself.
    await bringItBack(replica, reach).finally(() => setBusy(false))
    setAsking(false)
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>Bring everything back</Button>
      <ConfirmDialog
        opened={asking}
        busy={busy}
        title={`Bring back what the restore undid of ${reach.length} records?`}
        consequence={`${sumWords(reach)} will be sent to the server in your name. Fields of records that somebody has changed since the restore are left for you to look at.`}
        confirmLabel="Bring everything back"
        onConfirm={() => void bring()}
        onCancel={() => setAsking(false)}
      />
    </>
  )
}

function sumWords(reach: readonly Wanted[]): string {
  const access = reach.filter(({ within }) => within.access).length
  const records = reach.filter(({ within }) => within.record).length
  const fields = reach.reduce((sum, { within }) => sum + within.paths.length, 0)
  const parts = [
    ...(access > 0 ? [plural('en', access, { one: '# revocation', other: '# revocations' })] : []),
    ...(records > 0 ? [plural('en', records, { one: '# record', other: '# records' })] : []),
    ...(fields > 0 ? [plural('en', fields, { one: '# field', other: '# fields' })] : []),
  ]
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(parts)
}
