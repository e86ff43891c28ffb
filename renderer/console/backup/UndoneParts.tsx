import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { allPaths, valueAt } from '../../../shared/participants/participantRules'
import type { FieldValue, ParticipantFields } from '../../../shared/participants/participantSchemas'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import { useDateFormat, useDayFormat, usePrograms } from '../participants/clinicHooks'
import { contactKind, fieldLabel, valueWords } from '../participants/fieldWords'
import type { OutboxEntry } from '../replica/replicaDatabase'
import { useSyncState } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { CancelButton } from '../sync/CancelButton'
import { stateWords } from '../sync/queueWords'
import { isChangedSince } from './bringItBack'
import classes from './Undone.module.css'
import type { UndoneView } from './undoneViews'

/** A revocation that the backup does not know of. */
export function Access({ view, onBring }: { readonly view: UndoneView; readonly onBring: (() => void) | null }) {
  const format = useDateFormat()
  const { account } = view.held
  const at = account?.disabledAt
  return (
    <section className={classes.part}>
      <StatusBadge tone="danger" label="Portal access is open again" />
      <p className={classes.words}>
        It was revoked after the backup was made
        {at ? <time dateTime={at}>, on {formatDate(at, 'dateTime', format)}</time> : null}
        {account?.disabledByName ? (
          <>
            {' '}
            by <PersonName name={account.disabledByName} />
          </>
        ) : null}
        . The server does not know of that any more.
      </p>
      <Way entry={view.revoking} title="the revocation">
        {onBring ? (
          <Button size="xs" color="danger" onClick={onBring}>
            Revoke again
          </Button>
        ) : (
          <p className={classes.note}>Your role cannot revoke access. Tell a manager or an administrator now.</p>
        )}
      </Way>
    </section>
  )
}

/** A record that the server does not have: everything that is known of it, so that it can also be added by hand. */
export function Whole({ view, onBring }: { readonly view: UndoneView; readonly onBring: (() => void) | null }) {
  const say = useSay()
  const record = view.held.participant
  const words = useWords(record)
  if (!record) return null
  const told = allPaths(record).filter((path) => !['', null].includes(valueAt(record, path) as string | null))
  return (
    <section className={classes.part}>
      <StatusBadge tone="warn" label="The server does not have this record" />
      <p className={classes.words}>
        It was made after the backup.{' '}
        {say('What can come back is the record; an invite and a portal account are gone.')}
      </p>
      <dl className={classes.facts}>
        {told.map((path) => (
          <div key={path}>
            <dt>{fieldLabel(path)}</dt>
            <dd>
              <bdi>{words(path, valueAt(record, path))}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <ChangedLast view={view} />
      <Way entry={view.making} title="the record">
        {onBring ? (
          <Button size="xs" onClick={onBring}>
            Make the record again
          </Button>
        ) : (
          <p className={classes.note}>
            Its program is not on the server, or not one of yours. An administrator can add the record by hand.
          </p>
        )}
      </Way>
    </section>
  )
}

interface FieldsProps {
  readonly view: UndoneView
  readonly within: readonly string[]
  readonly onBring: (paths: readonly string[]) => void
}

/** Fields that said something else. */
export function Fields({ view, within, onBring }: FieldsProps) {
  const { held, now, open, writing } = view
  const before = useWords(held.participant)
  const after = useWords(now ?? null)
  if (!held.participant || !now) return null
  return (
    <section className={classes.part}>
      <ul className={classes.fields}>
        {open.paths.map((path) => (
          <li key={path} className={classes.field}>
            <dl className={classes.values}>
              <Value label={`${fieldLabel(path)}, before the restore`}>
                {before(path, valueAt(held.participant as ParticipantFields, path))}
              </Value>
              <Value label="On the server now">{after(path, valueAt(now, path), 'not there')}</Value>
            </dl>
            <Way entry={writing.get(path) ?? null} title={fieldLabel(path)}>
              {within.includes(path) ? (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => onBring([path])}
                  aria-label={`Bring back: ${fieldLabel(path)}`}
                >
                  Bring back
                </Button>
              ) : null}
            </Way>
          </li>
        ))}
      </ul>
      <ChangedLast view={view} />
      {within.length > 1 ? (
        <div>
          <Button size="xs" variant="default" onClick={() => onBring(within)}>
            Bring back these {within.length} fields
          </Button>
        </div>
      ) : null}
    </section>
  )
}

function Value({ label, children }: { readonly label: string; readonly children: string }) {
  return (
    <div className={classes.value}>
      <dt>{label}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  )
}

function ChangedLast({ view }: { readonly view: UndoneView }) {
  const { held, now } = view
  if (!held.participant) return null
  return (
    <p className={classes.note}>
      Last changed before the restore: <When {...held.participant} />
      {now && isChangedSince(view) ? (
        <>
          . Changed since the restore: <When {...now} />
        </>
      ) : null}
    </p>
  )
}

function When({ updatedAt, updatedBy }: { readonly updatedAt: string; readonly updatedBy: string }) {
  const format = useDateFormat()
  return (
    <>
      <time dateTime={updatedAt}>{formatDate(updatedAt, 'dateTime', format)}</time>
      {updatedBy ? (
        <>
          , <PersonName name={updatedBy} />
        </>
      ) : null}
    </>
  )
}

/** The button, or where the write stands; never in the past tense before the server has answered. */
function Way({
  entry,
  title,
  children,
}: {
  readonly entry: OutboxEntry | null
  readonly title: string
  readonly children: ReactNode
}) {
  const online = useSyncState().link === 'online'
  if (entry === null) return children === null ? null : <div className={classes.way}>{children}</div>
  const { tone, label } = stateWords(entry, online)
  return (
    <div className={classes.way}>
      <StatusBadge tone={tone} label={online ? label : `${label}, takes effect when online`} />
      {entry.state === 'queued' ? <CancelButton entry={entry} title={title} /> : null}
    </div>
  )
}

function useWords(record: ParticipantFields | null) {
  const programs = usePrograms()
  const dayOf = useDayFormat()
  return (path: string, value: FieldValue, missing?: string): string => {
    if (record === null) return ''
    if (missing && value === null && contactKind(path)) return missing
    return valueWords(path, value, { fields: record, programs, dayOf })
  }
}
