import { TextInput } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './CodeInput.module.css'

export interface CodeInputProps {
  readonly label: string
  readonly value: string
  /** Called with digits only. */
  readonly onChange: (digits: string) => void
  /** Called once the last digit is there, by typing or pasting. */
  readonly onComplete?: (digits: string) => void
  readonly length?: number
  readonly description?: ReactNode
  readonly error?: ReactNode
  readonly disabled?: boolean
  readonly autoFocus?: boolean
  /** `one-time-code` offers the code from a text message; use `off` for a spoken code. */
  readonly autoComplete?: 'one-time-code' | 'off'
}

/**
 * A numeric code. One field, not six: screen readers, password managers, paste ("123 456" too) and the phone's own
 * suggestion all work with it, and its digits are spaced like boxes.
 */
export function CodeInput(props: CodeInputProps) {
  const { label, value, onChange, onComplete, length = 6, description, error, disabled = false } = props
  const id = useId()
  const accept = (raw: string) => {
    const digits = raw.normalize('NFKC').replace(/\D/g, '').slice(0, length)
    onChange(digits)
    if (digits.length === length && digits !== value) onComplete?.(digits)
  }
  return (
    <TextInput
      id={id}
      className={classes.root}
      classNames={{ input: classes.input }}
      label={label}
      value={value}
      onChange={(event) => accept(event.currentTarget.value)}
      inputMode="numeric"
      pattern="[0-9]*"
      autoComplete={props.autoComplete ?? 'one-time-code'}
      placeholder={'0'.repeat(length)}
      spellCheck={false}
      disabled={disabled}
      dir="ltr"
      autoFocus={props.autoFocus ?? false}
      {...(description ? { description } : {})}
      {...(error ? { error } : {})}
    />
  )
}
