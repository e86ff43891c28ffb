import { Button, Paper, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ContactCheck } from '../../../shared/waysIn/waysInSchemas'
import { isOffline, problemOf } from '../../api/apiError'
import { formatDate } from '../../ui/formatDate'
import { StatusBadge } from '../../ui/StatusBadge'
import { useDateFormat } from '../participants/clinicHooks'
import { useSession } from '../shell/SessionContext'
import { CONTACT_WORDS, triesWords } from './diagnosisWords'
import classes from './WaysIn.module.css'

/** "They say they typed robin@example.org": whether that address or number opens this account (S3.22). What is typed here is kept nowhere. */
export function ContactCheckForm({
  participantId,
  frozen,
}: {
  readonly participantId: string
  readonly frozen: boolean
}) {
  const { client } = useSession()
  const format = useDateFormat()
  const [contact, setContact] = useState('')
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<ContactCheck | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const check = async (event: FormEvent) => {
    event.preventDefault()
    if (contact.trim() === '') return setProblem('Type what they typed.')
    setBusy(true)
    setProblem(null)
    setFound(null)
    try {
      setFound(await client.signIns.checkContact.mutate({ participantId, contact: contact.trim() }))
    } catch (error) {
      const said = problemOf(error)
      setProblem(isOffline(said) ? 'The server cannot be reached right now.' : said.sentence)
    }
    setBusy(false)
  }
  const words = found ? CONTACT_WORDS[found.verdict] : null
  return (
    <Paper component="section" className={classes.verdict} aria-label="Check an address">
      <h2 className={classes.title}>Ask which address or number they type</h2>
      <form className={classes.check} onSubmit={(event) => void check(event)} noValidate>
        <TextInput
          className={classes.contact ?? ''}
          label="Email or phone number"
          value={contact}
          maxLength={254}
          autoComplete="off"
          spellCheck={false}
          error={problem}
          disabled={frozen}
          onChange={({ currentTarget }) => setContact(currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={busy} disabled={frozen}>
          Check
        </Button>
      </form>
      <div role="status">
        {found && words ? (
          <p className={classes.answer}>
            <StatusBadge tone={words.tone} label={words.label} /> {words.words}{' '}
            {found.tries > 0 ? triesWords(found.tries) : 'It was not tried in the last 24 hours.'}
            {found.lastTryAt ? ` Last: ${formatDate(found.lastTryAt, 'dateTime', format)}.` : ''}
          </p>
        ) : null}
      </div>
    </Paper>
  )
}
