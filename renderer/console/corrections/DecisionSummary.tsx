import type { ProposedChange } from '../../../shared/corrections/correctionSchemas'
import { fieldLabel } from '../participants/fieldWords'
import classes from './Corrections.module.css'
import { GROUND_WORDS } from './correctionWords'
import type { DecisionWords } from './decisionDraft'

export interface DecisionSummaryProps extends DecisionWords {
  readonly changes: readonly Pick<ProposedChange, 'path'>[]
}

/** A decision in a few lines: what is accepted, what is denied and on which ground, and the words. */
export function DecisionSummary({ changes, accepted, ground, answer }: DecisionSummaryProps) {
  const named = (want: boolean) =>
    changes
      .filter(({ path }) => accepted.includes(path) === want)
      .map(({ path }) => fieldLabel(path))
      .join(', ')
  const [yes, no] = [named(true), named(false)]
  return (
    <>
      <ul className={classes.summary}>
        {changes.length === 0 ? <li>{ground === null ? 'Accept the request' : 'Deny the request'}</li> : null}
        {yes === '' ? null : <li>Accept: {yes}</li>}
        {no === '' ? null : <li>Deny: {no}</li>}
        {ground === null ? null : <li>Ground: {GROUND_WORDS[ground]}</li>}
      </ul>
      {answer === '' ? null : (
        <blockquote className={classes.words} dir="auto">
          {answer}
        </blockquote>
      )}
    </>
  )
}
