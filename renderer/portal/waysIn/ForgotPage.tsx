import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useLanguage } from '../../ui/LanguageContext'
import { CallClinic } from '../shell/CallClinic'
import { useClient } from '../shell/ClientContext'
import { ProblemNotice } from '../shell/ProblemNotice'
import { Link } from '../shell/router'
import { SingleTask } from '../shell/SingleTask'
import { StepHeading } from '../shell/StepHeading'
import classes from '../shell/shell.module.css'
import { useAction } from '../shell/useAction'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'
import { EmailField } from './EmailField'

/** `/forgot`: the participant's own way to a new password. Every email gets the same answer (P4, S4.28). */
export function ForgotPage() {
  const [sent, setSent] = useState(false)
  return <SingleTask>{sent ? <Sent /> : <AskForReset onSent={() => setSent(true)} />}</SingleTask>
}

function AskForReset({ onSent }: { readonly onSent: () => void }) {
  const { accounts, waysIn } = useText()
  const client = useClient()
  const { language } = useLanguage()
  const [email, setEmail] = useState('')
  const [error, setError] = useState<{ readonly email?: string }>({})
  const form = useFirstError(error)
  const { busy, problem, run, clear } = useAction()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setError(email.trim() === '' ? { email: accounts.emailEmpty } : {})
    if (email.trim() === '') return clear()
    run(async () => {
      await client.auth.requestReset.mutate({ email: email.trim(), language })
      onSent()
    })
  }
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      <StepHeading pageTitle={waysIn.pageTitle} intro={waysIn.forgotIntro}>
        {waysIn.forgotTitle}
      </StepHeading>
      <ProblemNotice problem={problem} />
      <EmailField value={email} onChange={setEmail} error={error.email} />
      <Button type="submit" fullWidth loading={busy}>
        {waysIn.forgotAction}
      </Button>
      <Foot />
    </form>
  )
}

function Sent() {
  const { waysIn } = useText()
  return (
    <>
      <StepHeading key="sent" pageTitle={waysIn.pageTitle} intro={waysIn.forgotSent}>
        {waysIn.forgotSentTitle}
      </StepHeading>
      <p>{waysIn.forgotHelp}</p>
      <Foot />
    </>
  )
}

function Foot() {
  const { accounts, waysIn } = useText()
  return (
    <div className={classes.foot}>
      <CallClinic sentence={accounts.cannotSignIn} />
      <p className={classes.quiet}>
        <Link to="/sign-in">{waysIn.backToSignIn}</Link>
      </p>
    </div>
  )
}
