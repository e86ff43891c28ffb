import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { normalisePassword } from '../../../shared/accounts/passwordRules'
import { problemOf } from '../../api/apiError'
import { PasswordField } from '../../ui/PasswordField'
import { PassphraseSuggestion } from '../accounts/PassphraseSuggestion'
import { fieldRefusals } from '../accounts/registrationChecks'
import { CallClinic } from '../shell/CallClinic'
import { useClient } from '../shell/ClientContext'
import { ProblemNotice } from '../shell/ProblemNotice'
import { StepHeading } from '../shell/StepHeading'
import classes from '../shell/shell.module.css'
import { useAction } from '../shell/useAction'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'

export interface ResetFormProps {
  readonly token: string
  readonly minimum: number
  readonly onDone: () => void
  /** The link has stopped working while somebody typed. */
  readonly onOver: () => void
}

/** The same field, rule and suggestions as at registration. The server decides (P1, P2). */
export function ResetForm({ token, minimum, onDone, onOver }: ResetFormProps) {
  const text = useText()
  const { accounts, waysIn } = text
  const client = useClient()
  const [password, setPassword] = useState('')
  const [error, setError] = useState<{ readonly password?: string }>({})
  const form = useFirstError(error)
  const { busy, problem, run, clear } = useAction()
  const save = async () => {
    try {
      await client.auth.reset.mutate({ token, password })
      onDone()
    } catch (refusal) {
      const reason = problemOf(refusal)
      const atField = fieldRefusals(text, reason, minimum)?.password
      if (atField) setError({ password: atField })
      else if (reason.code === 'LINK_NOT_WORKING') onOver()
      else throw refusal
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const short = [...normalisePassword(password)].length < minimum
    const found = password === '' ? accounts.passwordEmpty : short && accounts.passwordReasons.too_short({ minimum })
    setError(found ? { password: found } : {})
    if (found) clear()
    else run(save)
  }
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      <StepHeading pageTitle={waysIn.pageTitle} intro={waysIn.resetIntro}>
        {waysIn.resetTitle}
      </StepHeading>
      <ProblemNotice problem={problem} />
      <div>
        <PasswordField
          label={accounts.newPasswordLabel}
          purpose="new"
          minimum={minimum}
          rule={accounts.passwordRule({ minimum })}
          value={password}
          error={error.password}
          onChange={setPassword}
        />
        <PassphraseSuggestion onUse={setPassword} />
      </div>
      <Button type="submit" fullWidth loading={busy}>
        {waysIn.resetAction}
      </Button>
      <div className={classes.foot}>
        <CallClinic sentence={text.shell.callClinic} />
      </div>
    </form>
  )
}
