import { useCallback, useState } from 'react'
import type { BegunFactor } from '../../../shared/accountSecurity/securitySchemas'
import { type ApiProblem, problemOf } from '../../api/apiError'
import { useClient } from '../shell/ClientContext'
import { UNVERIFIED_FACTOR_MS } from './securityLimits'
import { useSecuredAction } from './useSecuredAction'

export type EnrolmentStage =
  | { readonly step: 'name' }
  | { readonly step: 'scan'; readonly begun: BegunFactor; readonly begunAt: number; readonly renewed: boolean }
  | { readonly step: 'keep'; readonly name: string; readonly codes: readonly string[] }

export interface Enrolment {
  readonly stage: EnrolmentStage
  readonly busy: boolean
  readonly problem: ApiProblem | null
  /** A new object for each wrong code, so that the field takes the focus each time. */
  readonly wrongCode: object | null
  readonly begin: (name: string) => void
  readonly verify: (code: string) => void
}

export interface EnrolmentOptions {
  /** The new app is verified, and there are no recovery codes to keep. */
  readonly onVerified: (name: string) => void
}

/** S1.5 to S1.8: name, secret, code, and with the first app its recovery codes. A secret that is over is replaced by a new one. */
export function useEnrolment({ onVerified }: EnrolmentOptions): Enrolment {
  const client = useClient()
  const { busy, problem, run } = useSecuredAction()
  const [stage, setStage] = useState<EnrolmentStage>({ step: 'name' })
  const [name, setName] = useState('')
  const [wrongCode, setWrongCode] = useState<object | null>(null)

  const ask = useCallback(
    async (wanted: string, renewed: boolean) => {
      const begun = await client.security.beginFactor.mutate({ name: wanted })
      setName(wanted)
      setWrongCode(null)
      setStage({ step: 'scan', begun, begunAt: Date.now(), renewed })
    },
    [client],
  )
  const begin = (wanted: string) => run(() => ask(wanted, false))
  const verify = (code: string) => {
    if (stage.step !== 'scan') return
    const { begun, begunAt } = stage
    setWrongCode(null)
    run(async () => {
      try {
        const { recoveryCodes } = await client.security.confirmFactor.mutate({ factorId: begun.factorId, code })
        if (recoveryCodes) setStage({ step: 'keep', name, codes: recoveryCodes })
        else onVerified(name)
      } catch (error) {
        const refusal = problemOf(error).code
        if (refusal === 'NOT_FOUND' || (refusal === 'CODE_WRONG' && isOver(begunAt))) await ask(name, true)
        else if (refusal === 'CODE_WRONG' || refusal === 'INVALID_INPUT') setWrongCode({})
        else throw error
      }
    })
  }
  return { stage, busy, problem, wrongCode, begin, verify }
}

/** Unconfirmed secrets die on the server (M7). */
const isOver = (begunAt: number) => Date.now() - begunAt > UNVERIFIED_FACTOR_MS
