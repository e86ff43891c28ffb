import { type FileType, MOST_PIXELS } from '../../../shared/files/fileLimits'
import type { FileRefusal } from '../../../shared/files/fileRules'
import { isTwoThings, kindOf } from './contentKind'
import { docxRefusal } from './docx'
import { heicSize } from './heic'
import type { ImageSize } from './imageSize'
import { jpegSize } from './jpeg'
import { isWholePdf } from './pdf'
import { pngSize } from './png'

export type Inspection =
  | { readonly ok: true; readonly type: FileType }
  | { readonly ok: false; readonly reason: FileRefusal }

/** What a file is by its bytes, and whether it is taken (F1). Neither its name nor what the browser said about it is looked at. */
export async function inspectContent(bytes: Buffer): Promise<Inspection> {
  const type = kindOf(bytes)
  if (type === null || isTwoThings(bytes, type)) return { ok: false, reason: 'file_type' }
  const reason = await CHECKS[type](bytes)
  return reason === null ? { ok: true, type } : { ok: false, reason }
}

const CHECKS: Readonly<Record<FileType, (bytes: Buffer) => FileRefusal | null | Promise<FileRefusal | null>>> = {
  pdf: (bytes) => (isWholePdf(bytes) ? null : 'file_damaged'),
  png: (bytes) => imageRefusal(pngSize(bytes)),
  jpg: (bytes) => imageRefusal(jpegSize(bytes)),
  heic: (bytes) => imageRefusal(heicSize(bytes)),
  docx: docxRefusal,
}

function imageRefusal(size: ImageSize | null): FileRefusal | null {
  if (size === null) return 'file_damaged'
  return size.width * size.height > MOST_PIXELS ? 'file_pixels' : null
}
