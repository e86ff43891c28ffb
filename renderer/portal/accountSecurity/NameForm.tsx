import { Button, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { ApiProblem } from '../../api/apiError'
import { useFirstError } from '../shell/useFirstError'
import { type PortalText, useText } from '../text/portalText'
import { Refusal } from './Refusal'
import classes from './security.module.css'

const LONGEST_NAME = 60

export interface NameFormProps {
  readonly initial: string
  readonly submitLabel: string
  readonly busy: boolean
  readonly problem: ApiProblem | null
  readonly autoFocus?: boolean
  readonly onSubmit: (name: string) => void
  readonly onCancel?: () => void
  /** Above the field. */
  readonly children?: ReactNode
}

/** The name of an authenticator app, for a new one and for renaming. */
export function NameForm(props: NameFormProps) {
  const text = useText()
  const { enrol, cancel } = text.accountSecurity
  const [name, setName] = useState(props.initial)
  const [wrong, setWrong] = useState<{ readonly sentence: string } | null>(null)
  const form = useFirstError(wrong)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const plain = name.normalize('NFC').trim()
    const fault = nameFault(text, plain)
    setWrong(fault)
    if (!fault) props.onSubmit(plain)
  }
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      {props.children}
      <Refusal problem={props.problem} />
      <TextInput
        className={classes.field}
        label={enrol.nameLabel}
        description={enrol.nameHint}
        value={name}
        error={wrong?.sentence}
        autoComplete="off"
        spellCheck={false}
        maxLength={240}
        autoFocus={props.autoFocus ?? false}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button type="submit" loading={props.busy} fullWidth={!props.onCancel}>
          {props.submitLabel}
        </Button>
        {props.onCancel ? (
          <Button variant="default" disabled={props.busy} onClick={props.onCancel}>
            {cancel}
          </Button>
        ) : null}
      </div>
    </form>
  )
}

/** What can be said without asking the server (`factorNameSchema`). */
function nameFault({ accountSecurity: { enrol } }: PortalText, name: string) {
  if (name === '') return { sentence: enrol.nameEmpty }
  return [...name].length > LONGEST_NAME ? { sentence: enrol.nameForm } : null
}
