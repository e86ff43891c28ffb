import type { ReactNode } from 'react'

export interface LiveRegionProps {
  /** What to say. The region must be on the page before its words change, so render it always and leave it empty. */
  readonly children?: ReactNode
  /** `assertive` interrupts; keep it for what cannot wait, such as a session about to end. */
  readonly urgency?: 'polite' | 'assertive'
  readonly visible?: boolean
}

/** Announces a change to screen readers. `output` is a polite status region by itself. */
export function LiveRegion({ children, urgency = 'polite', visible = false }: LiveRegionProps) {
  return (
    <output className={visible ? undefined : 'v-hidden'} aria-live={urgency} aria-atomic="true">
      {children}
    </output>
  )
}
