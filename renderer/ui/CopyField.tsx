import { Button, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import classes from './CopyField.module.css'
import { LiveRegion } from './LiveRegion'
import { useUiText } from './uiText'

export interface CopyFieldProps {
  readonly label: string
  readonly value: string
  readonly description?: ReactNode
  /** Fixed-width letters, for links, codes and keys. */
  readonly mono?: boolean
  /** Told after a successful copy; the console records how a link was shared. */
  readonly onCopied?: () => void
}

type Outcome = 'idle' | 'copied' | 'refused'

/** How long the button says "Copied". */
const saidFor = 2500

/** A value to take along. When the clipboard is refused the value is selected and the reader told to press Ctrl+C. */
export function CopyField({ label, value, description, mono = true, onCopied }: CopyFieldProps) {
  const text = useUiText()
  const input = useRef<HTMLInputElement>(null)
  const [outcome, setOutcome] = useState<Outcome>('idle')
  useEffect(() => {
    if (outcome !== 'copied') return
    const timer = setTimeout(() => setOutcome('idle'), saidFor)
    return () => clearTimeout(timer)
  }, [outcome])

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      setOutcome('copied')
      onCopied?.()
    } catch {
      input.current?.focus()
      input.current?.select()
      setOutcome('refused')
    }
  }
  const copied = outcome === 'copied'
  return (
    <div className={classes.root}>
      <TextInput
        ref={input}
        className={classes.input}
        label={label}
        value={value}
        readOnly
        spellCheck={false}
        data-mono={mono || undefined}
        onFocus={(event) => event.currentTarget.select()}
        {...(description ? { description } : {})}
      />
      <Button
        className={classes.button}
        variant="default"
        aria-label={`${copied ? text.copied : text.copy}: ${label}`}
        leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        onClick={copy}
      >
        {copied ? text.copied : text.copy}
      </Button>
      <div className={classes.said}>
        <LiveRegion visible={outcome === 'refused'}>
          {copied ? text.copied : outcome === 'refused' ? text.copyByHand : null}
        </LiveRegion>
      </div>
    </div>
  )
}
