/** Why a page log refuses to go on. Closed list: a screen can show something for each of them. */
export type PageLogErrorKind =
  | 'wrong_key'
  | 'damaged'
  | 'cut'
  | 'swapped'
  | 'repeated'
  | 'foreign'
  | 'missing'
  | 'tail_missing'
  | 'second_owner'
  | 'write_failed'
  | 'destroyed'
  | 'closed'

const SENTENCES: Record<PageLogErrorKind, (page: number | null) => string> = {
  wrong_key: () => 'This key does not open the stored records.',
  damaged: (page) => `Page ${page} of the stored records is damaged.`,
  cut: (page) => `Page ${page} of the stored records has been cut short.`,
  swapped: (page) => `Page ${page} of the stored records has been exchanged with another page.`,
  repeated: (page) => `Page ${page} of the stored records is a copy of another page.`,
  foreign: (page) => `Page ${page} does not belong to the stored records.`,
  missing: (page) => `Page ${page} of the stored records is missing.`,
  tail_missing: (page) => `The stored records end too early: page ${page} and everything after it is missing.`,
  second_owner: () => 'The stored records are already open in another window.',
  write_failed: () => 'A change could not be saved on this device. Close the records and open them again.',
  destroyed: () => 'The stored records were deleted while they were open.',
  closed: () => 'The stored records are closed.',
}

/** The one error type of the page log. `page` is the place that is wrong (0 = head), null where no page is to blame. */
export class PageLogError extends Error {
  override readonly name = 'PageLogError'

  constructor(
    readonly kind: PageLogErrorKind,
    readonly page: number | null = null,
    options?: { cause?: unknown },
  ) {
    super(SENTENCES[kind](page), options)
  }
}
