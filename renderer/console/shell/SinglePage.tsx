import { type ReactNode, useEffect, useRef } from 'react'
import { DoorwayCard } from '../../ui/DoorwayCard'
import { Wordmark } from '../../ui/Wordmark'
import classes from './SinglePage.module.css'

export interface SinglePageProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly children?: ReactNode
  /** Below the card: the other way on, or which server this is. */
  readonly foot?: ReactNode
  readonly wide?: boolean
}

/** Something to type that is still empty: `:placeholder-shown` needs a placeholder, so the empty value is asked for by attribute. */
const FIRST_FIELD = 'form input:not([readonly]):not([value]), form input:not([readonly])[value=""]'

/** A page with one task, in the doorway. When it appears the focus goes to its first empty field, else to its title. */
export function SinglePage({ title, lead, children, foot, wide = false }: SinglePageProps) {
  const page = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new title is a new page.
  useEffect(() => {
    document.title = 'Vestibule'
    if (document.activeElement !== null && document.activeElement !== document.body) return
    const field = page.current?.querySelector<HTMLElement>(FIRST_FIELD)
    const start = field ?? heading.current
    start?.focus()
  }, [title])
  return (
    <main className={classes.page} ref={page} data-wide={wide || undefined}>
      <DoorwayCard head={<Wordmark size={26} part="Console" />}>
        <h1 className={classes.title} tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {lead ? <div className={classes.lead}>{lead}</div> : null}
        {children}
      </DoorwayCard>
      {foot ? <div className={classes.foot}>{foot}</div> : null}
    </main>
  )
}
