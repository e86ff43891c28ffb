// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which a table does not allow.
// biome-ignore-all lint/a11y/useFocusableInteractive: in a grid with rows as stops, cells take no focus of their own.
import { IconClock, IconMessage } from '@tabler/icons-react'
import { type CSSProperties, memo } from 'react'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import type { Tone } from '../../ui/tokens'
import classes from './ParticipantList.module.css'

/** Only texts, so that a row whose words are the same is not rendered again. */
export interface ParticipantRowProps {
  readonly id: string
  readonly index: number
  readonly top: number
  readonly height: number
  readonly active: boolean
  readonly name: string
  readonly preferred: string
  readonly born: string
  readonly fileNumber: string
  readonly program: string
  readonly email: string
  readonly phone: string
  readonly tone: Tone
  readonly portal: string
  readonly pending: boolean
  /** "2 unread messages", or nothing. */
  readonly unread: string
  readonly onOpen: (id: string) => void
  readonly onActive: (index: number) => void
}

/** One person. The whole row opens the file; `aria-rowindex` counts the head as row 1. */
export const ParticipantRow = memo(function ParticipantRow(props: ParticipantRowProps) {
  const { id, index, top, height, active } = props
  const place: CSSProperties = { height, transform: `translateY(${top}px)` }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it hears every key of its rows.
    <div
      className={classes.row}
      style={place}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={active}
      data-index={index}
      data-id={id}
      tabIndex={active ? 0 : -1}
      onClick={() => props.onOpen(id)}
      onFocus={() => props.onActive(index)}
    >
      <span role="gridcell" className={classes.name}>
        <span className={classes.who}>
          <PersonName name={props.name} truncate />
          {props.unread ? (
            <span className={classes.unread} title={props.unread}>
              <IconMessage size={14} aria-hidden />
              <span className="v-hidden">, {props.unread}</span>
            </span>
          ) : null}
          {props.pending ? (
            <span className={classes.pending} title="Not yet sent to the server">
              <IconClock size={14} aria-hidden />
              <span className="v-hidden">, has changes that are not yet sent</span>
            </span>
          ) : null}
        </span>
        {props.preferred ? (
          <span className={classes.preferred}>
            <PersonName name={props.preferred} truncate />
          </span>
        ) : null}
      </span>
      <span role="gridcell" className={classes.born}>
        {props.born}
      </span>
      <span role="gridcell" className={classes.file}>
        {props.fileNumber}
      </span>
      <span role="gridcell" className={classes.program}>
        {props.program}
      </span>
      <span role="gridcell" className={classes.email} title={props.email}>
        {props.email}
      </span>
      <span role="gridcell" className={classes.phone} dir="ltr">
        {props.phone}
      </span>
      <span role="gridcell" className={classes.portal}>
        <StatusBadge tone={props.tone} label={props.portal} />
      </span>
    </div>
  )
})
