import { TextInput } from '@mantine/core'
import { useText } from '../text/portalText'

export interface EmailFieldProps {
  readonly value: string
  readonly onChange: (email: string) => void
  readonly error: string | undefined
  readonly hint?: string
}

export function EmailField({ value, onChange, error, hint }: EmailFieldProps) {
  const { accounts } = useText()
  return (
    <TextInput
      label={accounts.emailLabel}
      type="email"
      name="email"
      autoComplete="username"
      inputMode="email"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={254}
      value={value}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      {...(hint ? { description: hint } : {})}
    />
  )
}
