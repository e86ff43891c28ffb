import { randomUUID } from 'node:crypto'
import type { AuditActor, AuditEntry } from '../../shared/audit/auditSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { MB, UNATTACHED_HOURS } from '../../shared/files/fileLimits'
import { cleanFileName } from '../../shared/files/fileName'
import { decideRoom } from '../../shared/files/fileRules'
import type { FileInfo } from '../../shared/files/fileSchemas'
import { lockAccount } from '../accounts/accountStore'
import { appendAudit } from '../audit/auditStore'
import { lockParticipants } from '../participants/participantStore'
import { inTransaction, type Tx } from '../platform/database/transaction'
import { takeToken } from '../platform/rate/tokens'
import { type PortalCaller, participantActor, type Visit } from '../portal/portalContext'
import { inScope } from '../sync/scopeStore'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { refusedFile } from './attachments'
import { inspectContent } from './content/inspectContent'
import { partCount, sealPart } from './fileSealing'
import { deleteForgotten, deleteUnattached, type FileRow, filesHeld, findFile, insertFile } from './fileStore'

export type FileDeps = Pick<WaysInDeps, 'db' | 'clinic' | 'secrets'>

/** Uploading and deleting in turn must not wear the database out. */
const MOST_UPLOADS_A_DAY = 300
const SWEEP_BATCH = 200
const HOUR_MS = 3_600_000

/** The clinic's limit for one file, in bytes (1 to 25 MB). */
export async function largestFile({ clinic }: Pick<FileDeps, 'clinic'>): Promise<number> {
  return (await clinic.read()).settings.uploadMegabytes * MB
}

/** Counts one upload of this participant, before its bytes are read. Throws `TOO_MANY_REQUESTS`. */
export async function takeUpload({ db }: Pick<FileDeps, 'db'>, caller: PortalCaller, now: Date): Promise<void> {
  const key = `files/${caller.participantId}`
  const turn = await takeToken(db, { key, limit: MOST_UPLOADS_A_DAY, windowSeconds: 86_400, now })
  if (!turn.allowed) throw new CodedError('TOO_MANY_REQUESTS', {}, turn.retryAfterSeconds)
}

export interface Upload {
  readonly name: string
  readonly content: Buffer
}

/**
 * Keeps an upload for a request to come (F1, F2). Its type is found by its bytes; there is room for it or not as counted under the
 * participant's lock. `INVALID_INPUT` carries the reason.
 */
export async function keepUpload(
  deps: FileDeps,
  caller: PortalCaller,
  { name, content }: Upload,
  visit: Visit,
): Promise<FileInfo> {
  if (content.length === 0) throw refusedFile('file_empty')
  const found = await inspectContent(content)
  if (!found.ok) throw refusedFile(found.reason)
  const { type } = found
  const info = { id: randomUUID(), name: cleanFileName(name, type), type, size: content.length }
  const file = { ...info, participant_id: caller.participantId, created_at: visit.now }
  const parts = Array.from({ length: partCount(info) }, (_, part) => sealPart(deps.secrets, file, content, part))
  await inTransaction(deps.db, async (tx) => {
    await lockOwner(tx, caller.participantId)
    const verdict = decideRoom(await filesHeld(tx, caller.participantId), info.size)
    if (!verdict.ok) throw refusedFile(verdict.reason)
    await insertFile(tx, file, parts)
    const actor = participantActor(caller.participantId, visit)
    await appendAudit(tx, [entry(actor, 'file.uploaded', file)], visit.now)
  })
  return info
}

/** The participant takes an upload back that no request holds. Anything else is answered like an id that nobody has (G1). */
export async function removeUpload(deps: FileDeps, caller: PortalCaller, id: string, visit: Visit): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await lockOwner(tx, caller.participantId)
    const file = await findFile(tx, id)
    if (!file || !(await deleteUnattached(tx, caller.participantId, id))) throw new CodedError('NOT_FOUND')
    await appendAudit(tx, [entry(participantActor(caller.participantId, visit), 'file.removed', file)], visit.now)
  })
}

/** `ask`: would it open? Pages ask before they let the browser save, because a refused download has no words. Only `open` is a download. */
export type Wish = 'ask' | 'open'

/** A file of the participant themselves, recorded as downloaded. */
export async function openOwnFile(
  deps: FileDeps,
  caller: PortalCaller,
  id: string,
  visit: Visit,
  wish: Wish,
): Promise<FileRow> {
  return await inTransaction(deps.db, async (tx) => {
    const file = await findFile(tx, id)
    if (file?.participant_id !== caller.participantId) throw new CodedError('NOT_FOUND')
    if (wish === 'ask') return file
    const actor = participantActor(caller.participantId, visit)
    await appendAudit(tx, [entry(actor, 'file.downloaded', file)], visit.now)
    return file
  })
}

/**
 * An attachment for a colleague who sees its participant now. What no request holds is still the participant's own. A try out of scope is
 * recorded, and answered like an id that nobody has.
 */
export async function openFileForStaff(deps: FileDeps, caller: WriteCaller, id: string, wish: Wish): Promise<FileRow> {
  const file = await inTransaction(deps.db, async (tx) => {
    const found = await findFile(tx, id)
    if (!found || found.correction_id === null) return null
    const mayRead = await inScope(tx, caller, found.participant_id)
    if (mayRead && wish === 'ask') return found
    const outcome = mayRead ? 'ok' : 'refused'
    await appendAudit(tx, [entry(staffActor(caller), 'file.downloaded', found, outcome)], caller.now)
    return mayRead ? found : null
  })
  if (!file) throw new CodedError('NOT_FOUND')
  return file
}

/** Deletes for good what was uploaded a day ago and no request took up; for a timer, once an hour. Gives how many. */
export async function sweepUploads({ db }: Pick<FileDeps, 'db'>, now: Date): Promise<number> {
  const before = new Date(now.getTime() - UNATTACHED_HOURS * HOUR_MS)
  for (let gone = 0; ; ) {
    const batch = await inTransaction(db, async (tx) => {
      const files = await deleteForgotten(tx, before, SWEEP_BATCH)
      const rows = files.map((file) => entry(SYSTEM, 'file.removed', file))
      if (rows.length > 0) await appendAudit(tx, rows, now)
      return files.length
    })
    gone += batch
    if (batch < SWEEP_BATCH) return gone
  }
}

const SYSTEM: AuditActor = { kind: 'system', id: null, role: null, deviceId: null, address: null }

/** Locks the participant, then the account; access that was revoked while the bytes came in keeps nothing. */
async function lockOwner(tx: Tx, participantId: string): Promise<void> {
  const participant = (await lockParticipants(tx, [participantId])).get(participantId)
  const account = await lockAccount(tx, participantId)
  if (!participant || !account || account.disabled_at !== null) throw new CodedError('NOT_SIGNED_IN')
}

/** About the participant, so that the rows stand with everything else about them. Never the name: it may say something (U2). */
function entry(
  actor: AuditActor,
  action: AuditEntry['action'],
  file: Pick<FileRow, 'id' | 'participant_id'> & Partial<Pick<FileRow, 'type' | 'size' | 'correction_id'>>,
  outcome: AuditEntry['outcome'] = 'ok',
): AuditEntry {
  const { id, participant_id, type, size, correction_id } = file
  const detail = {
    file: id,
    ...(type && { type }),
    ...(size && { size }),
    ...(correction_id && { correction: correction_id }),
  }
  return { actor, action, target: { kind: 'participant', id: participant_id }, outcome, detail }
}
