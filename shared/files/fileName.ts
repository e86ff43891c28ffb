import { FILE_NAME_LENGTH, type FileType } from './fileLimits'

/** What people call each type; the first one is added where none of them stands. */
const ENDINGS: Readonly<Record<FileType, readonly string[]>> = {
  pdf: ['pdf'],
  png: ['png'],
  jpg: ['jpg', 'jpeg', 'jfif'],
  heic: ['heic', 'heif'],
  docx: ['docx'],
}
/** Windows keeps these for itself, with any ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/**
 * The name under which a file is shown and saved (F2): the last part of a path, without controls, bidi marks and other characters that
 * cannot be seen or that some system forbids, at most 150 code points, with an ending that tells the truth about the content.
 */
export function cleanFileName(given: string, type: FileType): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}\ufffd]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const named = RESERVED.test(plain) ? `_${plain}` : plain
  return withEnding(named === '' ? 'file' : named, type)
}

/** Cut in the middle of the name, never in its ending. */
function withEnding(name: string, type: FileType): string {
  const dot = name.lastIndexOf('.')
  const own = dot > 0 ? name.slice(dot + 1) : ''
  const isTrue = ENDINGS[type].includes(own.toLowerCase())
  const [stem, ending] = isTrue ? [name.slice(0, dot), own] : [name, ENDINGS[type][0] ?? type]
  return `${[...stem]
    .slice(0, FILE_NAME_LENGTH - ending.length - 1)
    .join('')
    .trimEnd()}.${ending}`
}

/** RFC 6266 and RFC 8187: the name for old readers in ASCII, and the true one percent-encoded. */
export function attachmentHeader(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\%;]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*!]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  const plain = ascii.startsWith('.') ? `file${ascii}` : ascii
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
