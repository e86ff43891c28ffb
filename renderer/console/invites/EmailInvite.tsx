import { Button } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { ClinicDoc } from '../../../shared/clinic/clinicSchemas'
import { inviteState, isLiving } from '../../../shared/invites/inviteRules'
import type { InviteDoc } from '../../../shared/invites/inviteSchemas'
import { defaultEmailOf } from '../../../shared/participants/participantRules'
import { isOffline, problemOf } from '../../api/apiError'
import { formatDate } from '../../ui/formatDate'
import { useDateFormat } from '../participants/clinicHooks'
import type { ParticipantView } from '../participants/participantDirectory'
import { useSession, useSyncState } from '../shell/SessionContext'
import classes from './Invites.module.css'
import { clockWords, pauseLeft } from './inviteWords'

export interface EmailInviteProps {
  readonly view: ParticipantView
  /** Null while the server does not have the invite. */
  readonly doc: InviteDoc | null
  readonly token: string
  readonly clinic: ClinicDoc
  readonly now: Date
}

/** S4.3, S4.4: the server emails the link to the starred address. What stands in the way is said beside the button. */
export function EmailInvite({ view, doc, token, clinic, now }: EmailInviteProps) {
  const { client } = useSession()
  const { link } = useSyncState()
  const format = useDateFormat()
  const reasonId = useId()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  /** The server's answer; the replica hears of it a moment later. */
  const [answer, setAnswer] = useState<InviteDoc | null>(null)
  const to = defaultEmailOf(view.participant)?.value ?? null
  const emailedAt = doc?.emailedAt ?? answer?.emailedAt ?? null
  const wait = pauseLeft(emailedAt, clinic.settings.resendCooldownMinutes, now)
  const obstacle = (): string | null => {
    if (to === null) return 'There is no email address in the file. Add one, and mark it with the star.'
    if (link !== 'online') return 'Not possible offline: the server sends the email. Copy or print the link instead.'
    if (doc === null) return 'Possible as soon as the server has this invite.'
    if (!isLiving(inviteState(doc, now))) return 'This invite is over.'
    if (hasPendingEmail(view)) return 'Possible as soon as the server has the new email address.'
    return wait > 0 ? `Can be sent again in ${clockWords(wait)}.` : null
  }
  const why = obstacle()
  const send = async () => {
    if (doc === null) return
    setBusy(true)
    setProblem(null)
    try {
      setAnswer(await client.invites.email.mutate({ inviteId: doc.id, token }))
    } catch (error) {
      const { sentence, ...rest } = problemOf(error)
      setProblem(
        isOffline(rest)
          ? 'No answer came, and the email may be out. Wait whether it shows here as emailed before you send it again.'
          : sentence,
      )
    }
    setBusy(false)
  }
  return (
    <div className={classes.email}>
      <Button
        variant="default"
        leftSection={<IconMail size={16} aria-hidden />}
        disabled={why !== null}
        loading={busy}
        aria-describedby={reasonId}
        onClick={() => void send()}
      >
        {to === null ? 'Email the link' : `Email to ${to}`}
      </Button>
      <p id={reasonId} className={classes.soft} role="status">
        {problem ? <span className={classes.problem}>{problem} </span> : null}
        {emailedAt ? (
          <>
            {formatDate(emailedAt, 'time', format)}: emailed. Tell them to expect a message from {clinic.mailSender},
            and to look in the spam folder too.{' '}
          </>
        ) : null}
        {why}
      </p>
    </div>
  )
}

function hasPendingEmail({ pendingPaths, isDraft }: ParticipantView): boolean {
  return isDraft || [...pendingPaths].some((path) => path === 'defaultEmail' || path.startsWith('email:'))
}
