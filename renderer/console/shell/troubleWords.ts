import type { ReplicaTrouble } from './consoleState'

type Kind = ReplicaTrouble['kind']

const TITLES: Readonly<Record<Kind, string>> = {
  second_owner: 'Already open in another window',
  wrong_key: 'This key does not open the records',
  damaged: 'The copy on this computer is damaged',
  cut: 'The copy on this computer is damaged',
  swapped: 'The copy on this computer was changed',
  repeated: 'The copy on this computer was changed',
  foreign: 'The copy on this computer was changed',
  missing: 'Part of the copy on this computer is missing',
  tail_missing: 'Part of the copy on this computer is missing',
  write_failed: 'A change could not be saved',
  destroyed: 'The copy on this computer was deleted',
  closed: 'The records are closed',
  unknown: 'The records could not be opened',
}

/** The sentences of the page log name the page; these say what it means and what to do. */
const ADVICE: Readonly<Record<Kind, string>> = {
  second_owner: 'Only one window can work on these records at a time. Close the other one, then try again.',
  wrong_key:
    'The sealed copy was made with another key. Unsent changes in it cannot be read with this one. Nothing has been deleted.',
  damaged: 'This happens when a disk fails. Nothing has been deleted, and what reached the server is safe.',
  cut: 'This happens when a disk fails or is full. Nothing has been deleted, and what reached the server is safe.',
  swapped: 'Something other than Vestibule changed the files. Nothing has been deleted.',
  repeated: 'Something other than Vestibule changed the files. Nothing has been deleted.',
  foreign: 'Something other than Vestibule changed the files. Nothing has been deleted.',
  missing:
    'Something other than Vestibule removed it. Nothing else has been deleted, and what reached the server is safe.',
  tail_missing: 'An older state of the files may have been put back. What reached the server is safe.',
  write_failed: 'The disk may be full. Make room, then try again. Everything saved before is still there.',
  destroyed: 'It was deleted while it was open, in another window or by your IT. Try again to fetch a fresh copy.',
  closed: 'Try again to open them.',
  unknown: 'Nothing has been deleted. Try again; if it stays like this, send the diagnostics to your IT.',
}

const BEFORE_STARTING_OVER =
  'If trying again does not help, ask your IT before you start over: changes that were never sent are only in this copy.'

export function troubleTitle(kind: Kind): string {
  return TITLES[kind]
}

/** For example "Page 12 of the stored records is damaged. This happens when ..." */
export function troubleWords({ kind, page, message }: ReplicaTrouble): string {
  const advice = canStartOver(kind) ? `${ADVICE[kind]} ${BEFORE_STARTING_OVER}` : ADVICE[kind]
  return page === null || kind === 'unknown' ? advice : `${message} ${advice}`
}

/** A fresh copy is offered only where this one cannot be opened as it is. */
export function canStartOver(kind: Kind): boolean {
  return !['second_owner', 'write_failed', 'destroyed', 'closed', 'unknown'].includes(kind)
}
