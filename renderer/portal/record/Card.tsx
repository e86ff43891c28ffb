import { type ReactNode, useId } from 'react'
import classes from './record.module.css'

export interface CardProps {
  readonly title: string
  readonly tone?: 'plain' | 'info'
  readonly children: ReactNode
}

/** One part of the home page with its own heading. */
export function Card({ title, tone = 'plain', children }: CardProps) {
  const id = useId()
  return (
    <section className={classes.card} data-tone={tone} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}
