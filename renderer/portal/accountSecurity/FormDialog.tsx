import { Button, Modal } from '@mantine/core'
import { type FormEvent, type ReactNode, useEffect } from 'react'
import type { ApiProblem } from '../../api/apiError'
import { useUiText } from '../../ui/uiText'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'
import { Refusal } from './Refusal'
import classes from './security.module.css'

export interface FormDialogProps {
  readonly opened: boolean
  readonly title: string
  /** What will happen, and what is asked for. */
  readonly meaning: ReactNode
  readonly submitLabel: string
  readonly danger?: boolean
  readonly busy: boolean
  readonly problem: ApiProblem | null
  /** Whatever the fields show as errors: when it changes, the first wrong field takes the focus. */
  readonly errors: unknown
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ReactNode
  readonly foot?: ReactNode
}

/** A question with fields: Enter sends it, Escape closes it, and while it is under way neither does. */
export function FormDialog(props: FormDialogProps) {
  const { opened, title, busy, danger = false, onSubmit, onClose } = props
  const { close } = useUiText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      closeOnEscape={!busy}
      closeButtonProps={{ 'aria-label': close, disabled: busy }}
    >
      <DialogForm {...props} danger={danger} onSubmit={onSubmit} />
    </Modal>
  )
}

/** Its own component, so that each opening starts with an untouched form. */
function DialogForm(props: FormDialogProps) {
  const { accountSecurity: text } = useText()
  const form = useFirstError(props.errors)
  useEffect(() => {
    const fields = 'input:not([tabindex="-1"]), button'
    form.current?.querySelector<HTMLElement>(fields)?.focus()
  }, [form])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    props.onSubmit()
  }
  // The mark keeps the dialog from putting the focus on its close button, which comes first.
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate data-autofocus>
      <div className={classes.meaning}>{props.meaning}</div>
      <Refusal problem={props.problem} />
      {props.children}
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={props.onClose} disabled={props.busy}>
          {text.cancel}
        </Button>
        <Button type="submit" loading={props.busy} {...(props.danger ? { color: 'danger' } : {})}>
          {props.submitLabel}
        </Button>
      </div>
      {props.foot}
    </form>
  )
}
