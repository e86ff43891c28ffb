import { useState } from 'react'
import { allows } from '../../../shared/access/roles'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import { displayName } from '../../../shared/participants/participantRules'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import { useLeaveGuard } from '../participants/useLeaveGuard'
import { isUnsettled } from '../replica/outboxEntries'
import { notKept } from '../shell/notKept'
import { useDirectory, useSession } from '../shell/SessionContext'
import { useDraft } from '../shell/useDraft'
import { AskedPart } from './AskedPart'
import { type Asking, CorrectionDialog, type CorrectionStep } from './CorrectionDialog'
import { CorrectionFacts } from './CorrectionFacts'
import { CorrectionHistory } from './CorrectionHistory'
import classes from './Corrections.module.css'
import { type Step, stepsOpen } from './correctionSteps'
import { type CorrectionWish, NO_WISHES } from './correctionWishes'
import { DecidedPart } from './DecidedPart'
import { DecisionForm } from './DecisionForm'
import { type DecisionDraft, decisionOf, draftOf, NEW_DRAFT, wordsOf } from './decisionDraft'
import { LettersPart } from './LettersPart'
import { OvertakenDraft } from './OvertakenDraft'
import { PersonsPart } from './PersonsPart'
import { StepBar } from './StepBar'
import { useCorrectionWishes, useHolidays, useToday } from './useInbox'
import { WishNotes } from './WishNotes'

/** One request, whole: what is asked, what was decided, and every step that staff can take. Each step is a command in the queue. */
export function CorrectionView({ correction }: { readonly correction: CorrectionDoc }) {
  const { replica, colleague } = useSession()
  const { directory } = useDirectory()
  const participant = directory.get(correction.participantId)?.participant ?? null
  const wishes = useCorrectionWishes().get(correction.id) ?? NO_WISHES
  const steps = useSteps(correction, wishes)
  const { id, participantId } = correction
  const kept = useDraft({ form: 'decision', about: id, participantId })
  const [draft, setDraft] = useState<DecisionDraft | null>(kept.found ?? null)
  const [asking, setAsking] = useState<Asking | null>(null)
  /** The command that was not done and is now made again: it goes when its successor is in the queue. */
  const [instead, setInstead] = useState<string | null>(null)
  const [restored, setRestored] = useState(kept.found !== undefined)
  const [sending, setSending] = useState(false)
  const [failed, setFailed] = useState(false)
  const discard = () => {
    setDraft(null)
    setRestored(false)
    kept.drop()
  }
  const guard = useLeaveGuard(draft !== null && draft !== NEW_DRAFT, { onDiscard: kept.drop })
  const write = (next: DecisionDraft) => {
    setDraft(next)
    kept.keep(next)
  }

  const send = async (step: CorrectionStep) => {
    setSending(true)
    const about = { participantId, correctionId: id }
    try {
      await replica.enqueue({ ...step, ...about, writeId: crypto.randomUUID() } as OutboxItem)
      if (instead !== null) await replica.dismiss(instead)
      for (const form of ['decision', 'extension', 'rebuttal'] as const)
        if (step.kind === STEP_OF[form]) await replica.drafts.drop({ form, about: id, participantId })
      if (step.kind === 'correction.decide') {
        setDraft(null)
        setRestored(false)
      }
      setInstead(null)
      setFailed(false)
    } catch {
      setFailed(true)
    }
    setSending(false)
    setAsking(null)
  }
  const begin = (step: Step) => {
    setInstead(null)
    if (step === 'decide') setDraft(NEW_DRAFT)
    else setAsking(step === 'extend' || step === 'rebut' ? { step, words: '' } : { step })
  }
  const again = ({ item }: CorrectionWish) => {
    setInstead(item.writeId)
    const decision = wordsOf(item, correction)
    if (decision) write(draftOf(decision, correction))
    else if (item.kind === 'correction.extend') setAsking({ step: 'extend', words: item.reason })
    else if (item.kind === 'correction.rebut') setAsking({ step: 'rebut', words: item.text })
  }
  const deciding = draft !== null && steps.has('decide')
  const role = colleague()?.role
  return (
    <div className={classes.view}>
      <StepBar correction={correction} steps={deciding ? NO_STEPS : steps} onStep={begin} />
      <div className={classes.mainColumn}>
        <WishNotes correction={correction} wishes={wishes} steps={steps} onAgain={again} />
        {draft !== null && !deciding ? <OvertakenDraft correction={correction} draft={draft} onDone={discard} /> : null}
        <AskedPart correction={correction} participant={participant} draft={deciding ? draft : null} onChange={write} />
        {failed ? (
          <p className={classes.fault} role="alert">
            {notKept('This step')}
          </p>
        ) : null}
        {deciding ? (
          <DecisionForm
            correction={correction}
            draft={draft}
            kept={restored}
            onDiscard={discard}
            onChange={write}
            onReady={() => setAsking({ step: 'decide', decision: decisionOf(draft, correction) })}
            onCancel={() => guard.leave(discard)}
          />
        ) : null}
        <DecidedPart correction={correction} />
        <PersonsPart
          correction={correction}
          wishes={wishes}
          mayDecide={role !== undefined && allows(role, 'correction.decide')}
        />
      </div>
      <div className={classes.sideColumn}>
        <CorrectionFacts correction={correction} participant={participant} />
        <LettersPart correction={correction} />
        <CorrectionHistory correction={correction} />
      </div>
      <CorrectionDialog
        correction={correction}
        name={participant ? displayName(participant) : correction.authorName}
        asking={asking}
        busy={sending}
        onSend={(step) => void send(step)}
        onCancel={() => setAsking(null)}
      />
      {guard.dialog}
    </div>
  )
}

/** What each form of words is sent as. */
const STEP_OF = {
  decision: 'correction.decide',
  extension: 'correction.extend',
  rebuttal: 'correction.rebut',
} as const

const NO_STEPS: ReadonlySet<Step> = new Set()

function useSteps(correction: CorrectionDoc, wishes: readonly CorrectionWish[]): ReadonlySet<Step> {
  const role = useSession().colleague()?.role
  const today = useToday()
  const holidays = useHolidays()
  if (role === undefined) return NO_STEPS
  const pending = wishes.filter(({ entry }) => isUnsettled(entry)).map(({ item }) => item.kind)
  return stepsOpen({ role, correction, pending, today, holidays })
}
