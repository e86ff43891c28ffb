import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { KioskHolds } from '../../../shared/kiosk/kioskRules'
import { problemOf } from '../../api/apiError'
import { OpenConsents } from '../consent/ConsentPage'
import { InviteStages } from '../invite/InvitePage'
import type { InviteFragments, OpenedLink } from '../invite/inviteFragment'
import { type InviteStart, useInvite } from '../invite/useInvite'
import { useClient } from '../shell/ClientContext'
import { LoadFailure } from '../shell/LoadFailure'
import { usePulse } from '../shell/PulseContext'
import { SingleTask } from '../shell/SingleTask'
import { useLoaded } from '../shell/useLoaded'
import { Waiting } from '../shell/Waiting'

export interface KioskVisitProps {
  readonly fragments: InviteFragments
  /** Whether the server holds something that a touch of the page keeps open. */
  readonly onHolding: (holding: boolean) => void
  readonly onFinished: () => void
}

/** From the link to the last consent on one page, so that no address and no entry of the history tells of the steps between. */
export function KioskVisit(props: KioskVisitProps) {
  const { fragments } = props
  const link = useSyncExternalStore(fragments.subscribe, fragments.current)
  const [accepted, setAccepted] = useState<{ readonly link: OpenedLink | null } | null>(null)
  const accept = useCallback(() => setAccepted({ link: fragments.current() }), [fragments])
  // Another link that is opened in the same tab begins another visit.
  if (accepted !== null && accepted.link === link) return <Consents {...props} />
  if (link === null) return <GoOn {...props} onAccepted={accept} />
  return <Invite {...props} start="link" onAccepted={accept} />
}

interface BeforeConsents extends KioskVisitProps {
  readonly onAccepted: () => void
}

/** A reload: the token has left the address bar, so the server says what of a visit this browser still has. */
function GoOn(props: BeforeConsents) {
  const client = useClient()
  const load = useCallback(
    async (): Promise<KioskHolds | null> =>
      await client.kiosk.stay.mutate().then(
        ({ holds }) => holds,
        (error: unknown) => {
          if (problemOf(error).code === 'LINK_NOT_WORKING') return null
          throw error
        },
      ),
    [client],
  )
  const { loaded, reload } = useLoaded(load)
  if (loaded.state === 'failed') return <LoadFailure problem={loaded.problem} onRetry={reload} />
  if (loaded.state === 'loading') return <Waiting lines={6} />
  if (loaded.value === 'consents') return <Consents {...props} />
  return <Invite {...props} start={loaded.value === 'invite' ? 'cookie' : 'code'} />
}

function Invite(props: Omit<BeforeConsents, 'onFinished'> & { readonly start: InviteStart }) {
  const { fragments, start, onHolding, onAccepted } = props
  const invite = useInvite(fragments, start)
  const { tabs } = usePulse()
  const { stage } = invite
  const open = stage.at === 'open'
  useEffect(() => onHolding(open), [onHolding, open])
  // Whoever used this browser before is signed out on the server, also when the link did not work; their other tabs must not go on showing what they showed.
  const begun = open || (stage.at === 'not_working' && stage.given !== null)
  useEffect(() => {
    if (begun) tabs.tell('signed_out')
  }, [tabs, begun])
  return (
    <SingleTask>
      <InviteStages invite={invite} onAccepted={onAccepted} />
    </SingleTask>
  )
}

function Consents({ onHolding, onFinished }: KioskVisitProps) {
  useEffect(() => onHolding(true), [onHolding])
  return <OpenConsents onDone={onFinished} />
}
