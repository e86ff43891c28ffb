import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { MAX_PIN } from '../../../shared/ipc/pinRules'

export interface PinFieldProps {
  readonly label: string
  readonly value: string
  /** Called with digits only. */
  readonly onChange: (digits: string) => void
  readonly description?: string
  readonly error?: ReactNode
  readonly autoFocus?: boolean
}

/** Digits that nobody reads over a shoulder. No password manager is asked to keep them: they belong to this computer only. */
export function PinField({ label, value, onChange, description, error, autoFocus = false }: PinFieldProps) {
  return (
    <TextInput
      label={label}
      type="password"
      inputMode="numeric"
      autoComplete="off"
      data-1p-ignore
      maxLength={MAX_PIN}
      value={value}
      data-autofocus={autoFocus || undefined}
      autoFocus={autoFocus}
      onChange={(event) => onChange(event.currentTarget.value.normalize('NFKC').replace(/\D/g, ''))}
      {...(description ? { description } : {})}
      {...(error ? { error } : {})}
    />
  )
}
