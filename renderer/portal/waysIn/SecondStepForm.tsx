import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { SignInAnswer } from '../../../shared/waysIn/waysInSchemas'
import { problemOf } from '../../api/apiError'
import { CodeInput } from '../../ui/CodeInput'
import { useClient } from '../shell/ClientContext'
import { ProblemNotice } from '../shell/ProblemNotice'
import { navigate } from '../shell/router'
import classes from '../shell/shell.module.css'
import { useAction } from '../shell/useAction'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'

export interface SecondStepFormProps {
  readonly recovery: boolean
  /** Of a challenge that was tried before, so that a reload does not hide it. */
  readonly triesLeft: number
  readonly onRight: (next: SignInAnswer['next']) => void
  /** The challenge has ended: time, tries, or the account. */
  readonly onOver: () => void
  /** To the other kind of code; null where there is none. */
  readonly onSwitch: (() => void) | null
}

const ALL_TRIES = 5

export function SecondStepForm({ recovery, triesLeft, onRight, onOver, onSwitch }: SecondStepFormProps) {
  const { waysIn } = useText()
  const client = useClient()
  const [code, setCode] = useState('')
  const [error, setError] = useState<{ readonly code?: string }>(
    triesLeft < ALL_TRIES ? { code: waysIn.secondWrongLeft({ tries: triesLeft }) } : {},
  )
  const form = useFirstError(error)
  const { busy, problem, run, clear } = useAction()
  const wrong = (left: number | undefined) =>
    left === undefined ? waysIn.secondWrong : waysIn.secondWrongLeft({ tries: left })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const missing = recovery ? code.trim() === '' && waysIn.recoveryEmpty : code.length !== 6 && waysIn.codeIncomplete
    setError(missing ? { code: missing } : {})
    if (missing) return clear()
    run(async () => {
      try {
        onRight((await client.auth.verifySecond.mutate({ code })).next)
      } catch (refusal) {
        const { code: reason, detail } = problemOf(refusal)
        if (reason === 'CHALLENGE_OVER' || detail?.triesLeft === 0) return onOver()
        if (reason !== 'CODE_WRONG') throw refusal
        if (!recovery) setCode('')
        setError({ code: wrong(detail?.triesLeft) })
      }
    })
  }
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      <ProblemNotice problem={problem} />
      {recovery ? (
        <TextInput
          classNames={{ input: classes.shortCode ?? '' }}
          label={waysIn.recoveryLabel}
          value={code}
          error={error.code}
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          maxLength={64}
          onChange={({ currentTarget }) => setCode(currentTarget.value)}
        />
      ) : (
        <CodeInput label={waysIn.secondLabel} value={code} onChange={setCode} error={error.code} />
      )}
      <Button type="submit" fullWidth loading={busy}>
        {waysIn.verify}
      </Button>
      {onSwitch ? (
        <Button variant="default" fullWidth onClick={onSwitch}>
          {recovery ? waysIn.useApp : waysIn.useRecovery}
        </Button>
      ) : null}
      <Button variant="subtle" fullWidth onClick={() => navigate('/sign-in', 'replace')}>
        {waysIn.startAgain}
      </Button>
    </form>
  )
}
