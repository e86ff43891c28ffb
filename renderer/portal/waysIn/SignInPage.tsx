import type { PublicClinic } from '../../../shared/accounts/portalSchemas'
import { useLanguage } from '../../ui/LanguageContext'
import { PersonName } from '../../ui/PersonName'
import { ClinicLogo } from '../branding/ClinicLogo'
import { ContactInfo } from '../branding/ContactInfo'
import { readerText } from '../branding/readerText'
import { useClinicState } from '../shell/ClinicContext'
import { LoadFailure } from '../shell/LoadFailure'
import { Link } from '../shell/router'
import { SingleTask } from '../shell/SingleTask'
import { StepHeading } from '../shell/StepHeading'
import classes from '../shell/shell.module.css'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { EntryNote } from './EntryNote'
import { WaysIn } from './WaysIn'
import own from './waysIn.module.css'

/** `/sign-in` (S3.12): the clinic's welcome, the ways in that it offers, and how to reach it (S3.15). */
export function SignInPage() {
  const { clinic, problem, refresh } = useClinicState()
  return (
    <SingleTask head={clinic?.logoUrl ? <ClinicLogo /> : undefined}>
      {clinic ? (
        <Welcome clinic={clinic} />
      ) : clinic === null && problem ? (
        <LoadFailure problem={problem} onRetry={refresh} />
      ) : (
        <Waiting lines={9} />
      )}
    </SingleTask>
  )
}

function Welcome({ clinic }: { readonly clinic: PublicClinic }) {
  const { accounts, invite, waysIn } = useText()
  const { language } = useLanguage()
  const message = readerText(clinic.branding.welcomeMessage, language)
  return (
    <>
      <StepHeading
        pageTitle={accounts.signInPageTitle}
        intro={message ? <span className={own.lines}>{message}</span> : undefined}
      >
        {readerText(clinic.branding.welcomeTitle, language) || accounts.signInTitle}
      </StepHeading>
      <p className={classes.quiet}>
        <PersonName name={waysIn.forPeople({ people: clinic.terms[language].many, name: clinic.name })} />
      </p>
      <EntryNote />
      <WaysIn clinic={clinic} />
      <div className={classes.foot}>
        <p className={classes.quiet}>
          <Link to="/locked-out">{waysIn.trouble}</Link>
        </p>
        <p className={classes.quiet}>
          {accounts.haveInvite} <Link to="/invite">{invite.typeCode}</Link>
        </p>
        <ContactInfo />
      </div>
    </>
  )
}
