import { once } from 'node:events'
import type { Response } from 'express'
import { MEDIA_TYPES } from '../../shared/files/fileLimits'
import { attachmentHeader } from '../../shared/files/fileName'
import { openPart, partCount } from './fileSealing'
import type { FileDeps } from './fileService'
import { type FileRow, loadPart } from './fileStore'

/** Should a browser open it all the same, it is a page that may do nothing (F2). */
const FILE_CSP = "sandbox; default-src 'none'; frame-ancestors 'none'"

/**
 * Answers with a file as an attachment of a fixed type (F2), part by part as fast as the reader takes it. A part that does not open ends the
 * connection, so that the reader sees a broken answer and never a short but whole one.
 */
export async function sendFile({ db, secrets }: FileDeps, file: FileRow, res: Response): Promise<void> {
  const part = async (index: number) => {
    const sealed = await loadPart(db, file.id, index)
    if (sealed === null) throw new Error('a part of a file is missing')
    return openPart(secrets, file, sealed, index)
  }
  // Opened before the headers leave: damage to a small file is a refusal, not a cut.
  const first = await part(0)
  res.setHeader('Content-Type', MEDIA_TYPES[file.type])
  res.setHeader('Content-Length', file.size)
  res.setHeader('Content-Disposition', attachmentHeader(file.name))
  res.setHeader('Content-Security-Policy', FILE_CSP)
  res.setHeader('X-Content-Type-Options', 'nosniff')
  res.setHeader('Cache-Control', 'no-store')
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  const gone = once(res, 'close')
  for (let index = 0; index < partCount(file); index++) {
    const content = index === 0 ? first : await part(index)
    if (res.destroyed) return
    if (!res.write(content)) await Promise.race([gone, once(res, 'drain')])
  }
  res.end()
}
