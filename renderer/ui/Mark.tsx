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
  const named = title ? { role: 'img', 'aria-label': title } : { 'aria-hidden': true }
  return (
    <svg {...named} className={className} width={size} height={size} viewBox="0 0 24 24" focusable="false">
      {title ? <title>{title}</title> : null}
      <path d={markPath} fill="currentColor" />
    </svg>
  )
}
