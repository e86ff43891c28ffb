import type { ApiProblem } from '../../api/apiError'
import { useText } from '../text/portalText'
import { Notice } from './Notice'
import { problemSentence } from './problemSentence'

/** A refusal above a form, in the reader's language. */
export function ProblemNotice({ problem }: { readonly problem: ApiProblem | null }) {
  const text = useText()
  return problem ? <Notice tone="danger">{problemSentence(text, problem)}</Notice> : null
}
