import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { TestMessageAnswer } from '../../../shared/settings/settingsSchemas'
import { isOffline, problemOf } from '../../api/apiError'
import { StatusBadge } from '../../ui/StatusBadge'
import { useSession } from '../shell/SessionContext'
import classes from './Settings.module.css'
import type { PartProps } from './SettingsPage'
import { useSendingWays } from './useSendingWays'

/** S4.6: who mails come from, and whether they and text messages really arrive. */
export function MessagesPart({ editor, frozen }: PartProps) {
  const { draft, problems, setFacts } = editor
  const { client } = useSession()
  const sending = useSendingWays()
  return (
    <fieldset className={classes.fields} disabled={frozen}>
      <div className={classes.group}>
        <h2 className={classes.title}>Sender</h2>
        <TextInput
          label="Sender name"
          description="Empty: the display name of the clinic."
          value={draft.facts.senderName}
          error={problems['facts.senderName']}
          onChange={({ currentTarget }) => setFacts({ senderName: currentTarget.value })}
        />
        <TextInput
          label="Sender address"
          description="People search for it in their spam folder; nobody reads replies. Your mail server must be allowed to send from it."
          type="email"
          value={draft.facts.mailSender}
          error={problems['facts.mailSender']}
          onChange={({ currentTarget }) => setFacts({ mailSender: currentTarget.value })}
        />
      </div>
      <TestMessage
        title="Email"
        label="Send a test email to"
        state={sending === null ? null : sending.smtp ? 'ready' : sending.outbox ? 'files' : 'missing'}
        missing="No mail server is set up (SMTP_URL), so mails wait."
        send={(to) => client.settings.testEmail.mutate({ to })}
      />
      <TestMessage
        title="SMS"
        label="Send a test message to"
        state={sending === null ? null : sending.sms ? 'ready' : sending.outbox ? 'files' : 'missing'}
        missing="No SMS gateway is set up (SMS_URL)."
        send={(to) => client.settings.testSms.mutate({ to })}
      />
    </fieldset>
  )
}

interface TestMessageProps {
  readonly title: string
  readonly label: string
  readonly state: 'ready' | 'files' | 'missing' | null
  readonly missing: string
  readonly send: (to: string) => Promise<TestMessageAnswer>
}

function TestMessage({ title, label, state, missing, send }: TestMessageProps) {
  const [to, setTo] = useState('')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<TestMessageAnswer | null>(null)
  const test = async () => {
    setBusy(true)
    setAnswer(null)
    try {
      setAnswer(await send(to.trim()))
    } catch (error) {
      const problem = problemOf(error)
      setAnswer({ ok: false, reason: isOffline(problem) ? 'the server cannot be reached' : problem.sentence })
    }
    setBusy(false)
  }
  return (
    <div className={classes.group}>
      <h2 className={classes.title}>{title}</h2>
      {state === 'missing' ? (
        <StatusBadge tone="warn" label={missing} />
      ) : state === 'files' ? (
        <StatusBadge tone="neutral" label="Messages are written as files (OUTBOX_DIR), not sent" />
      ) : null}
      <div className={classes.test}>
        <TextInput
          label={label}
          value={to}
          disabled={state === 'missing'}
          onChange={({ currentTarget }) => setTo(currentTarget.value)}
        />
        <Button
          variant="default"
          loading={busy}
          disabled={state === null || state === 'missing' || to.trim().length < 3}
          onClick={() => void test()}
        >
          Send a test
        </Button>
      </div>
      <p className={answer?.ok === false ? classes.problem : classes.soft} role="status">
        {answer === null ? '' : answer.ok ? 'Accepted. Look whether it arrives.' : `Not sent: ${answer.reason}`}
      </p>
    </div>
  )
}
