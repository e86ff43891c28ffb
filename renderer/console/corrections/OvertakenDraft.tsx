import { Alert, Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import { useSay } from '../shell/terms'
import classes from './Corrections.module.css'
import { DecisionSummary } from './DecisionSummary'
import { DecisionsCompared } from './DecisionsCompared'
import { type DecisionDraft, decisionOf } from './decisionDraft'

export interface OvertakenDraftProps {
  readonly correction: CorrectionDoc
  readonly draft: DecisionDraft
  readonly onDone: () => void
}

/** The request was decided or withdrawn while a decision was being written here: nothing typed is thrown away unseen. */
export function OvertakenDraft({ correction, draft, onDone }: OvertakenDraftProps) {
  const say = useSay()
  const mine = decisionOf(draft, correction)
  const decided = correction.decidedAt !== null
  return (
    <Alert
      color="orange"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={
        decided ? 'Decided by somebody else while you were writing' : 'This request has changed while you were writing'
      }
    >
      <div className={classes.noteBody}>
        <p className={classes.why}>
          {decided
            ? 'Nothing of yours was sent.'
            : say('The participant has withdrawn it, or it is closed. Nothing of yours was sent.')}
        </p>
        {decided ? (
          <DecisionsCompared correction={correction} mine={mine} />
        ) : (
          <DecisionSummary changes={correction.changes} {...mine} />
        )}
        <div className={classes.noteActions}>
          <Button size="xs" variant="default" onClick={onDone}>
            Discard my draft
          </Button>
        </div>
      </div>
    </Alert>
  )
}
