import { Anchor } from '@mantine/core'
import { IconUserOff } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { allows } from '../../../shared/access/roles'
import type { InviteDoc } from '../../../shared/invites/inviteSchemas'
import { fullName } from '../../../shared/participants/participantRules'
import type { Participant } from '../../../shared/participants/participantSchemas'
import { EmptyState } from '../../ui/EmptyState'
import { PageHeader } from '../../ui/PageHeader'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import { TimelinePanel } from '../audit/TimelinePanel'
import { PortalTab } from '../corrections/PortalTab'
import { InviteDialog } from '../invites/InviteDialog'
import { ManagePortal } from '../invites/ManagePortal'
import { MessagesPanel } from '../messages/MessagesPanel'
import { MessagesTab } from '../messages/MessagesTab'
import { useDirectory, useSession, useStore, useSyncState } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { SignInsPanel } from '../waysIn/SignInsPanel'
import { useDateFormat, useDayFormat, useNow, usePrograms } from './clinicHooks'
import { ageOn } from './fieldWords'
import { PortalMenu } from './PortalMenu'
import classes from './Record.module.css'
import { RecordDetails } from './RecordDetails'
import { useViewRecord } from './useViewRecord'

export type FileTab = 'details' | 'portal' | 'sign-ins' | 'messages' | 'timeline'

/** `previous` is the invite that is sent again; `reprint`: because its letter is to be printed once more. */
interface Inviting {
  readonly previous: InviteDoc | null
  readonly reprint?: boolean
}

export interface ParticipantPageProps {
  readonly participantId: string
  readonly tab: FileTab
}

/** One person's file: who they are, their details, and their way into the portal. */
export function ParticipantPage({ participantId, tab }: ParticipantPageProps) {
  const session = useSession()
  const say = useSay()
  const { directory } = useDirectory()
  const account = useStore(session.replica.stores.accounts).get(participantId)
  const view = directory.get(participantId)
  const role = session.colleague()?.role
  const { link } = useSyncState()
  const [inviting, setInviting] = useState<Inviting | null>(null)
  useViewRecord(participantId, view !== undefined)
  const back = (
    <Anchor component={Link} href="/participants">
      {say('Participants')}
    </Anchor>
  )
  if (!view) {
    return (
      <EmptyState
        icon={IconUserOff}
        title="This file is not on this console"
        sentence={say('The participant is not in your care, or was never here.')}
        action={back}
      />
    )
  }
  const { participant } = view
  const noInvite = account
    ? 'Has a portal account already'
    : role !== undefined && !allows(role, 'invite.create')
      ? 'Your role does not make invites'
      : null
  const path = `/participants/${participantId}`
  const readsMessages = role !== undefined && allows(role, 'message.read')
  return (
    <div className={classes.file}>
      <PageHeader
        back={back}
        title={<PersonName name={fullName(participant)} />}
        sub={
          <>
            <HeaderFacts participant={participant} />
            {view.isDraft ? <StatusBadge tone="progress" label="New, not yet on the server" /> : null}
          </>
        }
        actions={
          <div className={classes.menu}>
            <PortalMenu
              participantId={participantId}
              noInvite={noInvite}
              onCreateInvite={() => setInviting({ previous: null })}
              preview={
                role === undefined || !allows(role, 'portal.preview')
                  ? null
                  : link === 'offline' || link === 'signed_out'
                    ? 'offline'
                    : 'online'
              }
            />
          </div>
        }
      />
      <nav className={classes.tabs} aria-label="File">
        <Tab href={path} label="Details" current={tab === 'details'} />
        <Tab href={`${path}/portal`} label={<PortalTab participantId={participantId} />} current={tab === 'portal'} />
        {readsMessages ? (
          <Tab
            href={`${path}/messages`}
            label={<MessagesTab participantId={participantId} />}
            current={tab === 'messages'}
          />
        ) : null}
        {role !== undefined && allows(role, 'sign_in.diagnose') ? (
          <Tab href={`${path}/sign-ins`} label="Sign-ins" current={tab === 'sign-ins'} />
        ) : null}
        {role !== undefined && allows(role, 'audit.read') ? (
          <Tab href={`${path}/timeline`} label="Timeline" current={tab === 'timeline'} />
        ) : null}
      </nav>
      {tab === 'details' ? (
        <RecordDetails view={view} />
      ) : tab === 'sign-ins' ? (
        <SignInsPanel participant={participant} />
      ) : tab === 'timeline' && role !== undefined && allows(role, 'audit.read') ? (
        <TimelinePanel participantId={participantId} />
      ) : tab === 'messages' && readsMessages ? (
        <MessagesPanel participant={participant} />
      ) : (
        <ManagePortal
          participant={participant}
          noInvite={noInvite}
          onInvite={(previous, how) => setInviting({ previous, reprint: how === 'letter' })}
        />
      )}
      {inviting ? <InviteDialog view={view} {...inviting} onClose={() => setInviting(null)} /> : null}
    </div>
  )
}

interface TabProps {
  readonly href: string
  readonly label: ReactNode
  readonly current: boolean
}

function Tab({ href, label, current }: TabProps) {
  return (
    <Link href={href} className={classes.tab} aria-current={current ? 'page' : undefined}>
      {label}
    </Link>
  )
}

function HeaderFacts({ participant }: { readonly participant: Participant }) {
  const dayOf = useDayFormat()
  const { timeZone } = useDateFormat()
  const programs = usePrograms()
  // The day where the clinic is; Swedish writes dates the ISO way.
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(useNow(600_000))
  const { birthDate, preferredName, pronouns, fileNumber, programId } = participant
  const age = birthDate === null ? null : ageOn(birthDate, today)
  return (
    <>
      {preferredName ? (
        <span>
          Called <PersonName name={preferredName} />
        </span>
      ) : null}
      {pronouns ? <span>{pronouns}</span> : null}
      {birthDate === null ? null : (
        <span>
          Born {dayOf(birthDate)}
          {age === null ? '' : `, ${age === 1 ? '1 year' : `${age} years`}`}
        </span>
      )}
      <span>File {fileNumber}</span>
      <span>{programs.find(({ id }) => id === programId)?.name}</span>
    </>
  )
}
