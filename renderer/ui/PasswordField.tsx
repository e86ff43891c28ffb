import { ActionIcon, TextInput } from '@mantine/core'
import { IconArrowBigUpLine, IconCheck, IconEye, IconEyeOff } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { LiveRegion } from './LiveRegion'
import classes from './PasswordField.module.css'
import { useUiText } from './uiText'

export interface PasswordFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** `new` asks a password manager for a fresh one and shows the rule with a live count. */
  readonly purpose: 'current' | 'new'
  /** False on a machine of others: no password manager is asked. */
  readonly remembered?: boolean
  /** Fewest characters of a new password; product rule: 15, or 8 where the clinic requires a second factor. */
  readonly minimum?: number
  /** The rule in words, shown before anything is typed. */
  readonly rule?: string
  readonly error?: ReactNode
  readonly disabled?: boolean
}

/** What a person counts: an accented letter or an emoji is one. */
const countOf = (value: string) => [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(value)].length

/** A password with show and hide, a Caps Lock hint, and the rule with a count. It never invents a strength. */
export function PasswordField(props: PasswordFieldProps) {
  const { label, value, onChange, purpose, minimum, rule, error } = props
  const { disabled = false, remembered = true } = props
  const text = useUiText()
  const [visible, setVisible] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'))
  const count = countOf(value)
  const enough = minimum !== undefined && count >= minimum
  return (
    <div>
      <TextInput
        className={classes.field}
        label={label}
        value={value}
        disabled={disabled}
        type={visible ? 'text' : 'password'}
        autoComplete={remembered ? (purpose === 'new' ? 'new-password' : 'current-password') : 'off'}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        rightSection={
          <ActionIcon
            aria-label={visible ? text.hidePassword : text.showPassword}
            disabled={disabled}
            onClick={() => setVisible(!visible)}
          >
            {visible ? (
              <IconEyeOff size="1.3em" stroke={1.6} aria-hidden />
            ) : (
              <IconEye size="1.3em" stroke={1.6} aria-hidden />
            )}
          </ActionIcon>
        }
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={watchCapsLock}
        onKeyUp={watchCapsLock}
        onBlur={() => setCapsLock(false)}
        {...(rule ? { description: rule } : {})}
        {...(error ? { error } : {})}
      />
      {purpose === 'new' && minimum !== undefined ? (
        <p className={classes.count} data-enough={enough || undefined}>
          {enough ? <IconCheck size="1.1em" aria-hidden /> : null}
          {enough ? text.passwordEnough({ count }) : text.passwordCount({ count, minimum })}
        </p>
      ) : null}
      <div className={classes.caps}>
        <LiveRegion visible>
          {capsLock ? (
            <>
              <IconArrowBigUpLine size="1.1em" aria-hidden /> {text.capsLock}
            </>
          ) : null}
        </LiveRegion>
      </div>
    </div>
  )
}
