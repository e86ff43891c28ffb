import { IconFlag } from '@tabler/icons-react'
import { useText } from '../text/portalText'
import classes from './corrections.module.css'

export interface WrongButtonProps {
  /** What the field is called on the page. */
  readonly name: string
  readonly onPress: () => void
}

/** Beside a value of the record: "something wrong here?". Quiet, and not on paper. */
export function WrongButton({ name, onPress }: WrongButtonProps) {
  const { corrections } = useText()
  return <FlagButton label={corrections.wrongAt({ name })} onPress={onPress} />
}

export interface FlagButtonProps {
  readonly label: string
  readonly onPress: () => void
}

export function FlagButton({ label, onPress }: FlagButtonProps) {
  return (
    <button type="button" className={classes.flag} aria-label={label} title={label} onClick={onPress}>
      <IconFlag size={18} stroke={1.6} aria-hidden />
    </button>
  )
}
