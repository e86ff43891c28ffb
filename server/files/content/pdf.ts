const END = '%%EOF'

/** Whether a file that starts as a PDF also ends as one: nothing but line ends and blanks behind the last end mark. */
export function isWholePdf(bytes: Buffer): boolean {
  const at = bytes.lastIndexOf(END, undefined, 'latin1')
  return at > 0 && /^[\s\0]*$/.test(bytes.toString('latin1', at + END.length))
}
