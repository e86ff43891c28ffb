import { Button } from '@mantine/core'
import { isOpen } from '../../../shared/corrections/correctionLimits'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import { StatusBadge } from '../../ui/StatusBadge'
import classes from './Corrections.module.css'
import type { Step } from './correctionSteps'
import { STATE_WORDS } from './correctionWords'
import { dueWords } from './dueWords'
import { useHolidays, useToday } from './useInbox'

const LABELS: Readonly<Record<Step, string>> = {
  acknowledge: 'Acknowledge',
  review: 'Start the review',
  extend: 'Extend',
  close: 'Close the request',
  rebut: 'Answer the statement',
  decide: 'Decide',
}
/** The main one last, where the hand expects it. */
const ORDER: readonly Step[] = ['extend', 'acknowledge', 'review', 'close', 'rebut', 'decide']
const MAIN: readonly Step[] = ['decide', 'rebut']

export interface StepBarProps {
  readonly correction: CorrectionDoc
  readonly steps: ReadonlySet<Step>
  readonly onStep: (step: Step) => void
}

/** Where the request stands, and what can be done next. */
export function StepBar({ correction, steps, onStep }: StepBarProps) {
  const today = useToday()
  const holidays = useHolidays()
  const { state, dueOn, profile, extendedAt } = correction
  const open = isOpen(state)
  return (
    <div className={classes.bar}>
      <div className={classes.badges}>
        <StatusBadge {...STATE_WORDS[state]} />
        {open ? <StatusBadge {...dueWords({ dueOn, profile, today, holidays })} /> : null}
        {open && extendedAt !== null ? <StatusBadge tone="neutral" label="Extended" /> : null}
      </div>
      <div className={classes.steps}>
        {ORDER.filter((step) => steps.has(step)).map((step) => (
          <Button key={step} {...(MAIN.includes(step) ? {} : { variant: 'default' })} onClick={() => onStep(step)}>
            {LABELS[step]}
          </Button>
        ))}
      </div>
    </div>
  )
}
