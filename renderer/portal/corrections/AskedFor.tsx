import { isDecided } from '../../../shared/corrections/correctionLimits'
import type { PortalChange, PortalCorrection } from '../../../shared/corrections/correctionSchemas'
import { formatDate } from '../../ui/formatDate'
import { StatusBadge } from '../../ui/StatusBadge'
import { FileList } from '../files/FileList'
import { useReaderDates } from '../record/useReaderDates'
import { useText } from '../text/portalText'
import { fieldName } from './correctionChoices'
import classes from './corrections.module.css'
import { ValueWords } from './OldValue'
import { Words } from './Words'

interface AskedForProps {
  readonly correction: PortalCorrection
}

/** What the participant asked for, as it was then: fields, the message that it is about, their words, attachments, and who should be told. */
export function AskedFor({ correction }: AskedForProps) {
  const { changes, quote, description, files } = correction
  const several = changes.length > 1
  return (
    <>
      {changes.map((change) => (
        <Change key={`${change.field} ${change.seen} ${change.proposed}`} change={change} named={several} />
      ))}
      <Words>{quote}</Words>
      {description === '' ? null : <p className={classes.said}>{description}</p>}
      <FileList files={files} />
      <Persons correction={correction} />
    </>
  )
}

function Change({ change, named }: { readonly change: PortalChange; readonly named: boolean }) {
  const text = useText()
  const { corrections: own } = text
  const { field, seen, proposed, verdict } = change
  return (
    <div className={classes.change}>
      {named || verdict ? (
        <div className={classes.changeHead}>
          <h3>{fieldName(field, text)}</h3>
          {verdict ? (
            <StatusBadge tone={verdict === 'accepted' ? 'success' : 'neutral'} label={own.verdicts[verdict]} />
          ) : null}
        </div>
      ) : null}
      <dl className={classes.values}>
        <div>
          <dt>{own.before}</dt>
          <dd>{seen === null ? own.nothing : <ValueWords field={field} seen={seen} />}</dd>
        </div>
        <div>
          <dt>{own.wanted}</dt>
          <dd>{proposed === null ? own.removal : <ValueWords field={field} seen={proposed} />}</dd>
        </div>
      </dl>
    </div>
  )
}

function Persons({ correction: { persons, state, ground, changes } }: AskedForProps) {
  const { corrections: own } = useText()
  const format = useReaderDates()
  if (persons.length === 0) return null
  // Nobody is told of what was not corrected.
  const due = isDecided(state) && (ground === null || changes.some(({ verdict }) => verdict === 'accepted'))
  return (
    <div>
      <p>{own.toTell}</p>
      <ul className={classes.named}>
        {persons.map(({ name, contact, toldAt }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order, and two people may be called the same.
          <li key={at}>
            <bdi>{contact === '' ? name : `${name}, ${contact}`}</bdi>
            {toldAt === null ? (
              due ? (
                <span className={classes.quiet}> ({own.notTold})</span>
              ) : null
            ) : (
              <span className={classes.quiet}> ({own.toldOn({ date: formatDate(toldAt, 'date', format) })})</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
