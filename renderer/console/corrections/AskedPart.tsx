import { Button, Paper } from '@mantine/core'
import type { ChangeVerdict } from '../../../shared/corrections/correctionLimits'
import { isOpen } from '../../../shared/corrections/correctionLimits'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import type { Participant } from '../../../shared/participants/participantSchemas'
import { CorrectionFiles } from '../files/CorrectionFiles'
import { fieldLabel } from '../participants/fieldWords'
import { useSay } from '../shell/terms'
import { CorrectionDiff } from './CorrectionDiff'
import classes from './Corrections.module.css'
import { type DecisionDraft, isOvertaken, setAll, WHOLE } from './decisionDraft'
import { VerdictChoice } from './VerdictChoice'

export interface AskedPartProps {
  readonly correction: CorrectionDoc
  readonly participant: Participant | null
  /** Null: nothing is being decided. */
  readonly draft: DecisionDraft | null
  readonly onChange: (draft: DecisionDraft) => void
}

/** What the participant asks for; while it is decided, with a choice at each field. */
export function AskedPart({ correction, participant, draft, onChange }: AskedPartProps) {
  const say = useSay()
  const { changes, description, about, state } = correction
  const record = isOpen(state) ? participant : null
  const overtaken = changes.filter((change) => record !== null && isOvertaken(change, record)).map(({ path }) => path)
  const choice = (path: string, what: string) =>
    draft === null ? null : (
      <VerdictChoice
        what={what}
        verdict={draft.verdicts[path]}
        overtakenAt={overtaken.includes(path) ? `/participants/${correction.participantId}` : null}
        onChange={(verdict) => onChange(setAll(draft, [path], verdict))}
      />
    )
  return (
    <Paper component="section" className={classes.part ?? ''} aria-label="What they ask for">
      <div className={classes.partHead}>
        <h2 className={classes.partTitle}>What they ask for</h2>
        {draft !== null && changes.length > 1 ? (
          <AllChoice
            canAccept={overtaken.length === 0}
            onChoose={(verdict) =>
              onChange(
                setAll(
                  draft,
                  changes.map(({ path }) => path),
                  verdict,
                ),
              )
            }
          />
        ) : null}
      </div>
      {about === null ? null : (
        <figure className={classes.about}>
          <figcaption className={classes.soft}>{say('About this message that the clinic sent:')}</figcaption>
          <blockquote className={classes.words} dir="auto">
            {about.quote}
          </blockquote>
        </figure>
      )}
      {changes.map((change) => (
        <CorrectionDiff key={change.path} change={change} participant={record}>
          {choice(change.path, fieldLabel(change.path))}
        </CorrectionDiff>
      ))}
      {description === '' ? null : (
        <figure className={classes.about}>
          <figcaption className={classes.soft}>In their words:</figcaption>
          <blockquote className={classes.words} dir="auto">
            {description}
          </blockquote>
        </figure>
      )}
      <CorrectionFiles files={correction.files} />
      {changes.length === 0 ? choice(WHOLE, 'the request') : null}
    </Paper>
  )
}

interface AllChoiceProps {
  readonly canAccept: boolean
  readonly onChoose: (verdict: ChangeVerdict) => void
}

function AllChoice({ canAccept, onChoose }: AllChoiceProps) {
  return (
    <div className={classes.steps}>
      {canAccept ? (
        <Button size="xs" variant="default" onClick={() => onChoose('accepted')}>
          Accept all
        </Button>
      ) : null}
      <Button size="xs" variant="default" onClick={() => onChoose('denied')}>
        Deny all
      </Button>
    </div>
  )
}
