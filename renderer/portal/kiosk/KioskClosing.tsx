import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useLanguage } from '../../ui/LanguageContext'
import { useClient } from '../shell/ClientContext'
import { Notice } from '../shell/Notice'
import { usePulse } from '../shell/PulseContext'
import { SingleTask } from '../shell/SingleTask'
import { StepHeading } from '../shell/StepHeading'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { doneAddress, type KioskEnding } from './kioskEnding'
import { forgetStored } from './kioskMemory'

const AGAIN_MS = 5_000

export interface KioskClosingProps {
  readonly ending: KioskEnding
  /** Another tab has told the server, and perhaps begun a new visit that must not end with this one. */
  readonly elsewhere: boolean
}

/**
 * Everything personal has left the screen already. The server ends the visit and clears its cookies; then the page replaces itself by a new one, so
 * that no name or password is left in its memory or behind Back. Without a line it says so and tries again.
 */
export function KioskClosing({ ending, elsewhere }: KioskClosingProps) {
  const { kiosk } = useText()
  const client = useClient()
  const { tabs } = usePulse()
  const { language } = useLanguage()
  const [round, setRound] = useState(0)
  const [failed, setFailed] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again.
  useEffect(() => {
    const go = () => {
      forgetStored(window)
      location.replace(doneAddress(ending, language))
    }
    if (elsewhere) return go()
    let timer: ReturnType<typeof setTimeout> | undefined
    client.kiosk.leave.mutate().then(
      () => {
        tabs.tell('signed_out')
        go()
      },
      () => {
        setFailed(true)
        timer = setTimeout(() => setRound((before) => before + 1), AGAIN_MS)
      },
    )
    return () => clearTimeout(timer)
  }, [client, tabs, ending, elsewhere, round])
  if (!failed) return <Waiting lines={6} />
  return (
    <SingleTask>
      <StepHeading pageTitle={kiosk.pageTitle} intro={kiosk.offlineIntro}>
        {kiosk.offlineTitle}
      </StepHeading>
      <Notice tone="info">{kiosk.offlineNext}</Notice>
      <Button fullWidth variant="default" onClick={() => setRound((before) => before + 1)}>
        {kiosk.tryAgain}
      </Button>
    </SingleTask>
  )
}
