import { Button } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import { CodeInput } from '../../ui/CodeInput'
import { StatusBadge } from '../../ui/StatusBadge'
import { useClient } from '../shell/ClientContext'
import { useText } from '../text/portalText'
import { Done } from './Done'
import { RecoveryDialog } from './EnrolPart'
import { FormDialog } from './FormDialog'
import type { SettingsProps } from './SecurityPage'
import classes from './security.module.css'
import { useDates } from './useDates'
import { useProof } from './useProof'
import { useReturnFocus } from './useReturnFocus'

/** So few that new ones should be made soon. */
const FEW = 3

/** M6: how many recovery codes are left, and new ones; a code of an app is needed for them. */
export function RecoveryPart({ me, view, onChanged }: SettingsProps) {
  const { recovery } = useText().accountSecurity
  const { day } = useDates()
  const [asking, setAsking] = useState(false)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const opener = useReturnFocus(asking || codes !== null)
  const { recoveryLeft: left, recoveryMadeAt: madeAt } = view
  const tone = left === 0 ? 'danger' : left <= FEW ? 'warn' : 'neutral'
  const made = (fresh: readonly string[]) => {
    setAsking(false)
    setCodes(fresh)
  }
  const kept = () => {
    setCodes(null)
    setDone(recovery.made10)
    onChanged()
  }
  return (
    <div className={classes.part}>
      <div className={classes.cardHead}>
        <h3 className={classes.partHeading}>{recovery.title}</h3>
        <StatusBadge tone={tone} icon={IconKey} label={recovery.left({ count: left })} />
      </div>
      <p className={classes.meaning}>{recovery.meaning}</p>
      {madeAt ? <p className={classes.facts}>{recovery.made({ date: day(madeAt) })}</p> : null}
      {left <= FEW ? <p>{recovery.few}</p> : null}
      <Done sentence={done} takesFocus />
      <div className={classes.actions}>
        <Button ref={opener} variant="default" onClick={() => setAsking(true)}>
          {recovery.make}
        </Button>
      </div>
      {asking ? <MakeDialog onMade={made} onClose={() => setAsking(false)} /> : null}
      {codes ? <RecoveryDialog me={me} codes={codes} onKept={kept} /> : null}
    </div>
  )
}

interface MakeDialogProps {
  readonly onMade: (codes: readonly string[]) => void
  readonly onClose: () => void
}

function MakeDialog({ onMade, onClose }: MakeDialogProps) {
  const { accountSecurity: text } = useText()
  const client = useClient()
  const proof = useProof()
  const make = async (code: string) => {
    const { recoveryCodes } = await client.security.newRecoveryCodes.mutate({ code })
    onMade(recoveryCodes)
  }
  return (
    <FormDialog
      opened
      title={text.recovery.makeTitle}
      meaning={text.recovery.makeMeaning}
      submitLabel={text.recovery.makeAction}
      busy={proof.busy}
      problem={proof.problem}
      errors={proof.wrong}
      onSubmit={() => proof.submit(make)}
      onClose={onClose}
    >
      <CodeInput
        label={text.codeLabel}
        value={proof.value}
        onChange={proof.setValue}
        autoComplete="off"
        error={proof.wrong?.sentence}
      />
    </FormDialog>
  )
}
