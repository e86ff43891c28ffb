import { useState } from 'react'
import { type ApiProblem, problemOf } from '../../api/apiError'
import { type PortalText, useText } from '../text/portalText'
import type { ProofKind } from './ProofField'
import { useSecuredAction } from './useSecuredAction'

export interface Proof {
  readonly kind: ProofKind
  readonly value: string
  readonly wrong: { readonly sentence: string } | null
  readonly busy: boolean
  readonly problem: ApiProblem | null
  readonly setKind: (kind: ProofKind) => void
  readonly setValue: (value: string) => void
  /** Does `work` with the typed code; a wrong one is said at the field. */
  readonly submit: (work: (code: string) => Promise<void>) => void
}

/** The state of a form that asks for a current code (M7). */
export function useProof(): Proof {
  const text = useText()
  const [kind, setKind] = useState<ProofKind>('app')
  const [value, setValue] = useState('')
  const [wrong, setWrong] = useState<Proof['wrong']>(null)
  const { busy, problem, run, clear } = useSecuredAction()
  const change = (other: ProofKind) => {
    setKind(other)
    setValue('')
    setWrong(null)
    clear()
  }
  const submit: Proof['submit'] = (work) => {
    const missing = missingSentence(text, kind, value)
    setWrong(missing)
    if (missing) return clear()
    run(async () => {
      try {
        await work(value)
      } catch (error) {
        const { code } = problemOf(error)
        if (code !== 'CODE_WRONG' && code !== 'INVALID_INPUT') throw error
        setWrong({ sentence: kind === 'app' ? text.accountSecurity.codeWrong : text.accountSecurity.mfa.recoveryWrong })
      }
    })
  }
  return { kind, value, wrong, busy, problem, setKind: change, setValue, submit }
}

function missingSentence({ accountSecurity: text }: PortalText, kind: ProofKind, value: string) {
  if (kind === 'app') return value.length < 6 ? { sentence: text.codeEmpty } : null
  return value.trim() === '' ? { sentence: text.mfa.recoveryEmpty } : null
}
