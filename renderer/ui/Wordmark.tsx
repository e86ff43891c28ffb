import { Mark } from './Mark'
import classes from './Wordmark.module.css'

export interface WordmarkProps {
  /** Height of the mark in CSS pixels; the name scales with it. */
  readonly size?: number
  /** The part of the product, for example "Console", set lighter after the name. */
  readonly part?: string
}

/** The lockup: mark, name and, where it helps, the part of the product. Real text, so it can be read, found and zoomed. */
export function Wordmark({ size = 24, part }: WordmarkProps) {
  return (
    <span className={classes.root} style={{ fontSize: size * 0.83 }}>
      <Mark size={size} className={classes.mark} />
      <span className={classes.name}>Vestibule</span>
      {part ? <span className={classes.part}>{part}</span> : null}
    </span>
  )
}
