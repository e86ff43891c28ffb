import type { ApiProblem } from '../../api/apiError'
import { Notice } from '../shell/Notice'
import { ProblemNotice } from '../shell/ProblemNotice'
import { waitSentence } from '../shell/problemSentence'
import { type PortalText, useText } from '../text/portalText'

type OwnCode = keyof PortalText['accountSecurity']['refusals']

/** A refusal above a form: in the words of this page where it has some, else as everywhere in the portal. */
export function Refusal({ problem }: { readonly problem: ApiProblem | null }) {
  const text = useText()
  const { refusals } = text.accountSecurity
  if (!problem || !isOwn(refusals, problem.code)) return <ProblemNotice problem={problem} />
  const wait = problem.retryAfterSeconds === undefined ? '' : ` ${waitSentence(text, problem.retryAfterSeconds)}`
  return (
    <Notice tone="danger">
      {refusals[problem.code]}
      {wait}
    </Notice>
  )
}

const isOwn = (refusals: object, code: string): code is OwnCode => Object.hasOwn(refusals, code)
