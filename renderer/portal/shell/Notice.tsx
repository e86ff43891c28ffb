import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './shell.module.css'

export interface NoticeProps {
  /** `danger` interrupts a screen reader, `info` waits for its turn. */
  readonly tone: 'info' | 'danger'
  readonly children: ReactNode
}

/** A sentence in a box of its own: what went wrong, or why the reader is here. */
export function Notice({ tone, children }: NoticeProps) {
  const Glyph = tone === 'danger' ? IconAlertTriangle : IconInfoCircle
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'danger' ? 'alert' : 'status'}>
      <Glyph className={classes.noticeGlyph} size="1.35em" stroke={1.8} aria-hidden />
      <p>{children}</p>
    </div>
  )
}
