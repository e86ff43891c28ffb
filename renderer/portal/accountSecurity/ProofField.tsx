import { Button, TextInput } from '@mantine/core'
import { CodeInput } from '../../ui/CodeInput'
import shell from '../shell/shell.module.css'
import { useText } from '../text/portalText'
import classes from './security.module.css'

export type ProofKind = 'app' | 'recovery'

export interface ProofFieldProps {
  readonly kind: ProofKind
  readonly onKind: (kind: ProofKind) => void
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error: string | undefined
}

/** A current code of an authenticator app, or, where there is no phone at hand, a recovery code (M7). */
export function ProofField({ kind, onKind, value, onChange, error }: ProofFieldProps) {
  const { accountSecurity: text } = useText()
  const other = kind === 'app' ? 'recovery' : 'app'
  return (
    <div>
      {kind === 'app' ? (
        <CodeInput label={text.codeLabel} value={value} onChange={onChange} autoComplete="off" error={error} />
      ) : (
        <TextInput
          classNames={{ input: shell.shortCode ?? '' }}
          label={text.mfa.recoveryLabel}
          description={text.mfa.recoveryHint}
          value={value}
          error={error}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={64}
          autoFocus
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
      <Button className={classes.switch} variant="subtle" onClick={() => onKind(other)}>
        {kind === 'app' ? text.mfa.useRecovery : text.mfa.useApp}
      </Button>
    </div>
  )
}
