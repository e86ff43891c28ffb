import { type ReactNode, useCallback, useEffect, useState } from 'react'
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
  const [done] = useState(path === KIOSK_DONE_PATH)
  return done ? <DoneKiosk path={path} /> : <OpenKiosk path={path} fragments={fragments} />
}

function DoneKiosk({ path }: Pick<KioskProps, 'path'>) {
  return (
    <Frame>
      <Beside path={path} own={KIOSK_DONE_PATH}>
        <KioskDone />
      </Beside>
    </Frame>
  )
}

interface BesideProps {
  readonly path: string
  readonly own: typeof KIOSK_PATH | typeof KIOSK_DONE_PATH
  readonly children: ReactNode
}

/** What stands here is kept while the safety page is read: what was typed is still there. Every other address leads back. */
function Beside({ path, own, children }: BesideProps) {
  const safety = path === '/safety'
  return (
    <>
      {path === own || safety ? null : <Redirect to={own} />}
      {safety ? <SafetyPage /> : null}
      <div hidden={safety}>
        <PageBoundary>{children}</PageBoundary>
      </div>
    </>
  )
}

function OpenKiosk({ path, fragments }: KioskProps) {
  const { ending, elsewhere, stop, finish } = useEnding()
  const [holding, setHolding] = useState(false)
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
          <Beside path={path} own={KIOSK_PATH}>
            <KioskVisit fragments={fragments} onHolding={setHolding} onFinished={finish} />
          </Beside>
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
