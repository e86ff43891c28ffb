/** What a log weighs. Bytes on disk against the bytes that the live documents need. */
export interface PageWeight {
  readonly pages: number
  readonly storedBytes: number
  readonly liveBytes: number
}

export const COMPACTION_MIN_PAGES = 64

/** Compact when more than 64 pages are stored and less than half of their bytes is alive (padding counts as dead weight). */
export function compactionIsDue(weight: PageWeight): boolean {
  return weight.pages > COMPACTION_MIN_PAGES && weight.liveBytes * 2 < weight.storedBytes
}
