import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ContactKind } from '../../../shared/accountSecurity/securitySchemas'
import { problemOf } from '../../api/apiError'
import { CodeInput } from '../../ui/CodeInput'
import { LiveRegion } from '../../ui/LiveRegion'
import { StatusBadge } from '../../ui/StatusBadge'
import { useClient } from '../shell/ClientContext'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'
import { Refusal } from './Refusal'
import classes from './security.module.css'
import { useCountdown } from './useCountdown'
import { useSecuredAction } from './useSecuredAction'

export interface ContactCodeProps {
  readonly kind: ContactKind
  /** Where the code went. */
  readonly target: string
  /** Seconds until it may be sent again; null when it was sent before this page was opened. */
  readonly startsWith: number | null
  /** False while only confirming the contact that the account has already. */
  readonly isChange: boolean
  readonly otherLabel: string
  /** Seconds until the next time. */
  readonly onResend: () => Promise<number>
  readonly onOther: () => void
  readonly onDone: () => void
}

/** A contact that waits for its code: the code, sending it again after a while, and choosing another contact. */
export function ContactCode(props: ContactCodeProps) {
  const { accountSecurity: text } = useText()
  const { contacts } = text
  const client = useClient()
  const [code, setCode] = useState('')
  const [wrong, setWrong] = useState<{ readonly sentence: string } | null>(null)
  const form = useFirstError(wrong)
  const { busy, problem, run, clear } = useSecuredAction()
  const confirm = async () => {
    try {
      await client.security.confirmContact.mutate({ kind: props.kind, code })
      props.onDone()
    } catch (error) {
      const refusal = problemOf(error)
      if (refusal.code !== 'CODE_WRONG' && refusal.code !== 'INVALID_INPUT') throw error
      setWrong({ sentence: refusal.detail?.triesLeft === 0 ? contacts.codeOver : contacts.codeWrong })
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setWrong(code.length < 6 ? { sentence: text.codeEmpty } : null)
    if (code.length < 6) clear()
    else run(confirm)
  }
  return (
    <form ref={form} className={classes.waiting} onSubmit={submit} noValidate>
      {props.isChange ? (
        <div className={classes.rowTitle}>
          <bdi>{props.target}</bdi>
          <StatusBadge tone="progress" label={contacts.pending} />
        </div>
      ) : null}
      <p>
        {contacts.codeSentTo({ name: props.target })} {props.isChange ? contacts.pendingOld : null}
      </p>
      <Refusal problem={problem} />
      <CodeInput
        label={text.codeLabel}
        description={contacts.codeHint}
        value={code}
        error={wrong?.sentence}
        autoFocus={props.startsWith !== null}
        onChange={setCode}
      />
      <div className={classes.actions}>
        <Button type="submit" loading={busy}>
          {contacts.confirmAction}
        </Button>
        <Resend startsWith={props.startsWith} onResend={props.onResend} />
        <Button variant="subtle" onClick={props.onOther}>
          {props.otherLabel}
        </Button>
      </div>
    </form>
  )
}

function Resend({ startsWith, onResend }: Pick<ContactCodeProps, 'startsWith' | 'onResend'>) {
  const { contacts } = useText().accountSecurity
  const { left, start } = useCountdown(startsWith ?? 0)
  const [resent, setResent] = useState(false)
  const { busy, problem, run } = useSecuredAction()
  const resend = () => {
    setResent(false)
    run(async () => {
      try {
        start(await onResend())
        setResent(true)
      } catch (error) {
        const { code, retryAfterSeconds } = problemOf(error)
        if (code !== 'RESEND_COOLDOWN' || retryAfterSeconds === undefined) throw error
        start(retryAfterSeconds)
      }
    })
  }
  // Held back in words and not by `disabled`: the focus would be lost at each press.
  const waiting = left > 0
  return (
    <>
      <Button
        variant="default"
        loading={busy}
        data-disabled={waiting}
        aria-disabled={waiting}
        onClick={() => (waiting ? undefined : resend())}
      >
        {waiting ? contacts.resendIn({ count: left }) : contacts.resend}
      </Button>
      <div className={classes.whole}>
        <Refusal problem={problem} />
        <LiveRegion visible={resent}>{resent ? contacts.resent : null}</LiveRegion>
      </div>
    </>
  )
}
