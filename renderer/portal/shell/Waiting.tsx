import { useText } from '../text/portalText'
import classes from './shell.module.css'

export interface WaitingProps {
  /** About as many lines as the content will have, so that nothing jumps when it arrives. */
  readonly lines?: number
}

/** Quiet grey lines where words will be. They appear after a moment: a fast answer never flickers. */
export function Waiting({ lines = 5 }: WaitingProps) {
  const { shell } = useText()
  return (
    <div className={classes.waiting} role="status" aria-busy="true">
      <span className="v-hidden">{shell.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change places.
        <span key={line} className={classes.line} />
      ))}
    </div>
  )
}
