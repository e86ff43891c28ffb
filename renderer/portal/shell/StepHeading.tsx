import { type ReactNode, useEffect, useRef } from 'react'
import { usePage } from '../../ui/PageContext'
import classes from './shell.module.css'

export interface StepHeadingProps {
  /** The browser tab's title: neutral, without the clinic's name, for whoever looks over a shoulder. */
  readonly pageTitle: string
  readonly children: ReactNode
  /** One or two sentences under the title. */
  readonly intro?: ReactNode
}

/**
 * The `h1` of a screen or step. When it appears it takes the focus and the page scrolls to its top, so that keyboard and screen reader start
 * at the new step. Give it a `key` where one step follows another in the same place.
 */
export function StepHeading({ pageTitle, children, intro }: StepHeadingProps) {
  const page = usePage()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    page.defaultView?.scrollTo(0, 0)
  }, [page])
  useEffect(() => {
    page.title = pageTitle
  }, [page, pageTitle])
  return (
    <div className={classes.heading}>
      <h1 ref={heading} tabIndex={-1}>
        {children}
      </h1>
      {intro ? <p className={classes.intro}>{intro}</p> : null}
    </div>
  )
}
