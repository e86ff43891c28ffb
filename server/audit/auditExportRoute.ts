import { once } from 'node:events'
import type { Request, Response } from 'express'
import type { WriteCaller } from '../sync/writeCaller'
import { exportLines, openTicket } from './auditExport'
import type { AuditDeps } from './auditService'

export interface ExportRouteDeps extends Pick<AuditDeps, 'db' | 'secrets'> {
  /** The caller behind a request, or a CodedError. */
  readonly authenticate: (req: Request, res: Response) => Promise<WriteCaller>
  /** Hears of an export that was cut. */
  readonly failed: (error: unknown) => void
}

/** `GET /api/audit/export/:ticket`: the rows as a file, written as fast as it is read and never held as a whole. */
export function exportHandler(deps: ExportRouteDeps) {
  return async (req: Request, res: Response): Promise<void> => {
    const caller = await deps.authenticate(req, res)
    const ticket = openTicket(deps, caller, String(req.params.ticket))
    res.setHeader('Content-Type', 'text/csv; charset=utf-8')
    res.setHeader(
      'Content-Disposition',
      `attachment; filename="audit-log-${caller.now.toISOString().slice(0, 10)}.csv"`,
    )
    res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
    res.setHeader('Cache-Control', 'no-store')
    const gone = once(res, 'close')
    try {
      for await (const part of exportLines(deps, caller, ticket)) {
        if (res.destroyed) return
        if (!res.write(part)) await Promise.race([once(res, 'drain'), gone])
      }
      res.end()
    } catch (error) {
      deps.failed(error)
      // The headers are out: a cut connection is the only way left to say that the file is not whole.
      res.destroy()
    }
  }
}
