import { useCallback, useSyncExternalStore } from 'react'
import type { InviteFragments, OpenedLink } from '../invite/inviteFragment'
import { useClient } from '../shell/ClientContext'
import { LoadFailure } from '../shell/LoadFailure'
import { useSession } from '../shell/SessionContext'
import { SingleTask } from '../shell/SingleTask'
import { useLoaded } from '../shell/useLoaded'
import { Waiting } from '../shell/Waiting'
import { LinkOver } from './LinkOver'
import { ResetForm } from './ResetForm'

/** `/reset` (P5, S4.27): a new password by a link from the mail. Looking at the page uses nothing up. */
export function ResetPage({ links }: { readonly links: InviteFragments }) {
  const link = useSyncExternalStore(links.subscribe, links.current)
  return <SingleTask>{link ? <OpenReset link={link} /> : <LinkOver to="/forgot" />}</SingleTask>
}

function OpenReset({ link }: { readonly link: OpenedLink }) {
  const client = useClient()
  const { leave } = useSession()
  const { token } = link
  const { loaded, reload } = useLoaded(useCallback(() => client.auth.openReset.mutate({ token }), [client, token]))
  if (loaded.state === 'loading') return <Waiting lines={8} />
  if (loaded.state === 'failed')
    return loaded.problem.code === 'LINK_NOT_WORKING' ? (
      <LinkOver to="/forgot" />
    ) : (
      <LoadFailure problem={loaded.problem} onRetry={reload} />
    )
  return (
    <ResetForm
      token={token}
      minimum={loaded.value.minPasswordLength}
      onDone={() => leave('reset_done')}
      onOver={reload}
    />
  )
}
