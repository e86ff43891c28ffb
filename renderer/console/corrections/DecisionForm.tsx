import { Button, Paper, Radio, Textarea } from '@mantine/core'
import { useState } from 'react'
import { DENIAL_GROUNDS, type DenialGround } from '../../../shared/corrections/correctionLimits'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import { plural } from '../../ui/language'
import { KeptWords } from '../shell/KeptWords'
import { useSay } from '../shell/terms'
import classes from './Corrections.module.css'
import { GROUND_HELP, GROUND_WORDS } from './correctionWords'
import { type DecisionDraft, decidedRequest, faultsOf, isReady, outcomeOf } from './decisionDraft'
import { LetterPreview } from './LetterPreview'

export interface DecisionFormProps {
  readonly correction: CorrectionDoc
  readonly draft: DecisionDraft
  /** It opened with words from before. */
  readonly kept: boolean
  readonly onDiscard: () => void
  readonly onChange: (draft: DecisionDraft) => void
  /** Asks once more and then queues it; called only with a draft without faults. */
  readonly onReady: () => void
  readonly onCancel: () => void
}

/** G3: ground and text of a decision, with the letter as it will read. The verdicts are chosen at the fields themselves. */
export function DecisionForm(props: DecisionFormProps) {
  const { correction, draft, kept, onDiscard, onChange, onReady, onCancel } = props
  const say = useSay()
  const [strict, setStrict] = useState(false)
  const faults = faultsOf(draft, correction)
  const outcome = outcomeOf(draft, correction)
  const denies = Object.values(draft.verdicts).includes('denied')
  return (
    <Paper component="section" className={classes.part ?? ''} aria-label="Decision">
      <h2 className={classes.partTitle}>Decision</h2>
      <KeptWords shown={kept} onDiscard={onDiscard} />
      <p className={classes.soft} role="status">
        {outcome === null ? null : summaryWords(draft, correction)}
        {strict && faults.verdict !== null ? <span className={classes.fault}>{faults.verdict}</span> : null}
        {outcome === null && !strict ? faults.verdict : null}
      </p>
      {denies ? (
        <Radio.Group
          label="Ground of the denial"
          value={draft.ground}
          onChange={(value) => onChange({ ...draft, ground: value as DenialGround })}
          error={strict ? faults.ground : null}
        >
          <div className={classes.options}>
            {DENIAL_GROUNDS.map((value) => (
              <Radio key={value} value={value} label={GROUND_WORDS[value]} description={GROUND_HELP[value]} />
            ))}
          </div>
        </Radio.Group>
      ) : null}
      <Textarea
        label={answerLabel(draft, correction)}
        description={say('The participant reads this in the letter and in the portal. Plain words, no abbreviations.')}
        rows={4}
        resize="vertical"
        dir="auto"
        value={draft.answer}
        error={strict ? faults.answer : null}
        onChange={({ currentTarget }) => onChange({ ...draft, answer: currentTarget.value })}
      />
      {outcome === null ? null : (
        <LetterPreview kind="decision" request={decidedRequest(draft, correction)} correction={correction} />
      )}
      <div className={classes.formActions}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          onClick={() => {
            setStrict(true)
            if (isReady(faults)) onReady()
          }}
        >
          Send the decision
        </Button>
      </div>
    </Paper>
  )
}

function answerLabel({ verdicts }: DecisionDraft, { changes }: CorrectionDoc): string {
  const chosen = Object.values(verdicts)
  if (chosen.includes('denied')) return 'Explanation'
  if (changes.length > 0) return 'A word to them (optional)'
  return chosen.length === 0 ? 'Answer' : 'What was changed'
}

function summaryWords(draft: DecisionDraft, { changes }: CorrectionDoc): string {
  const outcome = outcomeOf(draft, { changes })
  if (changes.length === 0)
    return outcome === 'accepted'
      ? 'The request is accepted. Change the record by hand first: accepting does not change it by itself.'
      : 'The request is denied and the record stays as it is.'
  const accepted = changes.filter(({ path }) => draft.verdicts[path] === 'accepted').length
  const all = plural('en', changes.length, { one: '# field', other: '# fields' })
  if (outcome === 'denied') return `${all} denied: the record stays as it is.`
  if (outcome === 'accepted') return `${all} accepted: the record changes with the decision.`
  return `${accepted} of ${all} accepted: those change in the record with the decision, the others stay as they are.`
}
