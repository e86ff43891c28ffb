import { useState } from 'react'
import { allows } from '../../../shared/access/roles'
import { dayIn } from '../../../shared/corrections/correctionDates'
import type { Participant } from '../../../shared/participants/participantSchemas'
import { useDateFormat, useNow } from '../participants/clinicHooks'
import { useSession, useStore } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { type Asking, CorrectionDialog } from './CorrectionDialog'
import { CorrectionEntry } from './CorrectionEntry'
import classes from './Corrections.module.css'
import { type CorrectionLine, correctionLines } from './correctionWishes'

/** S0.17: what the participant says is wrong in their record: pending requests by due date, then those that are over. */
export function CorrectionsPanel({ participant }: { readonly participant: Participant }) {
  const role = useSession().colleague()?.role
  return role !== undefined && allows(role, 'correction.read') ? <Corrections participant={participant} /> : null
}

function Corrections({ participant }: { readonly participant: Participant }) {
  const session = useSession()
  const { stores } = session.replica
  const say = useSay()
  useStore(stores.corrections)
  useStore(stores.outbox)
  const { timeZone } = useDateFormat()
  const today = dayIn(useNow(60_000), timeZone)
  const [asking, setAsking] = useState<Asking | null>(null)
  const { pending, over } = correctionLines(stores, participant.id)
  const entries = (lines: readonly CorrectionLine[]) => (
    <ul className={classes.list}>
      {lines.map((line) => (
        <CorrectionEntry
          key={line.correction.id}
          line={line}
          participant={participant}
          today={today}
          onAsk={(step) => setAsking({ step, correction: line.correction })}
        />
      ))}
    </ul>
  )
  return (
    <section aria-label="Correction requests" className={classes.panel}>
      <h2 className={classes.title}>Correction requests</h2>
      {pending.length === 0 ? (
        <p className={classes.soft}>{say('No request of the participant waits for a decision.')}</p>
      ) : (
        entries(pending)
      )}
      {over.length === 0 ? null : (
        <details className={classes.over}>
          <summary>Decided or withdrawn ({over.length})</summary>
          {entries(over)}
        </details>
      )}
      <CorrectionDialog participant={participant} asking={asking} onDone={() => setAsking(null)} />
    </section>
  )
}
