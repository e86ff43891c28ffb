import { useState } from 'react'
import { RegistrationStep } from '../accounts/RegistrationStep'
import { emptyDraft, type RegistrationDraft } from '../accounts/registrationChecks'
import { LoadFailure } from '../shell/LoadFailure'
import { navigate } from '../shell/router'
import { SingleTask } from '../shell/SingleTask'
import { Waiting } from '../shell/Waiting'
import type { InviteFragments } from './inviteFragment'
import { LinkNotWorking } from './LinkNotWorking'
import { ShortCodeStep } from './ShortCodeStep'
import { type Invite, type InviteStage, useInvite } from './useInvite'
import { VerbalCodeStep } from './VerbalCodeStep'

export interface InvitePageProps {
  readonly fragments: InviteFragments
}

/** `/invite`: the link or the letter's code, the verbal code if one was set, and the account. */
export function InvitePage({ fragments }: InvitePageProps) {
  const invite = useInvite(fragments)
  return (
    <SingleTask>
      <InviteStages invite={invite} onAccepted={() => navigate('/consent', 'replace')} />
    </SingleTask>
  )
}

export interface InviteStagesProps {
  readonly invite: Invite
  readonly onAccepted: () => void
}

/** From the link to the account; also on the clinic's own machine. */
export function InviteStages({ invite, onAccepted }: InviteStagesProps) {
  const { stage } = invite
  switch (stage.at) {
    case 'loading':
      return <Waiting lines={6} />
    case 'failed':
      return <LoadFailure problem={stage.problem} onRetry={invite.retry} />
    case 'short_code':
      return <ShortCodeStep onOpened={invite.show} onNotWorking={invite.showNotWorking} />
    case 'not_working':
      return <LinkNotWorking given={stage.given} onTypeCode={invite.typeCode} />
    case 'open':
      return <OpenInvite invite={invite} stage={stage} onAccepted={onAccepted} />
  }
}

interface OpenInviteProps extends InviteStagesProps {
  readonly stage: Extract<InviteStage, { at: 'open' }>
}

/** The draft outlives the steps: a person who has to say the code once more finds everything as it was. */
function OpenInvite({ invite, stage: { view, reopened }, onAccepted }: OpenInviteProps) {
  const [draft, setDraft] = useState<RegistrationDraft>(emptyDraft)
  const [codeAsked, setCodeAsked] = useState(view.step === 'verbal_code')
  if (view.step === 'verbal_code' && !codeAsked) setCodeAsked(true)
  if (view.step === 'verbal_code')
    return (
      <VerbalCodeStep
        tries={view.tries}
        reopened={reopened}
        onRight={invite.show}
        onNotWorking={() => invite.showNotWorking()}
      />
    )
  return (
    <RegistrationStep
      clinic={view.clinic}
      steps={codeAsked ? { step: 2, of: 2 } : null}
      reopened={reopened}
      draft={draft}
      onDraft={setDraft}
      onAccepted={onAccepted}
      onInviteOver={invite.reopen}
    />
  )
}
