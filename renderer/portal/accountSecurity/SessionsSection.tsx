import { Button } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import type { SessionInfo } from '../../../shared/accountSecurity/securitySchemas'
import { problemOf } from '../../api/apiError'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { StatusBadge } from '../../ui/StatusBadge'
import { useClient } from '../shell/ClientContext'
import { LoadFailure } from '../shell/LoadFailure'
import { useSession } from '../shell/SessionContext'
import { useLoaded } from '../shell/useLoaded'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { Done } from './Done'
import { deviceName } from './deviceName'
import { Refusal } from './Refusal'
import { Section } from './Section'
import classes from './security.module.css'
import { useDates } from './useDates'
import { useSecuredAction } from './useSecuredAction'

export interface SessionsSectionProps {
  /** Changes with what ended other sessions on this page: the list is then asked for again. */
  readonly version: string
}

/** Where the account is open now, and signing out of one place or of all others (W4). */
export function SessionsSection({ version }: SessionsSectionProps) {
  const { sessions: text } = useText().accountSecurity
  const client = useClient()
  const { follow } = useSession()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version asks again.
  const load = useCallback(() => client.security.sessions.query(), [client, version])
  const { loaded, reload } = useLoaded(load)
  useEffect(() => {
    if (loaded.state === 'failed') follow(loaded.problem)
  }, [loaded, follow])
  return (
    <Section title={text.title} meaning={text.meaning}>
      {loaded.state === 'loading' ? <Waiting lines={5} /> : null}
      {loaded.state === 'failed' ? <LoadFailure problem={loaded.problem} onRetry={reload} /> : null}
      {loaded.state === 'ready' ? <Sessions sessions={loaded.value} onChanged={reload} /> : null}
    </Section>
  )
}

interface SessionsProps {
  readonly sessions: readonly SessionInfo[]
  readonly onChanged: () => void
}

function Sessions({ sessions, onChanged }: SessionsProps) {
  const text = useText()
  const { sessions: words } = text.accountSecurity
  const client = useClient()
  const [asking, setAsking] = useState(false)
  const [done, setDone] = useState<string | null>(null)
  const { busy, problem, run } = useSecuredAction()
  const end = (session: SessionInfo) => {
    setDone(null)
    run(async () => {
      await endedAlready(client.security.endSession.mutate({ sessionId: session.id }))
      setDone(words.signedOut({ name: deviceName(text, session.device) }))
      onChanged()
    })
  }
  const endOthers = () =>
    run(async () => {
      await client.security.endOtherSessions.mutate()
      setAsking(false)
      setDone(words.othersDone)
      onChanged()
    })
  const others = sessions.filter(({ isThis }) => !isThis).length
  return (
    <>
      {asking ? null : <Refusal problem={problem} />}
      <Done sentence={done} takesFocus />
      <ul className={classes.list}>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} busy={busy} onEnd={() => end(session)} />
        ))}
      </ul>
      {others > 0 ? (
        <div className={classes.actions}>
          <Button variant="default" onClick={() => setAsking(true)}>
            {words.signOutOthers}
          </Button>
        </div>
      ) : (
        <p className={classes.meaning}>{words.onlyThis}</p>
      )}
      <ConfirmDialog
        opened={asking}
        title={words.othersTitle}
        consequence={words.othersMeaning}
        confirmLabel={words.signOutOthers}
        busy={busy}
        onConfirm={endOthers}
        onCancel={() => setAsking(false)}
      >
        <Refusal problem={problem} />
      </ConfirmDialog>
    </>
  )
}

/** It ended by itself meanwhile: what was wanted is so. */
async function endedAlready(ending: Promise<unknown>): Promise<void> {
  try {
    await ending
  } catch (error) {
    if (problemOf(error).code !== 'NOT_FOUND') throw error
  }
}

interface SessionRowProps {
  readonly session: SessionInfo
  readonly busy: boolean
  readonly onEnd: () => void
}

function SessionRow({ session, busy, onEnd }: SessionRowProps) {
  const text = useText()
  const { sessions: words, history } = text.accountSecurity
  const { moment } = useDates()
  const name = deviceName(text, session.device)
  return (
    <li className={classes.row}>
      <div className={classes.rowWords}>
        <div className={classes.rowTitle}>
          <span>{name}</span>
          {session.isThis ? <StatusBadge tone="info" label={words.thisDevice} /> : null}
          {session.shared ? <StatusBadge tone="warn" label={words.shared} /> : null}
        </div>
        <div className={classes.facts}>
          {words.signedIn({ date: moment(session.startedAt) })} ({history.ways[session.way]}),{' '}
          {words.lastUsed({ date: moment(session.lastSeenAt) })}
        </div>
        {session.address ? (
          <div className={classes.facts}>
            {words.from}: <bdi>{session.address}</bdi>
          </div>
        ) : null}
      </div>
      {session.isThis ? null : (
        <Button variant="default" disabled={busy} aria-label={words.signOutOf({ name })} onClick={onEnd}>
          {words.signOutOne}
        </Button>
      )}
    </li>
  )
}
