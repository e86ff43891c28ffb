import { IconStarFilled } from '@tabler/icons-react'
import type { OwnContact } from '../../../shared/accounts/portalSchemas'
import type { CorrectionField } from '../../../shared/corrections/correctionLimits'
import { WrongButton } from '../corrections/WrongButton'
import { useText } from '../text/portalText'
import { Card } from './Card'
import { type CardOfRecordProps, Nothing } from './DetailsCard'
import { Fact } from './Fact'
import classes from './record.module.css'

/** Where the clinic reaches the participant; the contact that is used first carries a star and words. */
export function ContactCard({ record, onWrong }: CardOfRecordProps) {
  const { record: text, shell } = useText()
  const wrong = (field: CorrectionField) => (seen: string | null) => onWrong({ field, seen })
  return (
    <Card title={text.contact}>
      <dl className={classes.facts}>
        <ContactFact name={text.emails} contacts={record.emails} onWrong={wrong('email')} />
        <ContactFact name={text.phones} contacts={record.phones} onWrong={wrong('phone')} />
        <Fact name={shell.address} onWrong={() => wrong('address')(record.address || null)}>
          {record.address ? <address className={classes.address}>{record.address}</address> : <Nothing />}
        </Fact>
      </dl>
    </Card>
  )
}

interface ContactFactProps {
  readonly name: string
  readonly contacts: readonly OwnContact[]
  readonly onWrong: (seen: string | null) => void
}

function ContactFact({ name, contacts, onWrong }: ContactFactProps) {
  const { record } = useText()
  if (contacts.length === 0)
    return (
      <Fact name={name} onWrong={() => onWrong(null)}>
        <Nothing />
      </Fact>
    )
  return (
    <Fact name={name}>
      <ul className={classes.contacts}>
        {contacts.map(({ value, label, isDefault }) => (
          <li key={`${value} ${label}`} className={classes.withFlag}>
            <div className={classes.contactWords}>
              <bdi className={classes.value}>{value}</bdi>
              {label ? (
                <span className={classes.label}>
                  <bdi>{label}</bdi>
                </span>
              ) : null}
              {isDefault ? (
                <span className={classes.star}>
                  <IconStarFilled size="0.9em" aria-hidden /> {record.preferred}
                </span>
              ) : null}
            </div>
            <WrongButton name={`${name}: ${value}`} onPress={() => onWrong(value)} />
          </li>
        ))}
      </ul>
    </Fact>
  )
}
