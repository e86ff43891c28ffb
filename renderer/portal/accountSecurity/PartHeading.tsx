import { type ReactNode, useEffect, useRef } from 'react'
import classes from './security.module.css'

/** The heading of a part that just opened inside a card: it takes the focus, so that keyboard and screen reader go on there. */
export function PartHeading({ children }: { readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    heading.current?.scrollIntoView?.({ block: 'nearest' })
  }, [])
  return (
    <h3 ref={heading} tabIndex={-1} className={classes.partHeading}>
      {children}
    </h3>
  )
}
