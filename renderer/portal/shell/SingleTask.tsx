import type { ReactNode } from 'react'
import { DoorwayCard } from '../../ui/DoorwayCard'
import classes from './shell.module.css'

/** A screen with one thing to do, in the doorway card. */
export function SingleTask({ head, children }: { readonly head?: ReactNode; readonly children: ReactNode }) {
  return (
    <DoorwayCard head={head}>
      <div className={classes.stack}>{children}</div>
    </DoorwayCard>
  )
}
