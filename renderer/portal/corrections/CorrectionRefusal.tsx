import type { ApiProblem } from '../../api/apiError'
import { Notice } from '../shell/Notice'
import { ProblemNotice } from '../shell/ProblemNotice'
import { type PortalText, useText } from '../text/portalText'

type Reason = keyof PortalText['corrections']['reasons'] | keyof PortalText['files']['reasons']

/** A refusal in the words of this feature where it has some, else as everywhere in the portal. */
export function CorrectionRefusal({ problem }: { readonly problem: ApiProblem | null }) {
  const { corrections, files } = useText()
  const reasons = { ...corrections.reasons, ...files.reasons }
  const reason = problem?.detail?.reason
  if (reason === undefined || !isOwn(reasons, reason)) return <ProblemNotice problem={problem} />
  return <Notice tone="danger">{reasons[reason]}</Notice>
}

const isOwn = (reasons: object, reason: string): reason is Reason => Object.hasOwn(reasons, reason)
