import { markPath } from './markPath'

export interface MarkProps {
  /** Edge length in CSS pixels; 16 is the smallest it was drawn for. */
  readonly size?: number
  /** Spoken name. Without one the mark is decoration and hidden from assistive technology. */
  readonly title?: string
  readonly className?: string | undefined
}

/** Vestibule's mark in the current text colour. */
export function Mark({ size = 24, title, className }: MarkProps) {
  const box = { className, width: size, height: size, viewBox: '0 0 24 24', focusable: false }
  if (!title)
    return (
      <svg {...box} aria-hidden="true">
        <path d={markPath} fill="currentColor" />
      </svg>
    )
  return (
    <svg {...box} role="img" aria-label={title}>
      <title>{title}</title>
      <path d={markPath} fill="currentColor" />
    </svg>
  )
}
