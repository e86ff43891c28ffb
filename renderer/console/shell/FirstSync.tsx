import { Button } from '@mantine/core'
import { Progress } from '../../ui/Progress'
import { useConsole } from './ConsoleContext'
import { useSession, useSyncState } from './SessionContext'
import { SignInHere } from './SignInBar'
import { SinglePage } from './SinglePage'
import classes from './SinglePage.module.css'
import { useSay } from './terms'

/** Until the first copy is complete there is nothing to work on, so the whole page says how far it has come. */
export function FirstSync({ signedIn }: { readonly signedIn: boolean }) {
  const say = useSay()
  const { controller } = useConsole()
  const { sync, storage } = useSession()
  const { link, progress, problem } = useSyncState()
  const done = progress?.done ?? 0
  const total = progress?.total ?? 0
  const signOut = (
    <Button variant="subtle" size="compact-sm" onClick={() => void controller.signOut()}>
      Sign out
    </Button>
  )
  if (problem !== null)
    return (
      <SinglePage
        title="The records could not be copied"
        lead="Nothing is lost. Try again; if it stays like this, tell your IT."
        foot={signOut}
      >
        <div className={classes.buttons}>
          <Button onClick={() => void controller.retry()}>Try again</Button>
        </div>
      </SinglePage>
    )
  if (link === 'signed_out' || (!signedIn && link !== 'connecting'))
    return (
      <SinglePage title="Sign in to fetch your records" lead="They are not on this computer yet." foot={signOut}>
        <SignInHere />
      </SinglePage>
    )
  if (link === 'not_allowed')
    return (
      <SinglePage
        title="The server does not allow this"
        lead="This account may not fetch records to this console. Ask an administrator. This page goes on by itself once it may."
        foot={signOut}
      >
        <div className={classes.buttons}>
          <Button onClick={() => void sync.syncNow()}>Try now</Button>
        </div>
      </SinglePage>
    )
  if (link === 'offline' || link === 'server_error')
    return (
      <SinglePage
        title={link === 'offline' ? 'The server cannot be reached' : 'The server answers with an error'}
        lead={
          link === 'offline'
            ? 'The first copy of your records needs the network. This page goes on by itself once the server answers.'
            : 'The first copy of your records could not be fetched. This page tries again by itself. If it stays like this, tell your IT.'
        }
        foot={signOut}
      >
        <div className={classes.buttons}>
          <Button onClick={() => void sync.syncNow()}>Try now</Button>
        </div>
      </SinglePage>
    )
  const number = new Intl.NumberFormat('en')
  return (
    <SinglePage
      title="Copying your records"
      lead={
        storage === 'sealed'
          ? 'This happens once. Afterwards you can work without the network.'
          : 'They stay in memory until this console locks or closes.'
      }
      foot={signOut}
    >
      <Progress
        label={say('Participants')}
        done={done}
        total={Math.max(1, total)}
        counts={total > 0 ? `${number.format(done)} of ${number.format(total)}` : 'Asking the server'}
      />
    </SinglePage>
  )
}
