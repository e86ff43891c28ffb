import type { PublicClinic } from '../../../shared/accounts/portalSchemas'
import { mailHref } from '../shell/contactLinks'
import { PhoneLink } from '../shell/PhoneLink'
import { useText } from '../text/portalText'
import { Card } from './Card'
import { Fact } from './Fact'
import classes from './record.module.css'

/** Who the clinic is and how to reach it. */
export function ClinicCard({ clinic }: { readonly clinic: PublicClinic }) {
  const { record, shell } = useText()
  const mail = mailHref(clinic.email)
  return (
    <Card title={record.clinic}>
      <p className={classes.clinicName}>
        <bdi>{clinic.name}</bdi>
      </p>
      <dl className={classes.facts}>
        {clinic.phone ? (
          <Fact name={shell.phone}>
            <PhoneLink phone={clinic.phone} />
          </Fact>
        ) : null}
        {clinic.email ? (
          <Fact name={shell.email}>
            <span className={classes.value}>{mail ? <a href={mail}>{clinic.email}</a> : clinic.email}</span>
          </Fact>
        ) : null}
        {clinic.address ? (
          <Fact name={shell.address}>
            <address className={classes.address}>{clinic.address}</address>
          </Fact>
        ) : null}
      </dl>
    </Card>
  )
}
