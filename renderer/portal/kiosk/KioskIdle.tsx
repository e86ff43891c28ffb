import { useCallback, useEffect, useRef, useState } from 'react'
import { kioskSecondsLeft } from '../../../shared/kiosk/kioskRules'
import { problemOf } from '../../api/apiError'
import { useClient } from '../shell/ClientContext'
import { IdleDialog } from '../shell/IdleWatch'
import { usePulse } from '../shell/PulseContext'
import { useText } from '../text/portalText'
import { watchTouches } from './touchWatch'

/** Somebody's being there is told to the server at most so often; its own five minutes then end no earlier than the page's. */
const TELL_EVERY_MS = 15_000

export interface KioskIdleProps {
  /** The server holds something of a visit that it would end by itself. */
  readonly holding: boolean
  readonly onOver: () => void
}

/**
 * Product item 11: the page of somebody who walked away closes by itself, after a minute's warning. Touching the page puts that off, also while
 * reading; once the warning stands only its button does, so that a passer-by who brushes the mouse keeps nothing open.
 */
export function KioskIdle({ holding, onOver }: KioskIdleProps) {
  const { kiosk } = useText()
  const { secondsLeft, stay } = useKioskIdle(holding, onOver)
  return (
    <IdleDialog
      secondsLeft={secondsLeft}
      busy={false}
      onStay={stay}
      problem={null}
      words={{ body: kiosk.idleBody, stay: kiosk.idleStay }}
    />
  )
}

function useKioskIdle(holding: boolean, onOver: () => void) {
  const client = useClient()
  const pulse = usePulse()
  const touchedAt = useRef(pulse.now())
  const toldAt = useRef(pulse.now())
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null)
  const warned = useRef(false)
  const tell = useCallback(() => {
    toldAt.current = pulse.now()
    if (!holding) return
    client.kiosk.stay.mutate().catch((error: unknown) => {
      // Over on the server: its 30 minutes have passed, or staff ended it. A lost line says nothing.
      if (['LINK_NOT_WORKING', 'NOT_SIGNED_IN'].includes(problemOf(error).code)) onOver()
    })
  }, [client, holding, onOver, pulse])
  const look = useCallback(() => {
    const left = kioskSecondsLeft(pulse.now() - touchedAt.current)
    warned.current = left !== null
    setSecondsLeft(left)
    if (left === 0) onOver()
    else if (touchedAt.current > toldAt.current && pulse.now() - toldAt.current >= TELL_EVERY_MS) tell()
  }, [onOver, pulse, tell])
  useEffect(() => {
    look()
    // Each second, because a sleeping machine runs no long timers.
    const timer = setInterval(look, 1000)
    addEventListener('focus', look)
    return () => {
      clearInterval(timer)
      removeEventListener('focus', look)
    }
  }, [look])
  useEffect(
    () =>
      watchTouches(() => {
        if (!warned.current) touchedAt.current = pulse.now()
      }),
    [pulse],
  )
  const stay = useCallback(() => {
    touchedAt.current = pulse.now()
    tell()
    look()
  }, [look, pulse, tell])
  return { secondsLeft, stay }
}
