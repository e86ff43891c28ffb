import type { ReactNode } from 'react'
import classes from './record.module.css'

export interface FactProps {
  readonly name: string
  readonly children: ReactNode
}

/** One line of a description list: what it is, and what it says. */
export function Fact({ name, children }: FactProps) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
