import { Button, TextInput } from '@mantine/core'
import { type ChangeEvent, type FormEvent, useState } from 'react'
import type { InviteView } from '../../../shared/accounts/portalSchemas'
import { formatShortCode, normaliseShortCode } from '../../../shared/invites/inviteLinks'
import { problemOf } from '../../api/apiError'
import { useKiosk } from '../kiosk/KioskContext'
import { CallClinic } from '../shell/CallClinic'
import { useClient } from '../shell/ClientContext'
import { ProblemNotice } from '../shell/ProblemNotice'
import { StepHeading } from '../shell/StepHeading'
import classes from '../shell/shell.module.css'
import { useAction } from '../shell/useAction'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'
import { HaveAccount } from './LinkNotWorking'
import { openingOf } from './useInvite'

export interface ShortCodeStepProps {
  readonly onOpened: (view: InviteView, code: string) => Promise<void>
  readonly onNotWorking: (code: string) => void
}

/** "ABCD-EFGH-…" while typing at the end; a correction in the middle is left alone so that the cursor does not jump. */
function grouped({ value, selectionEnd }: HTMLInputElement, before: string): string {
  if (selectionEnd !== value.length || value.length < before.length) return value
  const bare = value
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
  return bare.length > 16 ? value : formatShortCode(bare)
}

/** The 16 characters of a printed letter: a second name of the same invite. */
export function ShortCodeStep({ onOpened, onNotWorking }: ShortCodeStepProps) {
  const { invite, shell } = useText()
  const client = useClient()
  const kiosk = useKiosk()
  const [typed, setTyped] = useState('')
  const [incomplete, setIncomplete] = useState(false)
  const form = useFirstError(incomplete)
  const { busy, problem, run } = useAction()
  const change = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    setIncomplete(false)
    setTyped(grouped(currentTarget, typed))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const code = normaliseShortCode(typed)
    setIncomplete(code === null)
    if (code === null) return
    run(async () => {
      try {
        await onOpened(await client.invite.open.mutate(openingOf(code, kiosk)), code)
      } catch (error) {
        if (problemOf(error).code !== 'LINK_NOT_WORKING') throw error
        onNotWorking(code)
      }
    })
  }
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      <StepHeading pageTitle={invite.pageTitle} intro={invite.shortCodeIntro}>
        {invite.shortCodeTitle}
      </StepHeading>
      <ProblemNotice problem={problem} />
      <TextInput
        classNames={{ input: classes.shortCode ?? '' }}
        label={invite.shortCodeLabel}
        description={invite.shortCodeHint}
        value={typed}
        onChange={change}
        error={incomplete ? invite.shortCodeIncomplete : null}
        placeholder="XXXX-XXXX-XXXX-XXXX"
        autoComplete="off"
        autoCapitalize="characters"
        autoCorrect="off"
        spellCheck={false}
        maxLength={40}
        dir="ltr"
      />
      <Button type="submit" fullWidth loading={busy}>
        {invite.goOn}
      </Button>
      <div className={classes.foot}>
        <CallClinic sentence={shell.callClinic} />
        <HaveAccount />
      </div>
    </form>
  )
}
