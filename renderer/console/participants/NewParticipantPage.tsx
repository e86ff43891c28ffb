import { Anchor, Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { allows } from '../../../shared/access/roles'
import { emptyParticipant } from '../../../shared/participants/participantRules'
import { EmptyState } from '../../ui/EmptyState'
import { PageHeader } from '../../ui/PageHeader'
import { KeptWords } from '../shell/KeptWords'
import { notKept } from '../shell/notKept'
import { useSession } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { useDraft } from '../shell/useDraft'
import { useProgramChoice } from './clinicHooks'
import classes from './Record.module.css'
import { RecordForm } from './RecordForm'
import { finished, isChanged, left, startDraft, typed } from './recordDraft'
import { controlId } from './recordFormProps'
import { useLeaveGuard } from './useLeaveGuard'

/** A new record. It exists on this console at once and is shown as pending until the server has it. */
export function NewParticipantPage() {
  const say = useSay()
  const session = useSession()
  const { replica, directory } = session
  const [, navigate] = useLocation()
  const kept = useDraft({ form: 'newRecord', about: 'new', participantId: null })
  const [state, setState] = useState(() => startDraft(emptyParticipant(''), kept.found))
  const [saving, setSaving] = useState(false)
  const [failed, setFailed] = useState(false)
  const changed = isChanged(state)
  const guard = useLeaveGuard(changed && !saving, { onDiscard: kept.drop })
  // biome-ignore lint/correctness/useExhaustiveDependencies: written when the words change, not when the form is drawn.
  useEffect(() => {
    if (changed) kept.keep(state.draft)
    else kept.drop()
  }, [state.draft])
  useEffect(() => document.getElementById(controlId('givenName'))?.focus({ preventScroll: true }), [])
  const { programs, isNarrowed } = useProgramChoice('')
  const role = session.colleague()?.role
  const back = (
    <Anchor component={Link} href="/participants">
      {say('Participants')}
    </Anchor>
  )
  if (role !== undefined && !allows(role, 'participant.create')) {
    return <NoForm title={say('Your role does not add participants')} />
  }
  if (programs.length === 0 && isNarrowed) {
    return (
      <NoForm
        title="You have no program yet"
        sentence={say('Participants are added to a program. An administrator chooses yours in Staff and roles.')}
      />
    )
  }
  const save = async () => {
    const done = finished(state, 'all', directory.now())
    if (!done.ok) {
      setState(done.state)
      document.getElementById(controlId(done.first))?.focus()
      return
    }
    setSaving(true)
    const participantId = crypto.randomUUID()
    try {
      const writeId = crypto.randomUUID()
      await replica.enqueue({ kind: 'participant.create', writeId, participantId, fields: done.fields })
      kept.drop()
      navigate(`/participants/${participantId}`, { replace: true })
    } catch {
      setFailed(true)
      setSaving(false)
    }
  }
  const problems = Object.keys(state.problems).length
  return (
    <form
      noValidate
      aria-label={say('New participant')}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <PageHeader
        title={say('New participant')}
        back={back}
        sub="Fields with * are needed. Everything else can follow later."
      />
      <KeptWords
        shown={kept.found !== undefined}
        onDiscard={() => {
          kept.drop()
          setState(startDraft(emptyParticipant('')))
        }}
      />
      <RecordForm
        state={state}
        onType={(path, value) => setState((current) => typed(current, path, value))}
        onLeave={(path) => setState((current) => left(current, path, directory.now()))}
        noteFor={() => null}
      />
      <div className={classes.bar}>
        <span className={classes.barWords} role="status">
          {failed ? notKept(say('The new participant')) : problems > 0 ? 'Some fields need another look.' : ''}
        </span>
        <Button variant="default" onClick={() => guard.leave(() => navigate('/participants'))}>
          Cancel
        </Button>
        <Button type="submit" loading={saving}>
          {say('Add participant')}
        </Button>
      </div>
      {guard.dialog}
    </form>
  )
}

/** Instead of a form that would be refused: why, and the way back. */
function NoForm(why: { readonly title: string; readonly sentence?: string }) {
  const say = useSay()
  const back = (
    <Anchor component={Link} href="/participants">
      {say('Go to participants')}
    </Anchor>
  )
  return (
    <>
      <PageHeader title={say('New participant')} />
      <EmptyState {...why} action={back} />
    </>
  )
}
