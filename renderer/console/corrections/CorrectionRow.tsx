// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which a table does not allow.
// biome-ignore-all lint/a11y/useFocusableInteractive: in a grid with rows as stops, cells take no focus of their own.
import { IconAlertTriangle, IconClock, IconUserShare } from '@tabler/icons-react'
import { type CSSProperties, memo } from 'react'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import type { Tone } from '../../ui/tokens'
import classes from './Inbox.module.css'

/** Only texts, so that a row whose words are the same is not rendered again. */
export interface CorrectionRowProps {
  readonly id: string
  /** Among the rows that can be opened. */
  readonly place: number
  readonly rowIndex: number
  readonly top: number
  readonly height: number
  readonly active: boolean
  readonly name: string
  readonly dueTone: Tone
  /** Empty when nothing is due any more. */
  readonly due: string
  readonly about: string
  readonly described: string
  readonly program: string
  readonly stateTone: Tone
  readonly state: string
  readonly toTell: boolean
  /** Empty: nobody yet. */
  readonly hands: string
  readonly received: string
  readonly wish: boolean
  readonly trouble: boolean
  readonly onOpen: (id: string) => void
  readonly onActive: (place: number) => void
}

/** One request; the whole row opens it. */
export const CorrectionRow = memo(function CorrectionRow(props: CorrectionRowProps) {
  const { id, place, top, height, active } = props
  const at: CSSProperties = { height, transform: `translateY(${top}px)` }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it hears every key of its rows.
    <div
      className={classes.row}
      style={at}
      role="row"
      aria-rowindex={props.rowIndex}
      aria-selected={active}
      data-place={place}
      data-id={id}
      tabIndex={active ? 0 : -1}
      onClick={() => props.onOpen(id)}
      onFocus={() => props.onActive(place)}
    >
      <span role="gridcell" className={classes.due}>
        {props.due ? <StatusBadge tone={props.dueTone} label={props.due} /> : null}
      </span>
      <span role="gridcell" className={classes.name}>
        <PersonName name={props.name} truncate />
      </span>
      <span role="gridcell" className={classes.about} title={props.described || undefined}>
        {props.about}
        {props.described ? <span className={classes.described}>: {props.described}</span> : null}
      </span>
      <span role="gridcell" className={classes.program}>
        {props.program}
      </span>
      <span role="gridcell" className={classes.state}>
        <StatusBadge tone={props.stateTone} label={props.state} />
        <Marks {...props} />
      </span>
      <span role="gridcell" className={classes.hands}>
        {props.hands ? <PersonName name={props.hands} truncate /> : null}
        {props.hands === '' && props.due !== '' ? <span className={classes.nobody}>nobody yet</span> : null}
      </span>
      <span role="gridcell" className={classes.received}>
        {props.received}
      </span>
    </div>
  )
})

function Marks({ toTell, wish, trouble }: Pick<CorrectionRowProps, 'toTell' | 'wish' | 'trouble'>) {
  return (
    <>
      {toTell ? (
        <span className={classes.mark} title="Somebody named is still to be told">
          <IconUserShare size={14} aria-hidden />
          <span className="v-hidden">, somebody named is still to be told</span>
        </span>
      ) : null}
      {wish ? (
        <span className={classes.mark} title="A step of yours is not done yet: it waits for the server">
          <IconClock size={14} aria-hidden />
          <span className="v-hidden">, a step of yours waits for the server</span>
        </span>
      ) : null}
      {trouble ? (
        <span className={classes.mark} data-tone="danger" title="A step of yours was not done">
          <IconAlertTriangle size={14} aria-hidden />
          <span className="v-hidden">, a step of yours was not done</span>
        </span>
      ) : null}
    </>
  )
}
