import type { AuditRow } from '../../shared/audit/auditSchemas'
import { auditSentence } from '../../shared/audit/auditSentences'
import type { AuditReport } from './auditVerify'

export const EXIT_SOUND = 0
export const EXIT_NOT_PROVEN = 1
export const EXIT_TAMPERED = 2

/** T4. */
export function exitCodeOf(report: AuditReport): number {
  if (report.firstBad !== null) return EXIT_TAMPERED
  return report.unproven === null ? EXIT_SOUND : EXIT_NOT_PROVEN
}

/** What `--json` prints: one object on one line. */
export function reportJson(report: AuditReport, events: readonly AuditRow[] | null): string {
  return JSON.stringify({
    ok: exitCodeOf(report) === EXIT_SOUND,
    count: report.count,
    head: report.head,
    firstBad: report.firstBad,
    unproven: report.unproven,
    notes: report.notes,
    ...(events === null ? {} : { events }),
  })
}

/** The verdict for a person, after the events. */
export function verdictLines(report: AuditReport): string[] {
  return [...report.notes, ...(report.firstBad === null ? soundLines(report) : [tamperedLine(report)])]
}

function tamperedLine({ firstBad, count }: AuditReport): string {
  if (firstBad === null) return ''
  return `TAMPERED: first bad row ${firstBad.seq} (${firstBad.kind}). ${firstBad.message} ${plural(count)} in the table.`
}

function soundLines({ count, head, unproven }: AuditReport): string[] {
  if (unproven !== null) return [`NOT PROVEN: ${plural(count)} fit together, but: ${unproven}`]
  const against = head === null ? 'the witness' : `the signed head (${plural(head.count)}, ${timeOf(head.at)})`
  return [`SOUND: ${plural(count)} in one unbroken chain, which contains ${against}.`]
}

function plural(count: number): string {
  return count === 1 ? '1 row' : `${count.toLocaleString('en-US')} rows`
}

/** One event on one line: number, time, who, what, target, outcome, detail. */
export function eventLine(row: AuditRow): string {
  const detail = Object.entries(row.detail).map(([key, value]) => `${key}=${String(value)}`)
  const parts = [
    String(row.seq).padStart(6),
    timeOf(row.at),
    whoOf(row),
    auditSentence(row.action),
    `(${row.action}, ${row.target.kind} ${short(row.target.id)})`,
    row.outcome,
    detail.join(' '),
  ]
  return printable(parts.filter((part) => part !== '').join('  '))
}

function whoOf({ actor }: AuditRow): string {
  const id = actor.id === null ? '' : ` ${short(actor.id)}`
  return `${actor.kind}${id}${actor.role === null ? '' : ` (${actor.role})`}`
}

function timeOf(at: string): string {
  return at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')
}

/** Whole ids are in `--json --events`. */
function short(id: unknown): string {
  const text = String(id)
  return text.length > 12 ? text.slice(0, 8) : text
}

/** A changed row may hold anything, also sequences that drive a terminal. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?')
}
