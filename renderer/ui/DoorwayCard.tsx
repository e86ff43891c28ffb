import type { ReactNode } from 'react'
import classes from './DoorwayCard.module.css'

export interface DoorwayCardProps {
  /** Above the content: the clinic's name or the lockup. */
  readonly head?: ReactNode
  readonly children: ReactNode
}

/** The one card of a single-task page (sign in, accept an invite): shaped like the doorway of the mark, on its threshold. */
export function DoorwayCard({ head, children }: DoorwayCardProps) {
  return (
    <div className={classes.root}>
      {head ? <div className={classes.head}>{head}</div> : null}
      {children}
    </div>
  )
}
