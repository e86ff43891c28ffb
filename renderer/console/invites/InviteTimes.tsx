import { IconMessageQuestion } from '@tabler/icons-react'
import type { InviteDoc, InviteState } from '../../../shared/invites/inviteSchemas'
import { formatDate } from '../../ui/formatDate'
import { plural } from '../../ui/language'
import { useDateFormat } from '../participants/clinicHooks'
import classes from './Invites.module.css'

/** Every dated fact of an invite that has happened, and until when it works. Zero wrong codes are not worth a word. */
export function InviteTimes({ doc, state }: { readonly doc: InviteDoc; readonly state: InviteState }) {
  const format = useDateFormat()
  const facts: readonly (readonly [string, string | null])[] = [
    [state === 'expired' ? 'Expired' : 'Works until', endsBefore(doc) ? null : doc.expiresAt],
    ['Emailed', doc.emailedAt],
    ['Email failed', doc.emailFailedAt],
    ['Opened', doc.openedAt],
    ['Accepted', doc.acceptedAt],
    [doc.revokedByName ? `Revoked by ${doc.revokedByName}` : 'Revoked', doc.revokedAt],
    ['Replaced', doc.supersededAt],
    ['Locked', doc.lockedAt],
  ]
  return (
    <>
      <dl className={classes.facts2}>
        {facts.map(([label, at]) =>
          at === null ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{formatDate(at, 'dateTime', format)}</dd>
            </div>
          ),
        )}
        {doc.wrongCodes > 0 ? (
          <div>
            <dt>Wrong codes</dt>
            <dd>{plural('en', doc.wrongCodes, { one: '# try', other: '# tries' })}</dd>
          </div>
        ) : null}
      </dl>
      {doc.askedAgainAt ? (
        <p className={classes.asked}>
          <IconMessageQuestion size={16} aria-hidden /> {formatDate(doc.askedAgainAt, 'dateTime', format)}: somebody
          with this link asked for a new one.
        </p>
      ) : null}
    </>
  )
}

/** Until when it would have worked says nothing once it was ended earlier. */
function endsBefore({ acceptedAt, revokedAt, supersededAt, lockedAt, expiresAt }: InviteDoc): boolean {
  return [acceptedAt, revokedAt, supersededAt, lockedAt].some((at) => at !== null && at < expiresAt)
}
