import { Tooltip } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import classes from './Record.module.css'

const WHY = 'Saved on this console. The server does not have it yet; it is sent by itself.'

/** Beside a value that the server has not confirmed. It goes away by itself. */
export function PendingMark() {
  return (
    <Tooltip label={WHY} multiline w={260}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the explanation must be readable from the keyboard too. */}
      <span className={classes.pending} role="img" aria-label={`Pending: ${WHY}`} tabIndex={0}>
        <IconClock size={14} aria-hidden />
      </span>
    </Tooltip>
  )
}
