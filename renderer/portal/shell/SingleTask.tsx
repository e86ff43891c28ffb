import type { ReactNode } from 'react'
import { DoorwayCard } from '../../ui/DoorwayCard'
import classes from './shell.module.css'

/** A screen with one thing to do, in the doorway card. */
export function SingleTask({ children }: { readonly children: ReactNode }) {
  return (
    <DoorwayCard>
      <div className={classes.stack}>{children}</div>
    </DoorwayCard>
  )
}
