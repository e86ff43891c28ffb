import { Button } from '@mantine/core'
import { type FormEvent, lazy, Suspense, useState } from 'react'
import type { BegunFactor } from '../../../shared/accountSecurity/securitySchemas'
import type { ApiProblem } from '../../api/apiError'
import { CodeInput } from '../../ui/CodeInput'
import { Notice } from '../shell/Notice'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'
import { CopyButton } from './CopyButton'
import { Refusal } from './Refusal'
import classes from './security.module.css'

// Drawing the code takes a library that nobody needs who only looks at the page.
const QrCode = lazy(() => import('../../ui/QrCode').then((module) => ({ default: module.QrCode })))

export interface ScanFormProps {
  readonly begun: BegunFactor
  readonly renewed: boolean
  readonly busy: boolean
  readonly problem: ApiProblem | null
  readonly wrongCode: object | null
  readonly onVerify: (code: string) => void
  readonly onCancel?: () => void
}

/** S1.5 to S1.7: the secret as a picture and in words, and the code that proves that the app has it. */
export function ScanForm({ begun, renewed, busy, problem, wrongCode, onVerify, onCancel }: ScanFormProps) {
  const { accountSecurity: text } = useText()
  const { enrol } = text
  const [code, setCode] = useState('')
  const [missing, setMissing] = useState<object | null>(null)
  const form = useFirstError(missing ?? wrongCode)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(code.length < 6 ? {} : null)
    if (code.length === 6) onVerify(code)
  }
  const error = missing ? text.codeEmpty : wrongCode ? text.codeWrong : undefined
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      {renewed ? <Notice tone="info">{enrol.expired}</Notice> : null}
      <p>{enrol.scanFirst}</p>
      <Secret begun={begun} />
      <p>{enrol.scanSecond}</p>
      <Refusal problem={problem} />
      <CodeInput label={text.codeLabel} value={code} error={error} autoComplete="off" onChange={setCode} />
      <div className={classes.actions}>
        <Button type="submit" loading={busy} fullWidth={!onCancel}>
          {enrol.verify}
        </Button>
        {onCancel ? (
          <Button variant="default" disabled={busy} onClick={onCancel}>
            {text.cancel}
          </Button>
        ) : null}
      </div>
    </form>
  )
}

function Secret({ begun: { secret, otpauthUrl } }: { readonly begun: BegunFactor }) {
  const { enrol } = useText().accountSecurity
  return (
    <div className={classes.scan}>
      <Suspense fallback={<span className={classes.square} />}>
        <QrCode value={otpauthUrl} title={enrol.qrTitle} size={240} />
      </Suspense>
      <div className={classes.byHand}>
        <a className={classes.openApp} href={otpauthUrl}>
          {enrol.openApp}
        </a>
        <p>{enrol.byHand}</p>
        <output className={classes.secret} aria-label={enrol.secretLabel} translate="no">
          {groupsOfFour(secret)}
        </output>
        <CopyButton value={secret} label={enrol.secretLabel} />
        <p className={classes.quiet}>{enrol.secretHint}</p>
      </div>
    </div>
  )
}

const groupsOfFour = (secret: string) => secret.match(/.{1,4}/g)?.join(' ') ?? secret
