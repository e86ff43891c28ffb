import { useCallback, useEffect, useState } from 'react'
import { KIOSK_DONE_PATH, KIOSK_PATH } from '../../../shared/kiosk/kioskRules'
import type { InviteFragments } from '../invite/inviteFragment'
import { Frame } from '../shell/Frame'
import { PageBoundary } from '../shell/PageBoundary'
import { usePulse } from '../shell/PulseContext'
import { Redirect } from '../shell/router'
import { SafetyPage } from '../waysIn/SafetyPage'
import { KioskClosing } from './KioskClosing'
import { KioskContext } from './KioskContext'
import { KioskDone } from './KioskDone'
import { KioskIdle } from './KioskIdle'
import { KioskSession } from './KioskSession'
import { KioskVisit } from './KioskVisit'
import type { KioskEnding } from './kioskEnding'

export interface KioskProps {
  readonly path: string
  readonly fragments: InviteFragments
}

/**
 * Product item 11: every page of a visit on the clinic's machine. Once a tab is here it stays here until the page is loaded anew: beside the visit
 * there are only its end and the safety page.
 */
export function Kiosk({ path, fragments }: KioskProps) {
  if (path === KIOSK_DONE_PATH)
    return (
      <Frame>
        <PageBoundary>
          <KioskDone />
        </PageBoundary>
      </Frame>
    )
  return <OpenKiosk path={path} fragments={fragments} />
}

function OpenKiosk({ path, fragments }: KioskProps) {
  const { ending, elsewhere, stop, finish } = useEnding()
  const [holding, setHolding] = useState(false)
  const safety = path === '/safety'
  if (ending !== null)
    return (
      <Frame>
        <KioskClosing ending={ending} elsewhere={elsewhere} />
      </Frame>
    )
  return (
    <Frame stop={stop}>
      <KioskContext value={true}>
        <KioskSession onOver={stop}>
          {path === KIOSK_PATH || safety ? null : <Redirect to={KIOSK_PATH} />}
          {safety ? <SafetyPage /> : null}
          {/* Kept while the safety page is read: what was typed is still there. */}
          <div hidden={safety}>
            <PageBoundary>
              <KioskVisit fragments={fragments} onHolding={setHolding} onFinished={finish} />
            </PageBoundary>
          </div>
          <KioskIdle holding={holding} onOver={stop} />
        </KioskSession>
      </KioskContext>
    </Frame>
  )
}

/** `elsewhere`: another tab of this browser ended it, or began anew, and has told the server what there is to tell. */
function useEnding() {
  const { tabs } = usePulse()
  const [ending, setEnding] = useState<KioskEnding | null>(null)
  const [elsewhere, setElsewhere] = useState(false)
  const stop = useCallback(() => setEnding((before) => before ?? 'stopped'), [])
  const finish = useCallback(() => setEnding((before) => before ?? 'finished'), [])
  useEffect(
    () =>
      tabs.hear((word) => {
        if (word !== 'signed_out') return
        setElsewhere(true)
        stop()
      }),
    [tabs, stop],
  )
  return { ending, elsewhere, stop, finish }
}
