import type { CorrectionField } from '../../../shared/corrections/correctionLimits'
import { formatDay } from '../../ui/formatDate'
import { useReaderDates } from '../record/useReaderDates'
import { useText } from '../text/portalText'
import type { MarkedField } from './correctionChoices'
import classes from './corrections.module.css'

export interface ValueWordsProps {
  /** Null: a field that is not shown to participants any more. */
  readonly field: CorrectionField | null
  readonly seen: string | null
}

/** A value as the page shows it: birth dates in words. */
export function ValueWords({ field, seen }: ValueWordsProps) {
  const { locale } = useReaderDates()
  return <bdi>{field === 'birthDate' && seen !== null ? formatDay(seen, locale) : seen}</bdi>
}

/** What the clinic has now. */
export function OldValue({ marked }: { readonly marked: MarkedField }) {
  const { corrections } = useText()
  return (
    <dl className={classes.old}>
      <dt>{corrections.onFile}</dt>
      <dd>
        <ValueWords field={marked.field} seen={marked.seen} />
      </dd>
    </dl>
  )
}
