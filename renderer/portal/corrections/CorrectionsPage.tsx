import { IconFlag } from '@tabler/icons-react'
import { useCallback, useEffect, useState } from 'react'
import type { LetterKind } from '../../../shared/corrections/correctionLimits'
import { EmptyState } from '../../ui/EmptyState'
import { useClient } from '../shell/ClientContext'
import { leadsElsewhere } from '../shell/gates'
import { LoadFailure } from '../shell/LoadFailure'
import { Link } from '../shell/router'
import { useSession } from '../shell/SessionContext'
import { StepHeading } from '../shell/StepHeading'
import { useLoaded } from '../shell/useLoaded'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { CorrectionEntry } from './CorrectionEntry'
import classes from './corrections.module.css'
import { LetterView } from './LetterView'

/** `/portal/corrections` (S0.26): what the participant has asked to have corrected, until when it is answered, and the answers. */
export function CorrectionsPage() {
  const { corrections: text } = useText()
  const client = useClient()
  const { follow } = useSession()
  const { loaded, reload } = useLoaded(useCallback(() => client.corrections.list.query(), [client]))
  const [letter, setLetter] = useState<{ readonly id: string; readonly kind: LetterKind } | null>(null)
  useEffect(() => {
    if (loaded.state === 'failed') follow(loaded.problem)
  }, [loaded, follow])
  if (loaded.state === 'failed' && !leadsElsewhere(loaded.problem.code))
    return <LoadFailure problem={loaded.problem} onRetry={reload} />
  if (letter !== null) return <LetterView {...letter} onBack={() => setLetter(null)} />
  return (
    <div className={classes.page}>
      <StepHeading pageTitle={text.pageTitle} intro={text.intro}>
        {text.title}
      </StepHeading>
      {loaded.state !== 'ready' ? (
        <Waiting lines={8} />
      ) : loaded.value.length === 0 ? (
        <EmptyState icon={IconFlag} title={text.empty} sentence={text.emptyHint} />
      ) : (
        <ul className={classes.list}>
          {loaded.value.map((correction) => (
            <CorrectionEntry
              key={correction.id}
              correction={correction}
              onChanged={reload}
              onLetter={(kind) => setLetter({ id: correction.id, kind })}
            />
          ))}
        </ul>
      )}
      <p>
        <Link to="/home">{text.home}</Link>
      </p>
    </div>
  )
}
