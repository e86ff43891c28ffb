import { Button } from '@mantine/core'
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react'
import { useCallback, useEffect } from 'react'
import type { LetterKind } from '../../../shared/corrections/correctionLimits'
import { useClient } from '../shell/ClientContext'
import { leadsElsewhere } from '../shell/gates'
import { LoadFailure } from '../shell/LoadFailure'
import { useSession } from '../shell/SessionContext'
import { useLoaded } from '../shell/useLoaded'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { LetterSheet } from './LetterSheet'
import classes from './letter.module.css'

export interface LetterViewProps {
  readonly id: string
  readonly kind: LetterKind
  readonly onBack: () => void
}

/** A letter of the clinic in place of the list, to be read and printed. */
export function LetterView({ id, kind, onBack }: LetterViewProps) {
  const { corrections: own } = useText()
  const client = useClient()
  const { follow } = useSession()
  const { loaded, reload } = useLoaded(
    useCallback(() => client.corrections.letter.query({ id, kind }), [client, id, kind]),
  )
  useEffect(() => {
    if (loaded.state === 'failed') follow(loaded.problem)
  }, [loaded, follow])
  return (
    <div className={classes.page}>
      <div className={`v-screen-only ${classes.tools}`}>
        <Button variant="default" leftSection={<IconArrowLeft size={20} aria-hidden />} onClick={onBack}>
          {own.back}
        </Button>
        {loaded.state === 'ready' ? (
          <Button variant="default" leftSection={<IconPrinter size={20} aria-hidden />} onClick={() => print()}>
            {own.printLetter}
          </Button>
        ) : null}
      </div>
      {loaded.state === 'ready' ? (
        <LetterSheet letter={loaded.value} pageTitle={own.letterPage} />
      ) : loaded.state === 'failed' && !leadsElsewhere(loaded.problem.code) ? (
        <LoadFailure problem={loaded.problem} onRetry={reload} />
      ) : (
        <Waiting lines={12} />
      )}
    </div>
  )
}
