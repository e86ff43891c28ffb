import { type ApiProblem, isOffline } from '../../api/apiError'

/** A change that the server did not confirm. Without an answer nobody knows: the order may be out, and only the list can say. */
export function changeFailure(problem: ApiProblem): { readonly title: string; readonly message: string } {
  if (isOffline(problem))
    return {
      title: 'No answer came',
      message: 'It may have been done all the same. Look at the list before you repeat it.',
    }
  const why = problem.detail?.fields?.map(({ message }) => message).join(' ') ?? ''
  return { title: 'Nothing was changed', message: `${problem.sentence} ${why}`.trim() }
}
