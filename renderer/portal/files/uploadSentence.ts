import type { ApiProblem } from '../../api/apiError'
import { problemSentence } from '../shell/problemSentence'
import type { PortalText } from '../text/portalText'

type Reason = keyof PortalText['files']['reasons']

/** Why a file was not taken, in the words of this feature where it has some. */
export function uploadSentence(text: PortalText, problem: ApiProblem): string {
  const { reasons, cut } = text.files
  const reason = problem.detail?.reason
  if (reason !== undefined && isOwn(reasons, reason)) return reasons[reason]
  return problem.code === 'UNREACHABLE' ? cut : problemSentence(text, problem)
}

const isOwn = (reasons: object, reason: string): reason is Reason => Object.hasOwn(reasons, reason)
