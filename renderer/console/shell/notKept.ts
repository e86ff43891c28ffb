/** For a form whose words the disk refused; `what` begins the sentence. The words are carried over when the records are opened again. */
export function notKept(what: string): string {
  return `${what} could not be saved on this computer, and your words are only in this window. Make room on the disk, then choose “Open again” at the top.`
}
