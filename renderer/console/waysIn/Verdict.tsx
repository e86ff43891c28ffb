import { Button, Paper } from '@mantine/core'
import { Link } from 'wouter'
import type { Diagnosis, Remedy } from '../../../shared/waysIn/waysInSchemas'
import type { Asking } from '../accounts/AccountDialog'
import { REMEDY_LABELS, VERDICT_WORDS } from './diagnosisWords'
import classes from './WaysIn.module.css'

export interface VerdictProps {
  readonly participantId: string
  readonly diagnosis: Diagnosis
  readonly onAsk: (asking: Asking) => void
}

/** Remedies that are actions on the account; each still asks before it does anything. */
const ACTIONS: Readonly<Partial<Record<Remedy, Asking>>> = {
  send_reset: 'send_reset',
  unlock: 'unlock',
  enable: 'enable',
  reset_mfa: 'reset_mfa',
}

export function Verdict({ participantId, diagnosis: { verdict, remedy }, onAsk }: VerdictProps) {
  const label = REMEDY_LABELS[remedy]
  const action = ACTIONS[remedy]
  const place = remedy === 'fix_contact' ? '' : '/portal'
  return (
    <Paper component="section" className={classes.verdict} aria-label="What stands in the way">
      <h2 className={classes.title}>What stands in the way</h2>
      <p className={classes.sentence} role="status">
        {VERDICT_WORDS[verdict]}
      </p>
      {label === undefined ? null : action ? (
        <Button onClick={() => onAsk(action)}>{label}</Button>
      ) : (
        <Button component={Link} href={`/participants/${participantId}${place}`}>
          {label}
        </Button>
      )}
      {remedy === 'ask_administrator' ? (
        <p className={classes.soft}>Your role cannot change this. Ask a manager or an administrator of your clinic.</p>
      ) : null}
      {remedy === 'wait_and_resend' ? (
        <p className={classes.soft}>Nothing has to be done here: they ask for a new one on the sign-in page.</p>
      ) : null}
    </Paper>
  )
}
