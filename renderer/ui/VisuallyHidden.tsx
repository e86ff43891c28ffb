import type { ReactNode } from 'react'

export interface VisuallyHiddenProps {
  readonly children: ReactNode
}

/** Words for assistive technology only. */
export function VisuallyHidden({ children }: VisuallyHiddenProps) {
  return <span className="v-hidden">{children}</span>
}
