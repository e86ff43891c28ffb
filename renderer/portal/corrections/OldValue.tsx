import { formatDay } from '../../ui/formatDate'
import { useReaderDates } from '../record/useReaderDates'
import { useText } from '../text/portalText'
import type { Marked } from './correctionChoices'
import classes from './corrections.module.css'

/** A value as the page shows it: birth dates in words. */
export function ValueWords({ field, seen }: Marked) {
  const { locale } = useReaderDates()
  return <bdi>{field === 'birthDate' && seen !== null ? formatDay(seen, locale) : seen}</bdi>
}

/** What the clinic has now. */
export function OldValue({ marked }: { readonly marked: Marked }) {
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
