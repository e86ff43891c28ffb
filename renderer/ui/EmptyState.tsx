import { type Icon, IconInbox } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './States.module.css'

export interface EmptyStateProps {
  readonly title: string
  /** One sentence: why it is empty, or what will appear here. */
  readonly sentence?: string
  /** The next step, usually one button. */
  readonly action?: ReactNode
  readonly icon?: Icon
}

/** Nothing here yet, said calmly, with the next step. The icon stands in the doorway of the mark. */
export function EmptyState({ title, sentence, action, icon: EmptyIcon = IconInbox }: EmptyStateProps) {
  return (
    <div className={classes.root}>
      <span className={classes.doorway} aria-hidden>
        <EmptyIcon size={28} stroke={1.5} />
      </span>
      <p className={classes.title}>{title}</p>
      {sentence ? <p className={classes.sentence}>{sentence}</p> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  )
}
