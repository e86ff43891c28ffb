import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { CORRECTION_TEXT_LENGTH, isOpen, mayDisagree } from '../../../shared/corrections/correctionLimits'
import type { PortalCorrection } from '../../../shared/corrections/correctionSchemas'
import { problemOf } from '../../api/apiError'
import { FormDialog } from '../accountSecurity/FormDialog'
import { useClient } from '../shell/ClientContext'
import { useSession } from '../shell/SessionContext'
import { useAction } from '../shell/useAction'
import { useText } from '../text/portalText'
import { CorrectionRefusal } from './CorrectionRefusal'
import classes from './corrections.module.css'

export interface CorrectionActionsProps {
  readonly correction: PortalCorrection
  readonly onChanged: () => void
}

/** What the participant can still do: take an open request back, or answer a denial. */
export function CorrectionActions({ correction: { id, state }, onChanged }: CorrectionActionsProps) {
  const { corrections: own } = useText()
  const [asking, setAsking] = useState<'withdraw' | 'disagree' | null>(null)
  const close = () => setAsking(null)
  const done = () => {
    close()
    onChanged()
  }
  return (
    <>
      {isOpen(state) ? (
        <div className={classes.actions}>
          <Button variant="default" onClick={() => setAsking('withdraw')}>
            {own.withdraw}
          </Button>
        </div>
      ) : mayDisagree(state) ? (
        <div className={classes.actions}>
          <Button variant="default" onClick={() => setAsking('disagree')}>
            {own.disagree}
          </Button>
        </div>
      ) : null}
      {asking === 'withdraw' ? <WithdrawDialog id={id} onClose={close} onDone={done} /> : null}
      {asking === 'disagree' ? <DisagreeDialog id={id} onClose={close} onDone={done} /> : null}
    </>
  )
}

interface StepProps {
  readonly id: string
  readonly onClose: () => void
  readonly onDone: () => void
}

function WithdrawDialog({ id, onClose, onDone }: StepProps) {
  const { corrections: own } = useText()
  const client = useClient()
  const { busy, problem, run } = useStep(onDone)
  return (
    <FormDialog
      opened
      title={own.withdrawTitle}
      meaning={own.withdrawMeaning}
      submitLabel={own.withdraw}
      busy={busy}
      problem={null}
      errors={null}
      onSubmit={() => run(() => client.corrections.withdraw.mutate({ id }))}
      onClose={onClose}
    >
      <CorrectionRefusal problem={problem} />
    </FormDialog>
  )
}

function DisagreeDialog({ id, onClose, onDone }: StepProps) {
  const { corrections: own } = useText()
  const client = useClient()
  const { busy, problem, run } = useStep(onDone)
  const [statement, setStatement] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const submit = () => {
    const over = [...statement.trim()].length - CORRECTION_TEXT_LENGTH
    const found = statement.trim() === '' ? own.statementBlank : over > 0 ? own.tooLong({ count: over }) : null
    setFault(found)
    if (found === null) run(() => client.corrections.disagree.mutate({ id, statement }))
  }
  return (
    <FormDialog
      opened
      title={own.disagreeTitle}
      meaning={own.disagreeMeaning}
      submitLabel={own.sendStatement}
      busy={busy}
      problem={null}
      errors={fault}
      onSubmit={submit}
      onClose={onClose}
    >
      <CorrectionRefusal problem={problem} />
      <Textarea
        label={own.statement}
        rows={6}
        resize="vertical"
        dir="auto"
        value={statement}
        error={fault}
        onChange={({ currentTarget }) => {
          setStatement(currentTarget.value)
          setFault(null)
        }}
      />
    </FormDialog>
  )
}

/** One press, one step; a session that is over leads to signing in. */
function useStep(onDone: () => void) {
  const { follow } = useSession()
  const { busy, problem, run } = useAction()
  const step = (work: () => Promise<unknown>) =>
    run(async () => {
      try {
        await work()
        onDone()
      } catch (refusal) {
        if (!follow(problemOf(refusal))) throw refusal
      }
    })
  return { busy, problem, run: step }
}
