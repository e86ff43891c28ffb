import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { inviteUrl } from '../../../shared/invites/inviteLinks'
import type { InviteShare } from '../../../shared/invites/inviteSchemas'
import { CopyField } from '../../ui/CopyField'
import { AcceptHere } from '../kiosk/AcceptHere'
import { useClinic, useNow } from '../participants/clinicHooks'
import type { ParticipantView } from '../participants/participantDirectory'
import { isTroubled } from '../replica/outboxEntries'
import { useSession, useStore } from '../shell/SessionContext'
import { EmailInvite } from './EmailInvite'
import { HandedOver } from './HandedOver'
import type { MadeInvite } from './InviteDialog'
import { InviteLetter } from './InviteLetter'
import { InviteStatus } from './InviteStatus'
import classes from './Invites.module.css'
import { grouped } from './VerbalCodeChoice'

const loadQrCode = () => import('../../ui/QrCode').then((module) => ({ default: module.QrCode }))
const QrCode = lazy(loadQrCode)
const QR_PX = 176

export interface InviteResultProps {
  readonly view: ParticipantView
  readonly made: MadeInvite
  readonly share: InviteShare
  readonly onShare: (share: InviteShare) => void
  /** The participant's page is open on this computer. */
  readonly onHere: () => Promise<void>
  readonly onDone: () => void
}

/** S0.7, S0.8: the link, shown once, with every way to hand it over; the verbal code stands apart from it (S0.13). */
export function InviteResult({ view, made, share, onShare, onHere, onDone }: InviteResultProps) {
  const { replica } = useSession()
  const clinic = useClinic()
  const now = useNow(1_000)
  const doc = useStore(replica.stores.invites).get(made.inviteId) ?? null
  const entry = useStore(replica.stores.outbox).get(made.writeId)
  const refused = entry !== undefined && isTroubled(entry)
  if (!clinic) return null
  const link = inviteUrl(clinic.portalUrl, made.secrets.token)
  const print = async () => {
    if (!share.link.includes('letter')) onShare({ ...share, link: [...share.link, 'letter'] })
    // The sheet's QR code comes with the same chunk as the one on screen; without it the paper would have a hole.
    await loadQrCode()
    requestAnimationFrame(() => requestAnimationFrame(() => window.print()))
  }
  return (
    <div className={classes.result}>
      <InviteStatus inviteId={made.inviteId} writeId={made.writeId} now={now} />
      {refused ? null : (
        <>
          <section className={classes.part} aria-label="The link">
            <CopyField label="Invite link" value={link} description="Shown only now. Works once." />
            <div className={classes.handOver}>
              <Suspense fallback={<div className={classes.qrPlace} />}>
                <QrCode value={link} title="QR code of the invite link" size={QR_PX} />
              </Suspense>
              <div className={classes.handWays}>
                <div>
                  <div className={classes.soft}>Code for typing at {clinic.portalUrl}/invite</div>
                  <div className={classes.shortCode}>{made.secrets.shortCode}</div>
                </div>
                <Button
                  variant="default"
                  leftSection={<IconPrinter size={16} aria-hidden />}
                  onClick={() => void print()}
                >
                  Print letter
                </Button>
                <EmailInvite view={view} doc={doc} token={made.secrets.token} clinic={clinic} now={now} />
                <AcceptHere
                  doc={doc}
                  token={made.secrets.token}
                  clinic={clinic}
                  now={now}
                  codeShown={made.verbalCode !== null}
                  onOpened={onHere}
                />
              </div>
            </div>
          </section>
          <SpokenCode made={made} />
          <HandedOver
            value={share}
            onChange={onShare}
            asksSpokenCode={made.asksSpokenCode}
            emailedAt={doc?.emailedAt ?? null}
          />
          <InviteLetter
            clinic={clinic}
            participant={view.participant}
            token={made.secrets.token}
            shortCode={made.secrets.shortCode}
            asksSpokenCode={made.asksSpokenCode}
            expiresAt={doc?.expiresAt ?? null}
            now={now}
          />
        </>
      )}
      <div className={classes.actions}>
        <Button onClick={onDone}>Done</Button>
      </div>
    </div>
  )
}

function SpokenCode({ made }: { readonly made: MadeInvite }) {
  if (!made.asksSpokenCode) return null
  return (
    <section className={classes.spoken} aria-label="The verbal code">
      <h3 className={classes.partTitle}>Verbal code, by another way</h3>
      {made.verbalCode === null ? (
        <p>The code they were given before still holds.</p>
      ) : (
        <>
          <p className={classes.bigCode}>{grouped(made.verbalCode)}</p>
          <p>Tell it in person or by phone. Never send it together with the link; the letter does not carry it.</p>
        </>
      )}
    </section>
  )
}
