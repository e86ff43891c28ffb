import { z } from 'zod'
import { ROLES } from '../../shared/access/roles'
import {
  type AuditExportTicket,
  type AuditFilter,
  type AuditNames,
  auditFilterSchema,
  type ListedRow,
} from '../../shared/audit/auditListSchemas'
import { auditSentence } from '../../shared/audit/auditSentences'
import { CSV_BOM, csvLine } from '../../shared/audit/csvRules'
import { CodedError } from '../../shared/errors/errorCodes'
import { inTransaction } from '../platform/database/transaction'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import { namesFor } from './auditNames'
import { type AuditReader, countRows, selectRows } from './auditQuery'
import type { AuditDeps } from './auditService'
import { appendAudit, readChainEnd } from './auditStore'
import { passwordAgain } from './passwordAgain'

export const EXPORT_PATH = '/api/audit/export'
const PURPOSE = 'audit-export'
const TICKET_MS = 5 * 60_000
const CHUNK = 2_000

const ticketSchema = z.strictObject({
  filter: auditFilterSchema,
  to: z.int().min(0),
  role: z.enum(ROLES),
  until: z.int(),
})
type Ticket = z.infer<typeof ticketSchema>

/**
 * F3: role, password once more, and one audit row with the row count. The answer is a path to download from; it holds filter and end of the export
 * sealed for this colleague on this console, so that the download itself is a plain GET that changes nothing.
 */
export async function startExport(
  deps: AuditDeps,
  caller: WriteCaller,
  input: { readonly filter: AuditFilter; readonly password: string },
): Promise<AuditExportTicket> {
  const { filter } = input
  await passwordAgain(deps, caller.staffId, input.password, caller.now)
  const to = (await readChainEnd(deps.db)).count
  const count = await countRows(deps.db, caller, filter, to)
  const by = Object.keys(filter).filter((key) => filter[key as keyof AuditFilter] !== null)
  await inTransaction(deps.db, async (tx) => {
    const target = { kind: 'clinic', id: 'clinic' } as const
    const about = filter.participantId === null ? {} : { participant: filter.participantId }
    const detail = { rows: count, to, by, ...about }
    await appendAudit(
      tx,
      [{ actor: staffActor(caller), action: 'audit.exported', target, outcome: 'ok', detail }],
      caller.now,
    )
  })
  const ticket: Ticket = { filter, to, role: caller.role, until: caller.now.getTime() + TICKET_MS }
  const sealed = deps.secrets.seal(PURPOSE, Buffer.from(JSON.stringify(ticket)), holderOf(caller))
  return { count, path: `${EXPORT_PATH}/${sealed.toString('base64url')}` }
}

/** `NOT_FOUND` for a ticket of somebody else, of another console, of another role, changed or too old. */
export function openTicket(deps: Pick<AuditDeps, 'secrets'>, caller: WriteCaller, text: string): Ticket {
  const ticket = readTicket(deps, caller, text)
  if (ticket === null || ticket.role !== caller.role || ticket.until < caller.now.getTime())
    throw new CodedError('NOT_FOUND')
  return ticket
}

function readTicket({ secrets }: Pick<AuditDeps, 'secrets'>, caller: WriteCaller, text: string): Ticket | null {
  try {
    const plain = secrets.open(PURPOSE, Buffer.from(text, 'base64url'), holderOf(caller))
    return ticketSchema.parse(JSON.parse(plain.toString()))
  } catch {
    return null
  }
}

function holderOf({ staffId, deviceId }: WriteCaller): string {
  return `${staffId}/${deviceId}`
}

const COLUMNS = [
  'number',
  'time (UTC)',
  'who',
  'who: kind',
  'who: id',
  'role',
  'console',
  'console: id',
  'network address',
  'what',
  'action',
  'outcome',
  'target: kind',
  'target: id',
  'participant',
  'participant: id',
  'details',
  'previous hash',
  'hash',
] as const

/**
 * The file in pieces, oldest row first. Read in chunks by `seq` and not through one cursor: a slow reader must not hold a transaction open, and
 * rows up to `to` never change.
 */
export async function* exportLines(
  { db }: Pick<AuditDeps, 'db'>,
  reader: AuditReader,
  { filter, to }: Pick<Ticket, 'filter' | 'to'>,
): AsyncGenerator<string> {
  yield CSV_BOM + csvLine(COLUMNS)
  let after = 0
  while (true) {
    const cursor = { direction: 'newer', seq: after } as const
    const rows = (await selectRows(db, reader, filter, { cursor, limit: CHUNK })).reverse()
    const within = rows.filter(({ row }) => row.seq <= to)
    const names = await namesFor(db, reader, within)
    if (within.length > 0) yield within.map((row) => csvLine(cellsOf(row, names))).join('')
    after = rows.at(-1)?.row.seq ?? to
    if (rows.length < CHUNK || after >= to) return
  }
}

function cellsOf({ row, participantId }: ListedRow, names: AuditNames): readonly string[] {
  const { actor, target, detail } = row
  return [
    String(row.seq),
    row.at,
    (actor.id === null ? undefined : (names.staff[actor.id] ?? names.participants[actor.id])) ?? '',
    actor.kind,
    actor.id ?? '',
    actor.role ?? '',
    (actor.deviceId === null ? undefined : names.devices[actor.deviceId]) ?? '',
    actor.deviceId ?? '',
    actor.address ?? '',
    auditSentence(row.action),
    row.action,
    row.outcome,
    target.kind,
    target.id,
    (participantId === null ? undefined : names.participants[participantId]) ?? '',
    participantId ?? '',
    Object.entries(detail)
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(' '),
    row.prevHash,
    row.hash,
  ]
}
