import { IconStarFilled } from '@tabler/icons-react'
import type { OwnContact, OwnRecord } from '../../../shared/accounts/portalSchemas'
import { useText } from '../text/portalText'
import { Card } from './Card'
import { Nothing } from './DetailsCard'
import { Fact } from './Fact'
import classes from './record.module.css'

/** Where the clinic reaches the participant; the contact that is used first carries a star and words. */
export function ContactCard({ record }: { readonly record: OwnRecord }) {
  const { record: text, shell } = useText()
  return (
    <Card title={text.contact}>
      <dl className={classes.facts}>
        <Fact name={text.emails}>
          <Contacts contacts={record.emails} />
        </Fact>
        <Fact name={text.phones}>
          <Contacts contacts={record.phones} />
        </Fact>
        <Fact name={shell.address}>
          {record.address ? <address className={classes.address}>{record.address}</address> : <Nothing />}
        </Fact>
      </dl>
    </Card>
  )
}

function Contacts({ contacts }: { readonly contacts: readonly OwnContact[] }) {
  const { record } = useText()
  if (contacts.length === 0) return <Nothing />
  return (
    <ul className={classes.contacts}>
      {contacts.map(({ value, label, isDefault }) => (
        <li key={`${value} ${label}`}>
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
        </li>
      ))}
    </ul>
  )
}
