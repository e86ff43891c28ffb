import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconHourglass,
  IconInfoCircle,
} from '@tabler/icons-react'
import classes from './StatusBadge.module.css'
import type { Tone } from './tokens'

export interface StatusBadgeProps {
  readonly tone: Tone
  /** The status in words. Required: neither colour nor icon says it alone. */
  readonly label: string
  /** Replaces the tone's own icon where the status has a better one. */
  readonly icon?: Icon
  /** Shown on hover, for example the time the state was reached. */
  readonly title?: string
}

/** One outline per tone, so that the tones are told apart in greyscale and by people who do not see red and green. */
const toneIcons: Readonly<Record<Tone, Icon>> = {
  neutral: IconCircleDashed,
  info: IconInfoCircle,
  progress: IconHourglass,
  success: IconCircleCheck,
  warn: IconAlertTriangle,
  danger: IconCircleX,
}

/** A state in three ways at once: words, the shape of an icon, and a colour. */
export function StatusBadge({ tone, label, icon, title }: StatusBadgeProps) {
  const ToneIcon = icon ?? toneIcons[tone]
  return (
    <span className={classes.root} data-tone={tone} title={title}>
      <ToneIcon className={classes.icon} aria-hidden size="1.15em" stroke={2} />
      <span>{label}</span>
    </span>
  )
}
