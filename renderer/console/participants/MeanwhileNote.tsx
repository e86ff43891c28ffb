import { Anchor } from '@mantine/core'
import { PersonName } from '../../ui/PersonName'
import classes from './Record.module.css'

export interface MeanwhileNoteProps {
  readonly who: string
  readonly theirs: string
  readonly onChoose: (whose: 'mine' | 'theirs') => void
}

/** Under a field that somebody else saved while it was being typed into. What the person typed stays until they choose. */
export function MeanwhileNote({ who, theirs, onChoose }: MeanwhileNoteProps) {
  return (
    <div className={classes.note} role="status">
      {who ? <PersonName name={who} /> : 'Somebody'} changed this meanwhile to “<bdi>{theirs}</bdi>”. If you save
      without choosing, theirs stays and yours is kept as a conflict.
      <div className={classes.noteWays}>
        <Anchor component="button" type="button" size="sm" onClick={() => onChoose('theirs')}>
          Use theirs
        </Anchor>
        <Anchor component="button" type="button" size="sm" onClick={() => onChoose('mine')}>
          Keep mine
        </Anchor>
      </div>
    </div>
  )
}
