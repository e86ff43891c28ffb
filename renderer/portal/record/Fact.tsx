import type { ReactNode } from 'react'
import { WrongButton } from '../corrections/WrongButton'
import classes from './record.module.css'

export interface FactProps {
  readonly name: string
  readonly children: ReactNode
  /** A way to say that something is wrong here. */
  readonly onWrong?: () => void
}

/** One line of a description list: what it is, and what it says. */
export function Fact({ name, children, onWrong }: FactProps) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      {onWrong ? (
        <dd className={classes.withFlag}>
          <div>{children}</div>
          <WrongButton name={name} onPress={onWrong} />
        </dd>
      ) : (
        <dd>{children}</dd>
      )}
    </div>
  )
}
