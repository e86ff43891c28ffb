import type { ApiProblem } from '../../api/apiError'
import { ErrorState } from '../../ui/ErrorState'
import { useText } from '../text/portalText'
import { problemSentence } from './problemSentence'

export interface LoadFailureProps {
  readonly problem: ApiProblem
  readonly onRetry: () => void
}

/** A whole screen that could not be loaded, with another try and a reference to read out over the phone. */
export function LoadFailure({ problem, onRetry }: LoadFailureProps) {
  const text = useText()
  return (
    <ErrorState
      title={text.shell.errorTitle}
      sentence={problemSentence(text, problem)}
      onRetry={onRetry}
      {...(problem.requestId ? { reference: problem.requestId } : {})}
    />
  )
}
