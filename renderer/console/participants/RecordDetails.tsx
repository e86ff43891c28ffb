import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { allows } from '../../../shared/access/roles'
import { withValue } from '../../../shared/participants/participantRules'
import type { ParticipantFields } from '../../../shared/participants/participantSchemas'
import { ConflictNotice } from '../conflicts/ConflictNotice'
import { isTroubled } from '../replica/outboxEntries'
import type { Replica } from '../replica/replica'
import type { OutboxEntry } from '../replica/replicaDatabase'
import { useSession } from '../shell/SessionContext'
import type { ParticipantView } from './participantDirectory'
import classes from './Record.module.css'
import { RecordEditor } from './RecordEditor'
import { RecordView } from './RecordView'
import { RefusedWrites } from './RefusedWrites'

interface Editing {
  readonly draft: ParticipantFields
  /** The refused write that this edit is to replace. */
  readonly replaces: OutboxEntry | null
}

/** The details tab: the record to be read, and on request the same record to be edited. */
export function RecordDetails({ view }: { readonly view: ParticipantView }) {
  const session = useSession()
  const [editing, setEditing] = useState<Editing | null>(() => begunEdit(session.replica, view))
  const role = session.colleague()?.role
  const mayEdit = role !== undefined && allows(role, 'participant.edit_details')
  const { participant } = view
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person's file never opens in the middle of an edit.
  useEffect(() => setEditing(begunEdit(session.replica, view)), [participant.id])
  const editAgain = (entry: OutboxEntry) => {
    const tried = entry.item.kind === 'edit' ? entry.item.changes : []
    const draft = tried.reduce<ParticipantFields>(
      (fields, { path, value }) => withValue(fields, path, value),
      participant,
    )
    setEditing({ draft, replaces: entry })
  }
  return (
    <>
      <ConflictNotice participantId={participant.id} />
      <RefusedWrites view={view} onEditAgain={mayEdit && !editing ? editAgain : null} />
      {editing && mayEdit ? (
        <RecordEditor
          key={participant.id}
          view={view}
          draft={editing.draft}
          replaces={editing.replaces}
          onDone={() => setEditing(null)}
        />
      ) : (
        <>
          {mayEdit ? (
            <div className={classes.editBar}>
              <Button
                variant="default"
                leftSection={<IconPencil size={16} aria-hidden />}
                onClick={() => setEditing({ draft: participant, replaces: null })}
              >
                Edit details
              </Button>
            </div>
          ) : null}
          <RecordView view={view} />
        </>
      )}
    </>
  )
}

/** An edit that a lock or another page has interrupted goes on where it was. */
function begunEdit({ drafts, stores }: Replica, { participant }: ParticipantView): Editing | null {
  const begun = drafts.get({ form: 'record', about: participant.id, participantId: participant.id })
  if (begun === undefined) return null
  const replaced = begun.replaces === null ? undefined : stores.outbox.get(begun.replaces)
  return { draft: participant, replaces: replaced && isTroubled(replaced) ? replaced : null }
}
