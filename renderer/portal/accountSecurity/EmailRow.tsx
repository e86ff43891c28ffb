import { Button } from '@mantine/core'
import { useState } from 'react'
import { problemOf } from '../../api/apiError'
import { StatusBadge } from '../../ui/StatusBadge'
import { useClient } from '../shell/ClientContext'
import { useText } from '../text/portalText'
import { ContactCode } from './ContactCode'
import { ContactForm } from './ContactForm'
import type { ContactsSectionProps } from './ContactsSection'
import { Done } from './Done'
import { Refusal } from './Refusal'
import classes from './security.module.css'
import { useReturnFocus } from './useReturnFocus'
import { useSecuredAction } from './useSecuredAction'

/** The email: whether it is confirmed, and the way to confirm or change it. */
export function EmailRow({ view, onChanged }: ContactsSectionProps) {
  const { accounts, accountSecurity } = useText()
  const { contacts } = accountSecurity
  const client = useClient()
  const [editing, setEditing] = useState(false)
  const [wait, setWait] = useState<number | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const { busy, problem, run } = useSecuredAction()
  const opener = useReturnFocus(editing)
  const pending = view.pendingEmail
  const isOwn = pending?.toLowerCase() === view.email.toLowerCase()

  const send = async (email: string) => {
    const answer =
      email === view.email
        ? await client.security.verifyEmail.mutate()
        : await client.security.changeEmail.mutate({ email })
    setWait(answer.resendInSeconds)
    setDone(null)
    setEditing(false)
    onChanged()
    return answer.resendInSeconds
  }
  const confirmed = () => {
    setDone(contacts.emailDone)
    onChanged()
  }
  return (
    <li className={classes.contact}>
      <div className={classes.rowWords}>
        <div className={classes.facts}>{contacts.email}</div>
        <div className={classes.rowTitle}>
          <bdi>{view.email}</bdi>
          <StatusBadge
            tone={view.emailVerified ? 'success' : 'warn'}
            label={view.emailVerified ? contacts.confirmed : contacts.notConfirmed}
          />
        </div>
        {view.emailVerified ? null : <p className={classes.quiet}>{contacts.confirmWhy}</p>}
      </div>
      <Done sentence={done} takesFocus />
      {editing ? (
        <ContactForm
          label={contacts.newEmail}
          type="email"
          check={(value) => (value === '' ? accounts.emailEmpty : LOOKS_RIGHT.test(value) ? null : accounts.emailForm)}
          refused={(error) => (problemOf(error).code === 'INVALID_INPUT' ? accounts.emailForm : null)}
          onSend={send}
          onCancel={() => setEditing(false)}
        />
      ) : pending ? (
        <ContactCode
          key={pending}
          kind="email"
          target={pending}
          startsWith={wait}
          isChange={!isOwn}
          otherLabel={contacts.otherEmail}
          onResend={() => send(isOwn ? view.email : pending)}
          onOther={() => setEditing(true)}
          onDone={confirmed}
        />
      ) : (
        <>
          <Refusal problem={problem} />
          <div className={classes.actions}>
            {view.emailVerified ? null : (
              <Button variant="light" loading={busy} onClick={() => run(async () => void (await send(view.email)))}>
                {contacts.confirm}
              </Button>
            )}
            <Button ref={opener} variant="default" onClick={() => setEditing(true)}>
              {contacts.changeEmail}
            </Button>
          </div>
        </>
      )}
    </li>
  )
}

const LOOKS_RIGHT = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
