import type { Request, Response } from 'express'
import { CodedError } from '../../shared/errors/errorCodes'
import type { LiveEvent } from '../../shared/sync/syncSchemas'
import type { StaffCaller } from '../staff/staffContext'
import type { LiveHub } from './liveHub'

const BEAT_MS = 4_000
const QUIET_BEATS = 4

export interface LiveDeps {
  readonly hub: LiveHub
  /** The caller behind a request, or a CodedError; asked again while the stream is open. */
  readonly authenticate: (req: Request, res: Response) => Promise<StaffCaller>
}

/**
 * `GET /api/live`: one multiplexed event stream per console. The session is checked again every 4 s, so that a stream outlives a
 * sign-out, a suspension or a revocation by less than 5 s even when no signal arrives (W4).
 */
export function liveHandler({ hub, authenticate }: LiveDeps) {
  return async (req: Request, res: Response): Promise<void> => {
    const caller = await authenticate(req, res)
    if (caller.deviceState !== 'active') throw new CodedError('DEVICE_NOT_APPROVED')
    res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
    res.flushHeaders()
    const send = (event: LiveEvent) => res.write(`data: ${JSON.stringify(event)}\n\n`)
    const remove = hub.add({ deviceId: caller.deviceId, send, end: () => res.end() })
    let beats = 0
    const beat = setInterval(() => {
      beats++
      if (beats % QUIET_BEATS === 0) res.write(': still here\n\n')
      authenticate(req, res).catch(() => res.end())
    }, BEAT_MS)
    res.on('close', () => {
      clearInterval(beat)
      remove()
    })
  }
}
