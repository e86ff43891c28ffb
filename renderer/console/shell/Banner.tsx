import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './Shell.module.css'

export interface BannerProps {
  readonly tone: 'info' | 'warn' | 'danger'
  readonly icon: Icon
  readonly words: string
  readonly action?: ReactNode
  /** Said at once by a screen reader. */
  readonly alert?: boolean
}

/** One line across the top of the console. */
export function Banner({ tone, icon: BannerIcon, words, action, alert = false }: BannerProps) {
  return (
    <div className={classes.banner} data-tone={tone} role={alert ? 'alert' : 'status'}>
      <BannerIcon size={18} aria-hidden className={classes.bannerIcon} />
      <span className={classes.bannerWords}>{words}</span>
      {action ? <span className={classes.bannerAction}>{action}</span> : null}
    </div>
  )
}
