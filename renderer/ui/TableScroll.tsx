import { Paper } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './TableScroll.module.css'

export interface TableScrollProps {
  /** What the table holds; names the region for assistive technology. */
  readonly label: string
  readonly children: ReactNode
}

/** A frame for a wide table: it scrolls by itself, also by keyboard, and the page never does. */
export function TableScroll({ label, children }: TableScrollProps) {
  return (
    <Paper component="section" className={classes.root} aria-label={label} tabIndex={0}>
      {children}
    </Paper>
  )
}
