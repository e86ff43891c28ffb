import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { LiveRegion } from '../../ui/LiveRegion'
import { useText } from '../text/portalText'

export interface CopyButtonProps {
  readonly value: string
  /** What is copied, for those who do not see what stands above. */
  readonly label: string
  /** The clipboard was refused: the place that selects the words instead. */
  readonly onRefused?: () => void
}

/** Copies and says so until something else is copied. */
export function CopyButton({ value, label, onRefused }: CopyButtonProps) {
  const { enrol } = useText().accountSecurity
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'refused'>('none')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      setOutcome('copied')
    } catch {
      setOutcome('refused')
      onRefused?.()
    }
  }
  const copied = outcome === 'copied'
  return (
    <>
      <Button
        variant="default"
        aria-label={`${copied ? enrol.copied : enrol.copy}: ${label}`}
        leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
        onClick={copy}
      >
        {copied ? enrol.copied : enrol.copy}
      </Button>
      <LiveRegion visible={outcome === 'refused' && onRefused !== undefined}>
        {copied ? enrol.copied : outcome === 'refused' && onRefused ? enrol.copyByHand : null}
      </LiveRegion>
    </>
  )
}
