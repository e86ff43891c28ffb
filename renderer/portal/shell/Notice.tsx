import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import classes from './shell.module.css'

export interface NoticeProps {
  /** `danger` interrupts a screen reader, `info` waits for its turn. */
  readonly tone: 'info' | 'danger'
  readonly children: ReactNode
}

/** A sentence in a box of its own: what went wrong, or why the reader is here. */
export function Notice({ tone, children }: NoticeProps) {
  const box = useRef<HTMLDivElement>(null)
  // In a long form on a phone it would stand far above the button that was pressed, and the press would seem to do nothing.
  useEffect(() => {
    if (tone === 'danger') box.current?.scrollIntoView({ block: 'nearest' })
  }, [tone])
  const Glyph = tone === 'danger' ? IconAlertTriangle : IconInfoCircle
  return (
    <div ref={box} className={classes.notice} data-tone={tone} role={tone === 'danger' ? 'alert' : 'status'}>
      <Glyph className={classes.noticeGlyph} size="1.35em" stroke={1.8} aria-hidden />
      <p>{children}</p>
    </div>
  )
}
