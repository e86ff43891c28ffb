import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import type { OwnRecord } from '../../../shared/accounts/portalSchemas'
import { CORRECTION_TEXT_LENGTH } from '../../../shared/corrections/correctionLimits'
import { problemOf } from '../../api/apiError'
import { FormDialog } from '../accountSecurity/FormDialog'
import { AttachFiles } from '../files/AttachFiles'
import type { Attached } from '../files/FilePicker'
import { useClient } from '../shell/ClientContext'
import { Notice } from '../shell/Notice'
import { navigate } from '../shell/router'
import { useSession } from '../shell/SessionContext'
import { useAction } from '../shell/useAction'
import { useText } from '../text/portalText'
import { CorrectionRefusal } from './CorrectionRefusal'
import { type Choice, correctionChoices, isRemovable, keyOf, type Marked } from './correctionChoices'
import classes from './corrections.module.css'
import { OldValue } from './OldValue'

export interface AskDialogProps {
  readonly record: OwnRecord
  /** What was marked on the page. */
  readonly marked: Marked
  readonly onClose: () => void
}

interface Faults {
  readonly proposed?: string
  readonly description?: string
  readonly files?: string
}

const NOTHING: Attached = { fileIds: [], sending: false }

/** S0.26: the marked field with its old value, and what it should say; or words for whatever else is wrong. */
export function AskDialog({ record, marked, onClose }: AskDialogProps) {
  const text = useText()
  const { corrections: own } = text
  const { busy, problem, run } = useAction()
  const submit = useSubmit()
  const choices = correctionChoices(record, text)
  const [key, setKey] = useState(keyOf(marked))
  const chosen = choices.find((choice) => choice.key === key) ?? choices.at(-1)
  const [proposed, setProposed] = useState(marked.seen ?? '')
  const [description, setDescription] = useState('')
  const [attached, setAttached] = useState(NOTHING)
  const [faults, setFaults] = useState<Faults>({})
  if (!chosen) return null
  const choose = (next: string) => {
    setKey(next)
    setProposed(choices.find((choice) => choice.key === next)?.seen ?? '')
    setFaults({})
  }
  const send = () => {
    const waiting = attached.sending ? { files: text.files.stillSending } : {}
    const found = { ...faultsOf(chosen, proposed, description, own), ...waiting }
    setFaults(found)
    if (Object.keys(found).length === 0) run(() => submit(chosen, proposed, description, attached.fileIds))
  }
  const label = chosen.field === null ? own.what : own.why
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
      <NativeSelect
        label={own.field}
        value={chosen.key}
        data={choices.map((choice) => ({ value: choice.key, label: choice.label }))}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      />
      {chosen.field === null ? null : (
        <>
          {chosen.seen === null ? null : <OldValue marked={chosen} />}
          <Proposed marked={chosen} value={proposed} error={faults.proposed} onChange={setProposed} />
        </>
      )}
      <Textarea
        className={classes.text ?? ''}
        label={label}
        description={chosen.field === null ? own.whatHint : null}
        rows={chosen.field === null ? 5 : 2}
        resize="vertical"
        dir="auto"
        value={description}
        error={faults.description}
        onChange={({ currentTarget }) => setDescription(currentTarget.value)}
      />
      <AttachFiles onChange={setAttached} />
      {faults.files && attached.sending ? <Notice tone="danger">{faults.files}</Notice> : null}
    </FormDialog>
  )
}

interface ProposedProps {
  readonly marked: Marked
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}

function Proposed({ marked, value, error, onChange }: ProposedProps) {
  const { corrections: own } = useText()
  const common = {
    label: own.proposed,
    description: isRemovable(marked) ? own.removable : null,
    value,
    error,
    autoComplete: 'off',
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      onChange(currentTarget.value),
  }
  if (marked.field === 'address') return <Textarea {...common} rows={3} dir="auto" />
  if (marked.field === 'birthDate') return <TextInput {...common} type="date" />
  return <TextInput {...common} dir="auto" />
}

function faultsOf(
  { field, seen }: Choice,
  proposed: string,
  description: string,
  own: ReturnType<typeof useText>['corrections'],
): Faults {
  const over = [...description.trim()].length - CORRECTION_TEXT_LENGTH
  const tooLong = over > 0 ? { description: own.tooLong({ count: over }) } : {}
  if (field === null) return description.trim() === '' ? { description: own.blank } : tooLong
  const isSame = proposed.trim() === (seen ?? '').trim()
  const mustSay = proposed.trim() === '' && !isRemovable({ field, seen })
  return { ...tooLong, ...(isSame || mustSay ? { proposed: own.same } : {}) }
}

/** Sends the request and leads to the list. The same words keep their name: a repeated press must not ask twice. */
function useSubmit() {
  const client = useClient()
  const { follow } = useSession()
  const tried = useRef<{ readonly id: string; readonly words: string } | null>(null)
  return async ({ field, seen }: Marked, proposed: string, description: string, fileIds: readonly string[]) => {
    const changes = field === null ? [] : [{ field, seen, proposed: proposed.trim() === '' ? null : proposed }]
    const words = JSON.stringify([changes, description, fileIds])
    if (tried.current?.words !== words) tried.current = { id: crypto.randomUUID(), words }
    try {
      await client.corrections.submit.mutate({
        id: tried.current.id,
        changes,
        description,
        messageId: null,
        persons: [],
        fileIds: [...fileIds],
      })
    } catch (refusal) {
      if (follow(problemOf(refusal))) return
      throw refusal
    }
    navigate('/portal/corrections')
  }
}
