import { MOST_BYTES_IN_ALL, MOST_FILES } from './fileLimits'

/** Why a file is not taken. Each has its words in the portal. */
export const FILE_REFUSALS = [
  'file_empty',
  'file_too_large',
  'file_type',
  'file_damaged',
  'file_unpacked',
  'file_pixels',
  'file_count',
  'file_space',
  'file_busy',
  'file_unknown',
] as const
export type FileRefusal = (typeof FILE_REFUSALS)[number]

/** What a participant's files are already. */
export interface FilesHeld {
  readonly count: number
  readonly bytes: number
}

/** F1: whether one more file of `size` bytes fits. Decided under the participant's lock, or 20 uploads at once would all fit. */
export function decideRoom(
  held: FilesHeld,
  size: number,
): { readonly ok: true } | { readonly ok: false; readonly reason: FileRefusal } {
  if (held.count >= MOST_FILES) return { ok: false, reason: 'file_count' }
  if (held.bytes + size > MOST_BYTES_IN_ALL) return { ok: false, reason: 'file_space' }
  return { ok: true }
}
