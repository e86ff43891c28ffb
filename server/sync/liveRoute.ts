import type { Request, Response } from 'express'
import { CodedError } from '../../shared/errors/errorCodes'
import type { StaffCaller } from '../staff/staffContext'
import type { LiveHub } from './liveHub'

const BEAT_MS = 3_000
const QUIET_BEATS = 5
/** A reader that does not take the end of its stream gets it cut, still within W4's 5 s. */
const END_LIMIT_MS = 500
/** Some thousand events that nobody reads: the console is gone or asleep, and will be told to resync when it comes back. */
const MOST_UNREAD_BYTES = 256 * 1024

export interface LiveDeps {
  readonly hub: LiveHub
  /** The caller behind a request, or a CodedError; asked again while the stream is open. */
  readonly authenticate: (req: Request, res: Response) => Promise<StaffCaller>
}

/**
 * `GET /api/live`: one multiplexed event stream per console. The session is checked again every 3 s, so that a stream outlives a
 * sign-out, a suspension or a revocation by less than 5 s even when no signal arrives (W4).
 */
export function liveHandler({ hub, authenticate }: LiveDeps) {
  return async (req: Request, res: Response): Promise<void> => {
    const caller = await authenticate(req, res)
    if (caller.deviceState !== 'active') throw new CodedError('DEVICE_NOT_APPROVED')
    res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
    res.flushHeaders()
    const send = (event: string) => writeLine(res, `data: ${event}\n\n`)
    const { staffId, deviceId } = caller
    const remove = hub.add({ staffId, deviceId, send, end: () => endStream(res) })
    let beats = 0
    const beat = setInterval(() => {
      beats++
      if (beats % QUIET_BEATS === 0) writeLine(res, ': still here\n\n')
      authenticate(req, res).catch(() => endStream(res))
    }, BEAT_MS)
    res.on('close', () => {
      clearInterval(beat)
      remove()
    })
    // The console left while it was being authenticated: 'close' has been and will not come again.
    if (res.destroyed) {
      clearInterval(beat)
      remove()
    }
  }
}

/** A signal may come between a stream's end and its 'close'; writing then would be an 'error' event that nobody hears, and end the process. */
function writeLine(res: Response, line: string): void {
  if (res.writableEnded || res.destroyed) return
  if (res.writableLength > MOST_UNREAD_BYTES) res.destroy()
  else res.write(line)
}

function endStream(res: Response): void {
  if (res.writableEnded) return
  res.end()
  setTimeout(() => res.destroy(), END_LIMIT_MS).unref()
}
