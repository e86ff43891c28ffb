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

/** A page with one task, in the doorway. Its title takes the focus when it appears, unless a field already has it. */
export function SinglePage({ title, lead, children, foot, wide = false }: SinglePageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new title is a new page.
  useEffect(() => {
    document.title = 'Vestibule'
    if (document.activeElement === null || document.activeElement === document.body) heading.current?.focus()
  }, [title])
  return (
    <main className={classes.page} data-wide={wide || undefined}>
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
