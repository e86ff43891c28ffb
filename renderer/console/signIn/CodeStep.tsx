import { Button } from '@mantine/core'
import { type FormEvent, lazy, Suspense, useState } from 'react'
import type { StaffMe, StaffSignInAnswer } from '../../../shared/staff/staffSchemas'
import { problemOf } from '../../api/apiError'
import type { StaffClient } from '../../api/staffClient'
import { CodeInput } from '../../ui/CodeInput'
import classes from '../shell/SinglePage.module.css'
import { refusalOf } from './signInText'

const EnrolGuide = lazy(async () => ({ default: (await import('./EnrolGuide')).EnrolGuide }))

export interface CodeStepProps {
  readonly client: StaffClient
  readonly challenge: StaffSignInAnswer
  readonly deviceName: string
  readonly onSignedIn: (me: StaffMe) => void
  readonly onRemoved: () => void
  /** Back to the password, with a sentence when the challenge is over. */
  readonly onBack: (sentence: string | null) => void
}

/** The second factor. The sixth digit sends the code; a wrong one empties the field. */
export function CodeStep({ client, challenge, deviceName, onSignedIn, onRemoved, onBack }: CodeStepProps) {
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const enrolling = challenge.next === 'enrol'

  const refused = (error: unknown) => {
    const { step, sentence, removed } = refusalOf(problemOf(error), 'code')
    if (removed) return onRemoved()
    if (step === 'password') return onBack(sentence)
    setCode('')
    setRefusal(sentence)
  }
  const verify = async (digits: string) => {
    if (busy) return
    setBusy(true)
    setRefusal(null)
    try {
      onSignedIn(await client.auth.verify.mutate({ challenge: challenge.challenge, code: digits, deviceName }))
    } catch (error) {
      refused(error)
      setBusy(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (code.length === 6) void verify(code)
  }
  return (
    <form className={classes.stack} onSubmit={submit} noValidate>
      {enrolling ? (
        <Suspense fallback={<div className={classes.qr} />}>
          <EnrolGuide client={client} challenge={challenge.challenge} onRefused={refused} />
        </Suspense>
      ) : null}
      <CodeInput
        label="Code from your authenticator app"
        value={code}
        onChange={setCode}
        onComplete={(digits) => void verify(digits)}
        error={refusal}
        disabled={busy}
        autoFocus={!enrolling}
      />
      <Button type="submit" fullWidth loading={busy} disabled={code.length !== 6}>
        {enrolling ? 'Confirm and sign in' : 'Sign in'}
      </Button>
      <Button variant="subtle" fullWidth onClick={() => onBack(null)} disabled={busy}>
        Back
      </Button>
    </form>
  )
}
