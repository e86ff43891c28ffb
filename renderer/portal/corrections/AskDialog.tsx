import { Textarea } from '@mantine/core'
import { useState } from 'react'
import type { OwnRecord } from '../../../shared/accounts/portalSchemas'
import { FormDialog } from '../accountSecurity/FormDialog'
import { AttachFiles } from '../files/AttachFiles'
import type { Attached } from '../files/FilePicker'
import { Notice } from '../shell/Notice'
import { useAction } from '../shell/useAction'
import { useText } from '../text/portalText'
import { type AskDraft, faultsOf, isFine, NO_FAULTS, sentBy } from './askDraft'
import { CorrectionRefusal } from './CorrectionRefusal'
import { correctionChoices, keyOf, type Marked } from './correctionChoices'
import classes from './corrections.module.css'
import { FieldRows } from './FieldRows'
import { PersonRows } from './PersonRows'
import { useSubmit } from './useSubmit'
import { Words } from './Words'

export interface AskDialogProps {
  /** Null: about a message, where no field can be marked. */
  readonly record: OwnRecord | null
  /** What was marked on the page. */
  readonly marked: Marked
  readonly message?: { readonly id: string; readonly body: string }
  readonly onClose: () => void
}

const NOTHING: Attached = { fileIds: [], sending: false }

/** S0.26: the marked fields with their old values and what they should say, or words for whatever else is wrong. */
export function AskDialog({ record, marked, message, onClose }: AskDialogProps) {
  const text = useText()
  const { corrections: own } = text
  const { busy, problem, run } = useAction()
  const submit = useSubmit()
  const choices = record === null ? [] : correctionChoices(record, text)
  const [draft, setDraft] = useState(() => startOf(marked))
  const [attached, setAttached] = useState(NOTHING)
  const [faults, setFaults] = useState(NO_FAULTS)
  const [tooEarly, setTooEarly] = useState(false)
  const change = (part: Partial<AskDraft>) => {
    setDraft({ ...draft, ...part })
    setFaults(NO_FAULTS)
  }
  const send = () => {
    const found = faultsOf(draft, choices, own)
    setFaults(found)
    setTooEarly(attached.sending)
    if (isFine(found) && !attached.sending)
      run(() => submit({ ...sentBy(draft, choices), messageId: message?.id ?? null, fileIds: [...attached.fileIds] }))
  }
  const described = draft.rows.length === 0
  return (
    <FormDialog
      opened
      title={own.formTitle}
      meaning={own.meaning}
      submitLabel={own.send}
      busy={busy}
      problem={null}
      errors={faults}
      onSubmit={send}
      onClose={onClose}
    >
      <CorrectionRefusal problem={problem} />
      {message ? (
        <div>
          <p className={classes.quiet}>{own.aboutMessage}</p>
          <Words>{message.body}</Words>
        </div>
      ) : null}
      {record === null ? null : (
        <FieldRows rows={draft.rows} choices={choices} faults={faults.rows} onChange={(rows) => change({ rows })} />
      )}
      <Textarea
        label={described ? own.what : own.why}
        description={described && !message ? own.whatHint : null}
        rows={described ? 5 : 2}
        resize="vertical"
        dir="auto"
        value={draft.description}
        error={faults.description}
        onChange={({ currentTarget }) => change({ description: currentTarget.value })}
      />
      <AttachFiles onChange={setAttached} />
      {tooEarly && attached.sending ? <Notice tone="danger">{text.files.stillSending}</Notice> : null}
      <PersonRows persons={draft.persons} faults={faults.persons} onChange={(persons) => change({ persons })} />
    </FormDialog>
  )
}

function startOf(marked: Marked): AskDraft {
  const { field, seen } = marked
  const rows = field === null ? [] : [{ id: crypto.randomUUID(), key: keyOf(marked), proposed: seen ?? '' }]
  return { rows, description: '', persons: [] }
}
