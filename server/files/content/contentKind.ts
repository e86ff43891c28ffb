import type { FileType } from '../../../shared/files/fileLimits'
import { isHeic } from './heic'

const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const JPEG_START = Buffer.from([0xff, 0xd8, 0xff])
export const ZIP_START = Buffer.from('PK\x03\x04', 'latin1')
const ZIP_END = Buffer.from('PK\x05\x06', 'latin1')
const ZIP_END_BYTES = 22
const LONGEST_COMMENT = 0xffff
/** Readers look for a PDF's start, and browsers for a page's, within so many bytes. */
const SNIFFED_BYTES = 1_024

/** What a file says it is by its first bytes; null: nothing that is taken here. Whether it keeps its word is checked by its own file. */
export function kindOf(bytes: Buffer): FileType | null {
  if (/^%PDF-[12]\.\d/.test(bytes.toString('latin1', 0, 8))) return 'pdf'
  if (startsWith(bytes, PNG_START)) return 'png'
  if (startsWith(bytes, JPEG_START)) return 'jpg'
  if (startsWith(bytes, ZIP_START)) return 'docx'
  return isHeic(bytes) ? 'heic' : null
}

export function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.length >= start.length && bytes.subarray(0, start.length).equals(start)
}

/** A file that another program would open as something else, such as a picture with an archive behind it or a PDF with a page in front. */
export function isTwoThings(bytes: Buffer, kind: FileType): boolean {
  const head = bytes.toString('latin1', 0, SNIFFED_BYTES)
  if (kind !== 'pdf' && head.includes('%PDF-')) return true
  if (kind === 'pdf' && /<(?:!doctype|html|head|body|script|svg|iframe)\b/i.test(head)) return true
  return kind !== 'docx' && endsAsZip(bytes)
}

/** An archive is read from its end: a directory's end whose comment reaches exactly to the last byte. */
function endsAsZip(bytes: Buffer): boolean {
  const first = Math.max(0, bytes.length - ZIP_END_BYTES - LONGEST_COMMENT)
  for (let at = bytes.lastIndexOf(ZIP_END); at >= first; at = at === 0 ? -1 : bytes.lastIndexOf(ZIP_END, at - 1)) {
    const fits = at + ZIP_END_BYTES <= bytes.length
    if (fits && at + ZIP_END_BYTES + bytes.readUInt16LE(at + 20) === bytes.length) return true
  }
  return false
}
