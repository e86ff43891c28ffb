import { useLanguage } from '../../ui/LanguageContext'
import { useClinic } from '../shell/ClinicContext'
import { mailHref } from '../shell/contactLinks'
import { PhoneLink } from '../shell/PhoneLink'
import { useText } from '../text/portalText'
import classes from './branding.module.css'
import { readerText } from './readerText'

/** S3.15: how to reach the clinic, in its own words where it wrote some, else by its phone, email and address. */
export function ContactInfo() {
  const clinic = useClinic()
  const { language } = useLanguage()
  const { shell } = useText()
  if (!clinic) return null
  const own = readerText(clinic.branding.contactInfo, language)
  const email = mailHref(clinic.email)
  return (
    <address className={classes.contact}>
      {own ? <p className={classes.lines}>{own}</p> : null}
      {clinic.phone ? (
        <p>
          {shell.phone} <PhoneLink phone={clinic.phone} />
        </p>
      ) : null}
      {!own && email ? (
        <p>
          {shell.email} <a href={email}>{clinic.email}</a>
        </p>
      ) : null}
      {!own && clinic.address ? <p className={classes.lines}>{clinic.address}</p> : null}
    </address>
  )
}
