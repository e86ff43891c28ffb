import type { OwnRecord } from '../../../shared/accounts/portalSchemas'
import type { CorrectionField } from '../../../shared/corrections/correctionLimits'
import { formatDay } from '../../ui/formatDate'
import { useLanguage } from '../../ui/LanguageContext'
import { localeFor } from '../../ui/language'
import { PersonName } from '../../ui/PersonName'
import { type Marked, SOMETHING_ELSE } from '../corrections/correctionChoices'
import { useText } from '../text/portalText'
import { Card } from './Card'
import { Fact } from './Fact'
import classes from './record.module.css'

export interface CardOfRecordProps {
  readonly record: OwnRecord
  readonly onWrong: (marked: Marked) => void
}

/** Who the participant is, as the clinic has it. What is not on file is left out, but for the names. */
export function DetailsCard({ record, onWrong }: CardOfRecordProps) {
  const { record: text } = useText()
  const { language } = useLanguage()
  const locale = localeFor(language, navigator.languages)
  const flag = (field: keyof OwnRecord & CorrectionField) => ({
    onWrong: () => onWrong({ field, seen: record[field] || null }),
  })
  return (
    <Card title={text.details}>
      <dl className={classes.facts}>
        <Fact name={text.givenName} {...flag('givenName')}>
          {named(record.givenName)}
        </Fact>
        <Fact name={text.familyName} {...flag('familyName')}>
          {named(record.familyName)}
        </Fact>
        {record.preferredName ? (
          <Fact name={text.preferredName} {...flag('preferredName')}>
            {named(record.preferredName)}
          </Fact>
        ) : null}
        {record.pronouns ? (
          <Fact name={text.pronouns} {...flag('pronouns')}>
            <bdi>{record.pronouns}</bdi>
          </Fact>
        ) : null}
        <Fact name={text.birthDate} {...flag('birthDate')}>
          {record.birthDate ? (
            <time dateTime={record.birthDate}>{formatDay(record.birthDate, locale)}</time>
          ) : (
            <Nothing />
          )}
        </Fact>
        <Fact name={text.program} onWrong={() => onWrong(SOMETHING_ELSE)}>
          <bdi>{record.programName}</bdi>
        </Fact>
        {record.fileNumber ? (
          <Fact name={text.fileNumber} {...flag('fileNumber')}>
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
