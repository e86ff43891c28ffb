import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './ConfirmDialog.module.css'
import { useUiText } from './uiText'

export interface ConfirmDialogProps {
  readonly opened: boolean
  /** A question that names the thing: "Revoke access for Ana Ruiz?" */
  readonly title: ReactNode
  /** What will happen, to whom, and whether it can be undone. */
  readonly consequence: ReactNode
  /** A verb, never "OK". */
  readonly confirmLabel: string
  /** The safe choice; it has the focus when the dialog opens. */
  readonly cancelLabel?: string
  readonly danger?: boolean
  readonly busy?: boolean
  readonly onConfirm: () => void
  readonly onCancel: () => void
  /** Further fields, for example a reason. */
  readonly children?: ReactNode
}

/** Asks before something that matters. Enter on opening never does it: focus is on the safe choice. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, title, consequence, confirmLabel, cancelLabel, danger = false, busy = false } = props
  const text = useUiText()
  return (
    <Modal
      opened={opened}
      onClose={props.onCancel}
      title={title}
      // A click beside it must not take along what was typed.
      closeOnClickOutside={!busy && !props.children}
      closeOnEscape={!busy}
      closeButtonProps={{ 'aria-label': text.close, disabled: busy }}
    >
      <div className={classes.consequence}>{consequence}</div>
      {props.children}
      <div className={classes.actions}>
        <Button variant="default" data-autofocus onClick={props.onCancel} disabled={busy}>
          {cancelLabel ?? text.cancel}
        </Button>
        <Button {...(danger ? { color: 'danger' } : {})} onClick={props.onConfirm} loading={busy}>
          {confirmLabel}
        </Button>
      </div>
    </Modal>
  )
}
