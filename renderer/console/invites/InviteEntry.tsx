import { Alert, Button, Paper } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { isLiving, sharedTogether } from '../../../shared/invites/inviteRules'
import type { InviteDoc, InviteShare } from '../../../shared/invites/inviteSchemas'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import { useClinic, useDateFormat } from '../participants/clinicHooks'
import { isTroubled, isUnsettled } from '../replica/outboxEntries'
import type { OutboxEntry } from '../replica/replicaDatabase'
import { useSession, useSyncState } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { ConflictWays } from '../sync/ConflictWays'
import { outboxReason } from '../sync/outboxWords'
import classes from './Invites.module.css'
import { InviteTimes } from './InviteTimes'
import type { InviteLine } from './inviteViews'
import { canResend, clockWords, INVITE_WORDS, pauseLeft, sharedWords, togetherWords } from './inviteWords'

export interface InviteEntryProps {
  readonly line: InviteLine
  readonly now: Date
  /** Only the newest is sent again; the ones before it are history. */
  readonly newest: boolean
  readonly mayResend: boolean
  readonly mayRevoke: boolean
  /** `letter`: the sheet is to be printed once more, which is a new link as well. */
  readonly onResend: (previous: InviteDoc, how: 'link' | 'letter') => void
  readonly onRevoke: () => void
}

/** One invite: its state by the server, what this console still wants of it, its times, and what can be done. */
export function InviteEntry({ line, now, newest, mayResend, mayRevoke, onResend, onRevoke }: InviteEntryProps) {
  const { doc, made, revoke, state } = line
  const format = useDateFormat()
  const clinic = useClinic()
  const { link } = useSyncState()
  const notMade = made !== null && isTroubled(made)
  const words = notMade ? ({ tone: 'danger', label: 'Not created' } as const) : INVITE_WORDS[state]
  const isQueued = revoke !== null && isUnsettled(revoke)
  const open = doc ? isLiving(state) : made !== null && isUnsettled(made)
  const wait = doc && clinic ? pauseLeft(doc.createdAt, clinic.settings.resendCooldownMinutes, now) : 0
  return (
    <Paper component="li" className={classes.entry} data-state={state}>
      <div className={classes.entryHead}>
        <div className={classes.badges}>
          <StatusBadge tone={words.tone} label={words.label} />
          {isQueued ? (
            <StatusBadge
              tone="progress"
              label={link === 'online' ? 'Revoke is being sent' : 'Revoke queued, takes effect when online'}
            />
          ) : null}
        </div>
        <div className={classes.entryWays}>
          {mayResend && newest && !isQueued && doc && canResend(state, doc) ? (
            <Button size="xs" variant="default" disabled={wait > 0} onClick={() => onResend(doc, 'link')}>
              {wait > 0 ? `Resend in ${clockWords(wait)}` : 'Resend'}
            </Button>
          ) : null}
          {mayResend && newest && !isQueued && doc && isLiving(state) ? (
            <Button size="xs" variant="subtle" disabled={wait > 0} onClick={() => onResend(doc, 'letter')}>
              Print a new letter
            </Button>
          ) : null}
          {mayRevoke && open && !isQueued ? (
            <Button size="xs" variant="subtle" color="danger" onClick={onRevoke}>
              Revoke
            </Button>
          ) : null}
        </div>
      </div>
      <p className={classes.made}>
        {notMade ? 'Asked for' : 'Created'} {formatDate(line.madeAt, 'dateTime', format)} by{' '}
        {doc ? <PersonName name={doc.createdByName} /> : 'you, on this console'}
        {doc?.hasVerbalCode ? ', with a verbal code' : ''}
        {doc?.mfaRequired ? ', asks for a second factor' : ''}
      </p>
      {doc?.shared ? <Shared doc={doc} share={doc.shared} /> : null}
      {doc ? <InviteTimes doc={doc} state={state} /> : null}
      {notMade && made ? <Refused entry={made} /> : null}
      {revoke !== null && isTroubled(revoke) ? <Refused entry={revoke} /> : null}
    </Paper>
  )
}

/** How it was handed over, as noted; and whether that was no check at all. */
function Shared({ doc, share }: { readonly doc: InviteDoc; readonly share: InviteShare }) {
  const together = sharedTogether(share, doc)
  return (
    <p className={classes.made}>
      {sharedWords(share)}
      {together.length > 0 ? (
        <>
          . <strong>{togetherWords(together)}</strong>
        </>
      ) : null}
    </p>
  )
}

/** What the server said to this console's wish; stays until a person has read it. */
function Refused({ entry }: { readonly entry: OutboxEntry }) {
  const { replica } = useSession()
  const say = useSay()
  return (
    <Alert
      color={entry.state === 'conflict' ? 'warn' : 'danger'}
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      className={classes.refused ?? ''}
    >
      <div className={classes.refusedRow}>
        <span>{say(outboxReason(entry) ?? '')}</span>
        <div className={classes.ways}>
          <ConflictWays entry={entry} onPortal />
          <Button size="xs" variant="subtle" onClick={() => void replica.dismiss(entry.item.writeId)}>
            Dismiss
          </Button>
        </div>
      </div>
    </Alert>
  )
}
