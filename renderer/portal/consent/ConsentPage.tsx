import { useCallback, useEffect, useState } from 'react'
import type { ConsentStep, ConsentText } from '../../../shared/consent/consentSchemas'
import { problemOf } from '../../api/apiError'
import { useLanguage } from '../../ui/LanguageContext'
import { useKiosk } from '../kiosk/KioskContext'
import { useClient } from '../shell/ClientContext'
import { LoadFailure } from '../shell/LoadFailure'
import { Notice } from '../shell/Notice'
import { ProblemNotice } from '../shell/ProblemNotice'
import { navigate } from '../shell/router'
import { useSession } from '../shell/SessionContext'
import { SignedIn } from '../shell/SignedIn'
import { useAction } from '../shell/useAction'
import { useLoaded } from '../shell/useLoaded'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { ConsentActions } from './ConsentActions'
import { ConsentReading } from './ConsentReading'
import classes from './consent.module.css'
import { EarlierAgreements } from './EarlierAgreements'

/** `/consent`: the gate between signing in and the record (S0.12, I9). */
export function ConsentPage() {
  return <SignedIn>{() => <OpenConsents onDone={goHome} />}</SignedIn>
}

const goHome = () => navigate('/home', 'replace')

/** The texts that are open, one after another; `onDone` when none is left. */
export function OpenConsents({ onDone }: { readonly onDone: () => void }) {
  const client = useClient()
  const { language } = useLanguage()
  const { follow } = useSession()
  const load = useCallback(() => client.consent.current.query({ language }), [client, language])
  const { loaded, reload } = useLoaded(load)
  const [agreed, setAgreed] = useState<Agreed | null>(null)
  // What the server answered last counts: a text read again after agreeing replaces that answer, and the other way round.
  const step = latest(loaded.state === 'ready' ? loaded.value : null, agreed)
  useEffect(() => {
    if (loaded.state === 'failed') follow(loaded.problem)
  }, [loaded, follow])
  useEffect(() => {
    if (step !== null && step.text === null) onDone()
  }, [step, onDone])
  if (step?.text)
    return (
      <OneConsent
        step={step}
        text={step.text}
        onAgreed={(next) => setAgreed({ next, after: loaded.state === 'ready' ? loaded.value : null })}
        onChanged={reload}
      />
    )
  if (loaded.state === 'failed' && loaded.problem.code !== 'NOT_SIGNED_IN')
    return <LoadFailure problem={loaded.problem} onRetry={reload} />
  return <Waiting lines={10} />
}

interface Agreed {
  readonly next: ConsentStep
  /** The answer of `consent.current` that was shown then. */
  readonly after: ConsentStep | null
}

function latest(read: ConsentStep | null, agreed: Agreed | null): ConsentStep | null {
  return agreed !== null && agreed.after === read ? agreed.next : read
}

interface OneConsentProps {
  readonly step: ConsentStep
  readonly text: ConsentText
  readonly onAgreed: (next: ConsentStep) => void
  readonly onChanged: () => void
}

function OneConsent({ step, text, onAgreed, onChanged }: OneConsentProps) {
  const { consent } = useText()
  const client = useClient()
  const kiosk = useKiosk()
  const { follow } = useSession()
  const { busy, problem, run } = useAction()
  const [changed, setChanged] = useState(0)
  const agree = () =>
    run(async () => {
      const { documentId, version, language, hash } = text
      try {
        const next = await client.consent.agree.mutate({ documentId, version, language, hash })
        setChanged(0)
        onAgreed(next)
      } catch (error) {
        const refusal = problemOf(error)
        if (refusal.code === 'CONSENT_CHANGED') {
          setChanged((before) => before + 1)
          onChanged()
        } else if (!follow(refusal)) throw error
      }
    })
  return (
    <div className={classes.page}>
      {changed > 0 ? <Notice tone="info">{consent.changed}</Notice> : null}
      <ConsentReading step={step} text={text} readAgain={changed} />
      <ProblemNotice problem={problem} />
      <ConsentActions busy={busy} onAgree={agree} />
      {kiosk ? null : <EarlierAgreements />}
    </div>
  )
}
