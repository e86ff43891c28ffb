import { Button } from '@mantine/core'
import { useState } from 'react'
import { problemOf } from '../../api/apiError'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
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

/** The phone number for codes by text message: adding, changing and removing it. Every number here was proved by a code. */
export function PhoneRow({ view, onChanged }: ContactsSectionProps) {
  const { contacts } = useText().accountSecurity
  const client = useClient()
  const [editing, setEditing] = useState(false)
  const [wait, setWait] = useState<number | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const opener = useReturnFocus(editing)
  const { phone, pendingPhone: pending, smsOffered } = view

  const send = async (number: string) => {
    const { resendInSeconds } = await client.security.changePhone.mutate({ phone: number })
    setWait(resendInSeconds)
    setDone(null)
    setEditing(false)
    onChanged()
    return resendInSeconds
  }
  const changed = (sentence: string) => {
    setDone(sentence)
    onChanged()
  }
  return (
    <li className={classes.contact}>
      <div className={classes.rowWords}>
        <div className={classes.facts}>{contacts.phone}</div>
        <div className={classes.rowTitle}>
          {phone ? <bdi className={classes.number}>{phone}</bdi> : <span>{contacts.noPhone}</span>}
          {phone ? <StatusBadge tone="success" label={contacts.confirmed} /> : null}
        </div>
        {smsOffered ? null : <p className={classes.quiet}>{contacts.smsNotOffered}</p>}
      </div>
      <Done sentence={done} takesFocus />
      {editing ? (
        <ContactForm
          label={contacts.newPhone}
          hint={contacts.phoneHint}
          type="tel"
          check={(value) => (value === '' ? contacts.phoneEmpty : value.length < 5 ? contacts.phoneForm : null)}
          refused={(error) => (problemOf(error).code === 'INVALID_INPUT' ? contacts.phoneForm : null)}
          onSend={send}
          onCancel={() => setEditing(false)}
        />
      ) : pending && smsOffered ? (
        <ContactCode
          key={pending}
          kind="phone"
          target={pending}
          startsWith={wait}
          isChange
          otherLabel={contacts.otherPhone}
          onResend={() => send(pending)}
          onOther={() => setEditing(true)}
          onDone={() => changed(contacts.phoneDone)}
        />
      ) : (
        <div className={classes.actions}>
          {smsOffered ? (
            <Button ref={opener} variant="default" onClick={() => setEditing(true)}>
              {phone ? contacts.changePhone : contacts.addPhone}
            </Button>
          ) : null}
          {phone ? <RemovePhone onRemoved={() => changed(contacts.removePhoneDone)} /> : null}
        </div>
      )}
    </li>
  )
}

function RemovePhone({ onRemoved }: { readonly onRemoved: () => void }) {
  const { contacts } = useText().accountSecurity
  const client = useClient()
  const [asking, setAsking] = useState(false)
  const { busy, problem, run } = useSecuredAction()
  const remove = () =>
    run(async () => {
      await client.security.removePhone.mutate()
      setAsking(false)
      onRemoved()
    })
  return (
    <>
      <Button variant="subtle" onClick={() => setAsking(true)}>
        {contacts.removePhone}
      </Button>
      <ConfirmDialog
        opened={asking}
        danger
        title={contacts.removePhoneTitle}
        consequence={contacts.removePhoneMeaning}
        confirmLabel={contacts.removePhone}
        busy={busy}
        onConfirm={remove}
        onCancel={() => setAsking(false)}
      >
        <Refusal problem={problem} />
      </ConfirmDialog>
    </>
  )
}
