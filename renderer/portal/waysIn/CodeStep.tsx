import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { SignInAnswer } from '../../../shared/waysIn/waysInSchemas'
import { problemOf } from '../../api/apiError'
import { CodeInput } from '../../ui/CodeInput'
import { useClient } from '../shell/ClientContext'
import { ProblemNotice } from '../shell/ProblemNotice'
import classes from '../shell/shell.module.css'
import { useAction } from '../shell/useAction'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'

export interface CodeStepProps {
  /** The code has run out: only asking for a new one is of use. */
  readonly over: boolean
  readonly onRight: (next: SignInAnswer['next']) => void
}

/** S3.3, S3.8: the six digits of the text message, typed, pasted or offered by the phone. */
export function CodeStep({ over, onRight }: CodeStepProps) {
  const { waysIn } = useText()
  const client = useClient()
  const [code, setCode] = useState('')
  const [error, setError] = useState<{ readonly code?: string }>({})
  const form = useFirstError(error)
  const { busy, problem, run, clear } = useAction()
  const wrong = (left: number | undefined) =>
    left === undefined ? waysIn.codeWrong : left > 0 ? waysIn.codeWrongLeft({ tries: left }) : waysIn.noTries
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setError(code.length === 6 ? {} : { code: waysIn.codeIncomplete })
    if (code.length !== 6) return clear()
    run(async () => {
      try {
        onRight((await client.auth.verifyCode.mutate({ code })).next)
      } catch (refusal) {
        const { code: reason, detail } = problemOf(refusal)
        if (reason !== 'CODE_WRONG') throw refusal
        setCode('')
        setError({ code: wrong(detail?.triesLeft) })
      }
    })
  }
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      <ProblemNotice problem={problem} />
      <CodeInput label={waysIn.codeLabel} value={code} onChange={setCode} error={error.code} disabled={over} />
      <Button type="submit" fullWidth loading={busy} disabled={over}>
        {waysIn.verify}
      </Button>
    </form>
  )
}
