import { lazy, Suspense } from 'react'
import { createPortal } from 'react-dom'
import type { ClinicDoc } from '../../../shared/clinic/clinicSchemas'
import { inviteUrl } from '../../../shared/invites/inviteLinks'
import { displayName, fullName } from '../../../shared/participants/participantRules'
import type { Participant } from '../../../shared/participants/participantSchemas'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import classes from './InviteLetter.module.css'
import { LETTER_TEXT } from './letterText'

const QrCode = lazy(() => import('../../ui/QrCode').then((module) => ({ default: module.QrCode })))
const QR_PX = 200

/**
 * Everything that a letter may hold. The verbal code is not among it and must never be: link and code travel by different ways (S0.13,
 * product.md: the letter refuses to carry it).
 */
export interface InviteLetterProps {
  readonly clinic: ClinicDoc
  readonly participant: Participant
  readonly token: string
  readonly shortCode: string
  /** Whether the page will also ask for a spoken code; the letter says that it is not the place for it. */
  readonly asksSpokenCode: boolean
  /** Known once the server has the invite; before that the letter names the span. */
  readonly expiresAt: string | null
  readonly now: Date
}

/** The sheet, outside the application's own tree: while it exists, printing prints it and nothing else (see the style file). */
export function InviteLetter(props: InviteLetterProps) {
  return createPortal(
    <div className={classes.letter} data-print-letter aria-hidden lang={props.participant.language}>
      <LetterSheet {...props} />
    </div>,
    document.body,
  )
}

export function LetterSheet({
  clinic,
  participant,
  token,
  shortCode,
  asksSpokenCode,
  expiresAt,
  now,
}: InviteLetterProps) {
  const text = LETTER_TEXT[participant.language]
  const link = inviteUrl(clinic.portalUrl, token)
  const time = { locale: participant.language, timeZone: clinic.timeZone }
  const contact = [clinic.phone, clinic.email].filter((way) => way).join(` ${text.or} `)
  return (
    <>
      <header className={classes.head}>
        <strong>{clinic.name}</strong>
        <span className={classes.lines}>{clinic.address}</span>
      </header>
      <address className={classes.to}>
        <PersonName name={fullName(participant)} />
        <span className={classes.lines}>{participant.address}</span>
      </address>
      <p className={classes.date}>{formatDate(now, 'longDate', time)}</p>
      <h1 className={classes.subject}>{text.subject}</h1>
      <p>
        <bdi>{text.greeting(displayName(participant))}</bdi>
      </p>
      <p>{text.intro(clinic.name)}</p>
      <div className={classes.ways}>
        <figure className={classes.qr}>
          <Suspense fallback={null}>
            <QrCode value={link} title={text.scanTitle} size={QR_PX} />
          </Suspense>
          <figcaption>{text.scan}</figcaption>
        </figure>
        <div className={classes.typed}>
          <p>{text.typeAt}</p>
          <p className={classes.address}>{`${clinic.portalUrl}/invite`}</p>
          <p>{text.typeCode}</p>
          <p className={classes.code}>{shortCode}</p>
        </div>
      </div>
      <p className={classes.link}>
        {text.link}: <span>{link}</span>
      </p>
      {asksSpokenCode ? <p>{text.spokenCode}</p> : null}
      <p>
        {expiresAt
          ? text.validUntil(formatDate(expiresAt, 'fullDateTime', time))
          : text.validFor(clinic.settings.inviteHours)}{' '}
        {text.once}
      </p>
      <p>{text.onlyOne}</p>
      <p>{text.help(contact)}</p>
    </>
  )
}
