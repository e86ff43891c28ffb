import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { InviteView } from '../../../shared/accounts/portalSchemas'
import { problemOf } from '../../api/apiError'
import { StepProgress } from '../../ui/StepProgress'
import { CallClinic } from '../shell/CallClinic'
import { useClient } from '../shell/ClientContext'
import { Notice } from '../shell/Notice'
import { ProblemNotice } from '../shell/ProblemNotice'
import { StepHeading } from '../shell/StepHeading'
import classes from '../shell/shell.module.css'
import { useAction } from '../shell/useAction'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'

export interface VerbalCodeStepProps {
  readonly tries: number | null
  readonly reopened: boolean
  readonly onRight: (view: InviteView) => Promise<void>
  readonly onNotWorking: () => void
}

/** S0.5: the code that staff said in person or by phone. It may be digits or words, so it is an ordinary field. */
export function VerbalCodeStep({ tries, reopened, onRight, onNotWorking }: VerbalCodeStepProps) {
  const { invite } = useText()
  const client = useClient()
  const [code, setCode] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const form = useFirstError(wrong)
  const { busy, problem, run } = useAction()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (code.trim() === '') return setWrong(invite.verbalEmpty)
    setWrong(null)
    run(async () => {
      try {
        await onRight(await client.invite.verify.mutate({ code }))
      } catch (error) {
        const { code: refusal, detail } = problemOf(error)
        if (refusal === 'LINK_NOT_WORKING') return onNotWorking()
        if (refusal !== 'CODE_WRONG') throw error
        const left = detail?.triesLeft
        setWrong(left === undefined ? invite.verbalWrong : invite.verbalWrongLeft({ tries: left }))
      }
    })
  }
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      <StepProgress step={1} of={2} label={invite.stepCode} />
      <StepHeading pageTitle={invite.pageTitle} intro={invite.verbalIntro}>
        {invite.verbalTitle}
      </StepHeading>
      {reopened ? <Notice tone="info">{invite.reopened}</Notice> : null}
      <ProblemNotice problem={problem} />
      <TextInput
        classNames={{ input: classes.spokenCode ?? '' }}
        label={invite.verbalLabel}
        description={tries === null || wrong ? null : invite.verbalTries({ tries })}
        value={code}
        onChange={({ currentTarget }) => setCode(currentTarget.value)}
        error={wrong}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={128}
      />
      <Button type="submit" fullWidth loading={busy}>
        {invite.goOn}
      </Button>
      <div className={classes.foot}>
        <CallClinic sentence={invite.verbalForgot} />
      </div>
    </form>
  )
}
