import type { AccessPage } from '../../shared/accessLog/accessLogSchemas'
import { accessEvents } from '../../shared/accessLog/accessRules'
import { appendAudit } from '../audit/auditStore'
import { inTransaction, type Reading } from '../platform/database/transaction'
import { takeToken } from '../platform/rate/tokens'
import { type PortalCaller, participantActor, type Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { loadAccess } from './accessLogStore'

/** Rows of the audit log behind one page; the lines are fewer, because repeated looks are one. */
const PAGE_ROWS = 100

/**
 * Who opened and changed the record of the participant of this session and of nobody else (G1), newest first; `before` is `next` of the page before. The view
 * itself is audited once a session and day.
 */
export async function ownAccessLog(
  deps: Pick<WaysInDeps, 'db'>,
  caller: PortalCaller,
  before: number | null,
  visit: Visit,
): Promise<AccessPage> {
  const page = await loadAccessPage(deps.db, caller.participantId, before)
  await auditView(deps, caller, visit)
  return page
}

/** One page of it, as the participant reads it. Reads and records nothing. */
export async function loadAccessPage(db: Reading, participantId: string, before: number | null): Promise<AccessPage> {
  const rows = await loadAccess(db, participantId, before, PAGE_ROWS + 1)
  const page = rows.slice(0, PAGE_ROWS)
  const next = rows.length > PAGE_ROWS ? (page.at(-1)?.seq ?? null) : null
  return { events: accessEvents(page, participantId), next }
}

async function auditView(deps: Pick<WaysInDeps, 'db'>, caller: PortalCaller, visit: Visit): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const key = `access-log-viewed/${caller.sessionHash.toString('base64url')}`
    const first = await takeToken(tx, { key, limit: 1, windowSeconds: 86_400, now: visit.now })
    if (!first.allowed) return
    const actor = participantActor(caller.participantId, visit)
    const target = { kind: 'account', id: caller.participantId } as const
    await appendAudit(tx, [{ actor, action: 'portal.access_log_viewed', target, outcome: 'ok' }], visit.now)
  })
}
