import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { fieldsOf } from '../../../shared/participants/participantRules'
import type { ParticipantFields } from '../../../shared/participants/participantSchemas'
import type { OutboxEntry } from '../replica/replicaDatabase'
import { KeptWords } from '../shell/KeptWords'
import { notKept } from '../shell/notKept'
import { useSession } from '../shell/SessionContext'
import { useDraft } from '../shell/useDraft'
import { useDayFormat, usePrograms } from './clinicHooks'
import { valueWords } from './fieldWords'
import { MeanwhileNote } from './MeanwhileNote'
import type { ParticipantView } from './participantDirectory'
import classes from './Record.module.css'
import { RecordForm } from './RecordForm'
import { chosen, finished, followed, isChanged, left, startDraft, typed } from './recordDraft'
import { controlId } from './recordFormProps'
import { useLeaveGuard } from './useLeaveGuard'

export interface RecordEditorProps {
  readonly view: ParticipantView
  /** What the form shows first: the record, or what a refused write tried. */
  readonly draft: ParticipantFields
  readonly replaces: OutboxEntry | null
  readonly onDone: () => void
}

/** Save keeps one edit with only the changed fields, each with the value that its author saw (Y6). It is durable before the form closes. */
export function RecordEditor({ view, draft, replaces, onDone }: RecordEditorProps) {
  const { replica, directory } = useSession()
  const programs = usePrograms()
  const dayOf = useDayFormat()
  const { participant } = view
  const kept = useDraft({ form: 'record', about: participant.id, participantId: participant.id })
  const [state, setState] = useState(() =>
    kept.found ? startDraft(kept.found.base, kept.found.draft) : startDraft(fieldsOf(participant), fieldsOf(draft)),
  )
  const [saving, setSaving] = useState(false)
  const [failed, setFailed] = useState(false)
  const changed = isChanged(state)
  const guard = useLeaveGuard(changed && !saving, { onDiscard: kept.drop })
  const { base, draft: words } = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: written when the words change, not when the form is drawn.
  useEffect(() => {
    if (changed) kept.keep({ base, draft: words, replaces: replaces?.item.writeId ?? null })
    else kept.drop()
  }, [base, words])
  // What is being saved shows in the record before it is durable; a form that followed it would have nothing left to keep when the disk refuses.
  const held = saving || failed
  useEffect(() => {
    if (!held) setState((current) => followed(current, fieldsOf(participant)))
  }, [participant, held])
  useEffect(() => document.getElementById(controlId('givenName'))?.focus({ preventScroll: true }), [])

  const save = async () => {
    const done = finished(state, 'changed', directory.now())
    if (!done.ok) {
      setState(done.state)
      document.getElementById(controlId(done.first))?.focus()
      return
    }
    setSaving(true)
    try {
      await keep(replica, participant.id, done, replaces)
      kept.drop()
      onDone()
    } catch {
      setFailed(true)
      setSaving(false)
    }
  }
  const noteFor = (path: string) => {
    if (!Object.hasOwn(state.meanwhile, path)) return null
    const theirs = valueWords(path, state.meanwhile[path] ?? null, { fields: participant, programs, dayOf })
    const choose = (whose: 'mine' | 'theirs') => setState(chosen(state, path, whose))
    return <MeanwhileNote who={participant.updatedBy} theirs={theirs} onChoose={choose} />
  }
  const problems = Object.keys(state.problems).length
  return (
    <form
      noValidate
      aria-label="Edit details"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <KeptWords
        shown={kept.found !== undefined}
        onDiscard={() => {
          kept.drop()
          setState(startDraft(fieldsOf(participant), fieldsOf(draft)))
        }}
      />
      <RecordForm
        state={state}
        onType={(path, value) => setState((current) => typed(current, path, value))}
        onLeave={(path) => setState((current) => left(current, path, directory.now()))}
        noteFor={noteFor}
      />
      <div className={classes.bar}>
        <span className={classes.barWords} role="status">
          {failed
            ? notKept('Your change to this record')
            : problems > 0
              ? 'Some fields need another look.'
              : changed
                ? 'Not saved yet.'
                : ''}
        </span>
        <Button variant="default" onClick={() => guard.leave(onDone)}>
          Cancel
        </Button>
        <Button type="submit" disabled={!changed && !replaces} loading={saving}>
          Save
        </Button>
      </div>
      {guard.dialog}
    </form>
  )
}

type Kept = Extract<ReturnType<typeof finished>, { ok: true }>

/** A refused creation is made again as a whole, with the same id: invites and edits behind it in the outbox still fit. */
async function keep(
  replica: ReturnType<typeof useSession>['replica'],
  participantId: string,
  { changes, fields }: Kept,
  replaces: OutboxEntry | null,
): Promise<void> {
  const writeId = crypto.randomUUID()
  if (replaces?.item.kind === 'participant.create') {
    await replica.enqueue({ kind: 'participant.create', writeId, participantId, fields: fieldsOf(fields) })
  } else if (changes.length > 0) {
    await replica.enqueue({ kind: 'edit', writeId, participantId, changes: [...changes] })
  }
  if (replaces) await replica.dismiss(replaces.item.writeId)
}
