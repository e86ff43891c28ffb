import type { ReactNode } from 'react'
import classes from './PageHeader.module.css'

export interface PageHeaderProps {
  /** The page's one `h1`. */
  readonly title: ReactNode
  /** A line under the title: who, when, which state. */
  readonly sub?: ReactNode
  /** Where this page belongs, as a link back. */
  readonly back?: ReactNode
  /** Buttons; the main one last. They move under the title when there is no room. */
  readonly actions?: ReactNode
}

/** The head of every page: where I am, what this is, what I can do. */
export function PageHeader({ title, sub, back, actions }: PageHeaderProps) {
  return (
    <header className={classes.root}>
      <div className={classes.words}>
        {back ? <div className={classes.back}>{back}</div> : null}
        <h1 className={classes.title}>{title}</h1>
        {sub ? <div className={classes.sub}>{sub}</div> : null}
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </header>
  )
}
