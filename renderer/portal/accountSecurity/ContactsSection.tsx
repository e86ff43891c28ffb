import type { SecurityView } from '../../../shared/accountSecurity/securitySchemas'
import { useText } from '../text/portalText'
import { EmailRow } from './EmailRow'
import { PhoneRow } from './PhoneRow'
import { Section } from './Section'
import classes from './security.module.css'

export interface ContactsSectionProps {
  readonly view: SecurityView
  readonly onChanged: () => void
}

/** The email and phone that open the account (decision 0003): confirming and changing them, each by a code. */
export function ContactsSection(props: ContactsSectionProps) {
  const { contacts } = useText().accountSecurity
  return (
    <Section title={contacts.title} meaning={contacts.meaning}>
      <ul className={classes.list}>
        <EmailRow {...props} />
        <PhoneRow {...props} />
      </ul>
    </Section>
  )
}
