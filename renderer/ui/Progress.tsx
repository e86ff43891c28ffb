import { type ReactNode, useId } from 'react'
import classes from './Progress.module.css'

export interface ProgressProps {
  /** What is under way, for example "Importing participants". */
  readonly label: string
  readonly done: number
  /** At least 1. */
  readonly total: number
  /** Counts in words, for example "120 of 400". */
  readonly counts: string
  readonly detail?: ReactNode
}

/** How far something has come: a bar that never runs backwards past its ends, and the counts in words. */
export function Progress({ label, done, total, counts, detail }: ProgressProps) {
  const id = useId()
  const share = Math.min(100, Math.max(0, (done / Math.max(1, total)) * 100))
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <span id={id}>{label}</span>
        <span className={classes.counts}>{counts}</span>
      </div>
      <div
        className={classes.track}
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={Math.min(done, total)}
        aria-valuetext={counts}
        tabIndex={-1}
      >
        <div className={classes.bar} style={{ width: `${share}%` }} />
      </div>
      {detail ? <div className={classes.detail}>{detail}</div> : null}
    </div>
  )
}
