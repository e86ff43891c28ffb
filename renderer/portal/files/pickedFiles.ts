import type { FileInfo } from '../../../shared/files/fileSchemas'
import type { ApiProblem } from '../../api/apiError'

/** A file that the reader chose, on its way to the clinic. */
export type PickedFile = { readonly key: string; readonly file: File } & (
  | { readonly state: 'waiting' }
  | { readonly state: 'sending'; readonly sent: number }
  | { readonly state: 'attached'; readonly info: FileInfo }
  | { readonly state: 'failed'; readonly problem: ApiProblem }
)

export type PickedChange =
  | { readonly kind: 'added'; readonly files: readonly PickedFile[] }
  | { readonly kind: 'sent'; readonly key: string; readonly sent: number }
  | { readonly kind: 'attached'; readonly key: string; readonly info: FileInfo }
  | { readonly kind: 'failed'; readonly key: string; readonly problem: ApiProblem }
  | { readonly kind: 'again'; readonly key: string }
  | { readonly kind: 'removed'; readonly key: string }

/** What is shown after a change. One about a file that was taken out meanwhile changes nothing. */
export function pickedAfter(before: readonly PickedFile[], change: PickedChange): readonly PickedFile[] {
  if (change.kind === 'added') return [...before, ...change.files]
  if (change.kind === 'removed') return before.filter(({ key }) => key !== change.key)
  return before.map((picked) => (picked.key === change.key ? moved(picked, change) : picked))
}

function moved({ key, file }: PickedFile, change: Exclude<PickedChange, { kind: 'added' | 'removed' }>): PickedFile {
  switch (change.kind) {
    case 'sent':
      return { key, file, state: 'sending', sent: change.sent }
    case 'attached':
      return { key, file, state: 'attached', info: change.info }
    case 'failed':
      return { key, file, state: 'failed', problem: change.problem }
    case 'again':
      return { key, file, state: 'waiting' }
  }
}

const PASSING: readonly ApiProblem['code'][] = ['UNREACHABLE', 'UNAVAILABLE', 'TOO_MANY_REQUESTS', 'INTERNAL']

/** Whether the same file may go through at another try. */
export function isPassing({ code }: ApiProblem): boolean {
  return PASSING.includes(code)
}

/** Known before a byte is sent. The server decides all the same. */
export function refusedHere({ size }: File, largestBytes: number | null): ApiProblem | null {
  const reason = size === 0 ? 'file_empty' : largestBytes !== null && size > largestBytes ? 'file_too_large' : null
  return reason === null ? null : { code: 'INVALID_INPUT', sentence: '', requestId: '', detail: { reason } }
}
