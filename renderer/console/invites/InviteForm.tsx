import { Alert, Button, Checkbox } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { inviteState, isLiving } from '../../../shared/invites/inviteRules'
import type { InviteDoc } from '../../../shared/invites/inviteSchemas'
import { generateVerbalCode } from '../../../shared/invites/verbalCodeRules'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import { useClinic, useNow } from '../participants/clinicHooks'
import type { ParticipantView } from '../participants/participantDirectory'
import { isUnsettled } from '../replica/outboxEntries'
import { useSession, useStore, useSyncState } from '../shell/SessionContext'
import type { MadeInvite } from './InviteDialog'
import classes from './Invites.module.css'
import { browserSources, newInviteSecrets, randomUint32 } from './inviteSecrets'
import { inviteLines } from './inviteViews'
import { lifeWords, pauseLeft } from './inviteWords'
import { seenRevocations } from './seenRevocations'
import { type CodeChoice, codeOf, codeProblem, VerbalCodeChoice } from './VerbalCodeChoice'

export interface InviteFormProps {
  readonly view: ParticipantView
  readonly previous: InviteDoc | null
  readonly reprint: boolean
  readonly onMade: (made: MadeInvite) => void
  readonly onCancel: () => void
}

/** The choices before an invite is made, and what making it will do. */
export function InviteForm({ view, previous, reprint, onMade, onCancel }: InviteFormProps) {
  const { replica } = useSession()
  const { participant } = view
  const clinic = useClinic()
  const now = useNow(1_000)
  const { link } = useSyncState()
  const required = clinic?.settings.verbalCodeRequired ?? false
  const mayKeep = previous?.hasVerbalCode === true && inviteState(previous, now) !== 'locked'
  const generate = () => generateVerbalCode(randomUint32, participant)
  const [choice, setChoice] = useState<CodeChoice>(() => ({
    mode: mayKeep ? 'keep' : required || previous?.hasVerbalCode ? 'generated' : 'off',
    generated: generate(),
    chosen: '',
  }))
  const [mfa, setMfa] = useState(previous?.mfaRequired ?? false)
  const [strict, setStrict] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  useStore(replica.stores.invites)
  useStore(replica.stores.outbox)
  const older = inviteLines(replica.stores, participant.id, now).some(
    ({ state, made }) => isLiving(state) || (made !== null && isUnsettled(made)),
  )
  const wait = previous && clinic ? pauseLeft(previous.createdAt, clinic.settings.resendCooldownMinutes, now) : 0

  const create = async () => {
    setStrict(true)
    if (codeProblem(choice, participant.birthDate) !== null || wait > 0) return
    setBusy(true)
    try {
      const { tokenHash, shortHash, ...secrets } = await newInviteSecrets(browserSources)
      const verbalCode = codeOf(choice)
      const writeId = crypto.randomUUID()
      const inviteId = crypto.randomUUID()
      const fresh = { writeId, inviteId, tokenHash, shortHash, verbalCode, mfaRequired: mfa }
      const seen = seenRevocations(replica.stores, participant.id)
      const item: OutboxItem = previous
        ? { ...fresh, kind: 'invite.resend', previousId: previous.id, keepVerbalCode: choice.mode === 'keep' }
        : { ...fresh, kind: 'invite.create', participantId: participant.id, seen }
      await replica.enqueue(item)
      const asksSpokenCode = verbalCode !== null || choice.mode === 'keep'
      onMade({ inviteId, writeId, secrets, verbalCode, asksSpokenCode })
    } catch {
      setBusy(false)
      setFailed(true)
    }
  }
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        void create()
      }}
    >
      <VerbalCodeChoice
        choice={choice}
        onChange={setChoice}
        required={required}
        mayKeep={mayKeep}
        birthDate={participant.birthDate}
        onAnother={() => setChoice({ ...choice, generated: generate() })}
        strict={strict}
      />
      {clinic?.settings.mfaRequired ? null : (
        <Checkbox
          label="Ask for a second factor"
          description="Whoever accepts must set up an authenticator app before anything else is shown."
          checked={mfa}
          onChange={(event) => setMfa(event.currentTarget.checked)}
        />
      )}
      <ul className={classes.facts}>
        {clinic?.settings.portalEnabled === false ? (
          <li>The portal is switched off in the settings: the link will work only once it is on again.</li>
        ) : null}
        <li>
          The link works once, for {lifeWords(clinic?.settings.inviteHours ?? 168)}, counted by the server’s time.
        </li>
        {reprint ? (
          <li>
            A letter cannot be printed twice: the new sheet carries a new link. The old sheet stops working as soon as
            the server has the new one;{' '}
            {link === 'online' ? 'that is in a moment' : 'until then the old one still works'}. Take the old sheet back,
            or destroy it.
          </li>
        ) : older ? (
          <li>The invite before this one stops working as soon as the server has the new one.</li>
        ) : null}
        {link === 'online' ? null : (
          <li>
            This console is offline. You can hand the link over now; it becomes live when this console has reached the
            server.
          </li>
        )}
      </ul>
      {failed ? (
        <Alert color="danger" role="alert" icon={<IconInfoCircle aria-hidden />}>
          This console could not save the invite, so none was made. Please try again.
        </Alert>
      ) : null}
      <div className={classes.actions}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={busy} disabled={wait > 0}>
          {reprint ? 'Create new letter' : previous ? 'Create new link' : 'Create Invite'}
        </Button>
      </div>
    </form>
  )
}
