import type { OwnRecord } from '../../../shared/accounts/portalSchemas'
import { formatDay } from '../../ui/formatDate'
import { useLanguage } from '../../ui/LanguageContext'
import { localeFor } from '../../ui/language'
import { PersonName } from '../../ui/PersonName'
import { useText } from '../text/portalText'
import { Card } from './Card'
import { Fact } from './Fact'
import classes from './record.module.css'

/** Who the participant is, as the clinic has it. What is not on file is left out, but for the names. */
export function DetailsCard({ record }: { readonly record: OwnRecord }) {
  const { record: text } = useText()
  const { language } = useLanguage()
  const locale = localeFor(language, navigator.languages)
  return (
    <Card title={text.details}>
      <dl className={classes.facts}>
        <Fact name={text.givenName}>{named(record.givenName)}</Fact>
        <Fact name={text.familyName}>{named(record.familyName)}</Fact>
        {record.preferredName ? <Fact name={text.preferredName}>{named(record.preferredName)}</Fact> : null}
        {record.pronouns ? (
          <Fact name={text.pronouns}>
            <bdi>{record.pronouns}</bdi>
          </Fact>
        ) : null}
        <Fact name={text.birthDate}>
          {record.birthDate ? (
            <time dateTime={record.birthDate}>{formatDay(record.birthDate, locale)}</time>
          ) : (
            <Nothing />
          )}
        </Fact>
        <Fact name={text.program}>
          <bdi>{record.programName}</bdi>
        </Fact>
        {record.fileNumber ? (
          <Fact name={text.fileNumber}>
            <bdi>{record.fileNumber}</bdi>
          </Fact>
        ) : null}
      </dl>
    </Card>
  )
}

const named = (name: string) => (name ? <PersonName name={name} /> : <Nothing />)

export function Nothing() {
  const { record } = useText()
  return <span className={classes.nothing}>{record.none}</span>
}
