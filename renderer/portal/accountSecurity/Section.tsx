import { type ReactNode, useId } from 'react'
import classes from './security.module.css'

export interface SectionProps {
  readonly title: string
  /** The state in a badge, beside the title. */
  readonly state?: ReactNode
  /** What this part is for, in a sentence or two. */
  readonly meaning?: ReactNode
  readonly children: ReactNode
}

/** One part of the Security page in a card with its own heading. */
export function Section({ title, state, meaning, children }: SectionProps) {
  const id = useId()
  return (
    <section className={classes.card} aria-labelledby={id}>
      <div className={classes.cardHead}>
        <h2 id={id}>{title}</h2>
        {state}
      </div>
      {meaning ? <p className={classes.meaning}>{meaning}</p> : null}
      {children}
    </section>
  )
}
