import type { IncomingMessage } from 'node:http'
import { CodedError } from '../../shared/errors/errorCodes'
import { FILE_NAME_HEADER, MB } from '../../shared/files/fileLimits'

const LONGEST_NAME_HEADER = 4_000
const LET_RUN_OUT = 32 * MB

/** The name that a browser sent, percent-encoded; '' when it sent none. `INVALID_INPUT` when it cannot be read. */
export function uploadName({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[FILE_NAME_HEADER]
  if (given === undefined) return ''
  if (typeof given !== 'string' || given.length > LONGEST_NAME_HEADER) throw new CodedError('INVALID_INPUT')
  try {
    return decodeURIComponent(given)
  } catch {
    throw new CodedError('INVALID_INPUT')
  }
}

/**
 * Reads a whole upload of at most `most` bytes, else `TOO_LARGE`: what is a little too large is let run out unseen, so that the answer
 * reaches the browser; what is far too large is cut. A body that is compressed is `WRONG_MEDIA_TYPE`, one that breaks off `INVALID_INPUT`
 * (nobody is there to read it).
 */
export function readUpload(req: IncomingMessage, most: number): Promise<Buffer> {
  const encoding = req.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') return Promise.reject(new CodedError('WRONG_MEDIA_TYPE'))
  if (Number(req.headers['content-length'] ?? 0) > most + LET_RUN_OUT) return Promise.reject(tooLarge())
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const stop = (error: CodedError) => {
      req.off('data', take).off('end', done).off('close', cut).off('error', cut)
      // Not destroyed: the answer still has to go out on this connection, which ends with it.
      req.on('error', () => undefined).pause()
      reject(error)
    }
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size <= most) chunks.push(chunk)
      else chunks.length = 0
      if (size > most + LET_RUN_OUT) stop(tooLarge())
    }
    const done = () => (size > most ? stop(tooLarge()) : resolve(Buffer.concat(chunks, size)))
    const cut = () => stop(new CodedError('INVALID_INPUT'))
    req.on('data', take).once('end', done).once('close', cut).once('error', cut)
    // It left while its session was looked up: 'close' has been and will not come again.
    if (req.destroyed) cut()
  })
}

const tooLarge = () => new CodedError('TOO_LARGE', { reason: 'file_too_large' })
