import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { PublicClinic } from '../../../shared/accounts/portalSchemas'
import { type ApiProblem, problemOf } from '../../api/apiError'
import { useClient } from './ClientContext'
import { usePulse } from './PulseContext'

/** `undefined` while it loads, null when it could not be loaded: pages do without it then. */
type MaybeClinic = PublicClinic | null | undefined

interface ClinicState {
  readonly clinic: MaybeClinic
  readonly problem: ApiProblem | null
  readonly refresh: () => void
  /** The server refused something with `PORTAL_OFF` since the clinic was last asked for (S3.18). */
  readonly refusedAsOff: boolean
}

/** Asked again at most this often when the reader comes back to the tab. */
const AGAIN_AFTER_MS = 60_000

const Context = createContext<ClinicState>({
  clinic: undefined,
  problem: null,
  refresh: () => {},
  refusedAsOff: false,
})
export const useClinic = (): MaybeClinic => use(Context).clinic
export const useClinicState = (): ClinicState => use(Context)

/** The portal is switched off: one friendly page and nothing else (S3.18, S3.27). */
export function usePortalOff(): boolean {
  const { clinic, refusedAsOff } = use(Context)
  return refusedAsOff || clinic?.portalEnabled === false
}

/** The clinic's name, look and ways in for every page; asked for anew when the reader comes back to the tab (S2.64 to S2.67). */
export function ClinicProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient()
  const pulse = usePulse()
  const [clinic, setClinic] = useState<MaybeClinic>(undefined)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [refusedAsOff, setRefusedAsOff] = useState(false)
  const askedAt = useRef(Number.NEGATIVE_INFINITY)
  const refresh = useCallback(() => {
    askedAt.current = pulse.now()
    client.clinic.public.query().then(
      (answer) => {
        setClinic(answer)
        setProblem(null)
        setRefusedAsOff(!answer.portalEnabled)
      },
      (error: unknown) => {
        setClinic((before) => before ?? null)
        setProblem(problemOf(error))
      },
    )
  }, [client, pulse])
  useEffect(refresh, [refresh])
  useEffect(() => {
    const back = () => {
      if (document.visibilityState === 'visible' && pulse.now() - askedAt.current >= AGAIN_AFTER_MS) refresh()
    }
    addEventListener('focus', back)
    document.addEventListener('visibilitychange', back)
    return () => {
      removeEventListener('focus', back)
      document.removeEventListener('visibilitychange', back)
    }
  }, [pulse, refresh])
  useEffect(
    () =>
      pulse.onRefusal((code) => {
        if (code !== 'PORTAL_OFF') return
        setRefusedAsOff(true)
        refresh()
      }),
    [pulse, refresh],
  )
  const value = useMemo(() => ({ clinic, problem, refresh, refusedAsOff }), [clinic, problem, refresh, refusedAsOff])
  return <Context value={value}>{children}</Context>
}
