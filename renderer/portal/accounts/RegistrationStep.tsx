import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { PublicClinic } from '../../../shared/accounts/portalSchemas'
import { problemOf } from '../../api/apiError'
import { useLanguage } from '../../ui/LanguageContext'
import { PasswordField } from '../../ui/PasswordField'
import { StepProgress, type StepProgressProps } from '../../ui/StepProgress'
import { useKiosk } from '../kiosk/KioskContext'
import { CallClinic } from '../shell/CallClinic'
import { useClient } from '../shell/ClientContext'
import { Notice } from '../shell/Notice'
import { ProblemNotice } from '../shell/ProblemNotice'
import { StepHeading } from '../shell/StepHeading'
import classes from '../shell/shell.module.css'
import { useAction } from '../shell/useAction'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'
import { HolderChoice, SharedChoice } from './HolderChoice'
import { PassphraseSuggestion } from './PassphraseSuggestion'
import { checkDraft, type FieldErrors, fieldRefusals, type RegistrationDraft } from './registrationChecks'

export interface RegistrationStepProps {
  readonly clinic: PublicClinic
  /** Where this is among the steps; null when it is the only one. */
  readonly steps: Pick<StepProgressProps, 'step' | 'of'> | null
  readonly reopened: boolean
  readonly draft: RegistrationDraft
  readonly onDraft: (draft: RegistrationDraft) => void
  readonly onAccepted: () => void
  readonly onInviteOver: () => Promise<void>
}

/** S0.11: the participant chooses their own email, display name and password. */
export function RegistrationStep(props: RegistrationStepProps) {
  const { clinic, steps, draft, onDraft } = props
  const text = useText()
  const { accounts } = text
  const client = useClient()
  const kiosk = useKiosk()
  const { language } = useLanguage()
  const [errors, setErrors] = useState<FieldErrors>({})
  const form = useFirstError(errors)
  const { busy, problem, run } = useAction()
  const minimum = clinic.minPasswordLength
  const change = (part: Partial<RegistrationDraft>) => onDraft({ ...draft, ...part })

  const register = async () => {
    try {
      const { displayName, password, holder, shared } = draft
      const asked = clinic.registration.askHolder ? { holder } : {}
      const email = draft.email.trim()
      await client.invite.accept.mutate({ email, displayName, password, language, shared: kiosk || shared, ...asked })
      props.onAccepted()
    } catch (error) {
      const refusal = problemOf(error)
      const atFields = fieldRefusals(text, refusal, minimum)
      if (atFields) setErrors(atFields)
      else if (refusal.code === 'LINK_NOT_WORKING') await props.onInviteOver()
      else throw error
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = checkDraft(text, draft, minimum)
    setErrors(found)
    if (Object.keys(found).length === 0) run(register)
  }
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      {steps ? <StepProgress {...steps} label={text.invite.stepAccount} /> : null}
      <StepHeading pageTitle={accounts.registerPageTitle} intro={accounts.registerIntro}>
        {accounts.registerTitle}
      </StepHeading>
      {props.reopened ? <Notice tone="info">{text.invite.reopened}</Notice> : null}
      <ProblemNotice problem={problem} />
      <TextInput
        label={accounts.emailLabel}
        description={accounts.registerEmailHint}
        type="email"
        name="email"
        autoComplete={kiosk ? 'off' : 'username'}
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
        value={draft.email}
        error={errors.email}
        onChange={({ currentTarget }) => change({ email: currentTarget.value })}
      />
      <TextInput
        label={accounts.displayNameLabel}
        description={accounts.displayNameHint}
        name="displayName"
        autoComplete={kiosk ? 'off' : 'nickname'}
        spellCheck={false}
        maxLength={320}
        value={draft.displayName}
        error={errors.displayName}
        onChange={({ currentTarget }) => change({ displayName: currentTarget.value })}
      />
      <div>
        <PasswordField
          label={accounts.newPasswordLabel}
          purpose="new"
          remembered={!kiosk}
          minimum={minimum}
          rule={accounts.passwordRule({ minimum })}
          value={draft.password}
          error={errors.password}
          onChange={(password) => change({ password })}
        />
        <PassphraseSuggestion copies={!kiosk} onUse={(password) => change({ password })} />
      </div>
      {clinic.registration.askHolder ? (
        <HolderChoice holder={draft.holder} onHolder={(holder) => change({ holder })} />
      ) : null}
      {/* On the clinic's own machine there is nothing to ask: it is shared, and the server knows. */}
      {kiosk ? null : <SharedChoice shared={draft.shared} onShared={(shared) => change({ shared })} />}
      <Button type="submit" fullWidth loading={busy}>
        {accounts.registerAction}
      </Button>
      <div className={classes.foot}>
        <CallClinic sentence={text.shell.callClinic} />
      </div>
    </form>
  )
}
