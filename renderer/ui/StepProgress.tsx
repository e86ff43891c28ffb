import classes from './StepProgress.module.css'
import { useUiText } from './uiText'

export interface StepProgressProps {
  /** From 1. */
  readonly step: number
  readonly of: number
  /** Name of the present step. */
  readonly label?: string
}

/** "Step 1 of 3" with a segment for each step. The words carry it; the segments are decoration. */
export function StepProgress({ step, of, label }: StepProgressProps) {
  const text = useUiText()
  const steps = Array.from({ length: of }, (_, index) => index + 1)
  return (
    <div className={classes.root}>
      <p className={classes.words}>
        <span className={classes.step}>{text.step({ step, of })}</span>
        {label ? <span> · {label}</span> : null}
      </p>
      <div className={classes.segments} aria-hidden>
        {steps.map((n) => (
          <span key={n} data-state={n < step ? 'done' : n === step ? 'now' : 'next'} />
        ))}
      </div>
    </div>
  )
}
