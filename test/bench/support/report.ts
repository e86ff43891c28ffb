import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { dirname } from 'node:path'

/** One line of the table. `ours`, `floor` and `peer` share a unit; `ratio` is what the target is about. */
export interface Row {
  readonly bench: string
  readonly what: string
  readonly unit: 'ms' | '/s' | 'KB'
  readonly ours: number
  readonly floor?: number
  readonly peer?: { readonly name: string; readonly value: number }
  readonly ratio?: number
  /** In words; absent where nothing is asked for. */
  readonly target?: string
  readonly met?: boolean
  /** The single rounds, for whoever wants to see the spread. */
  readonly rounds?: Readonly<Record<string, readonly number[]>>
}

export interface Report {
  readonly startedAt: string
  readonly quick: boolean
  readonly machine: string
  readonly loadAtStart: number
  readonly rows: readonly Row[]
  readonly failures: readonly string[]
}

/** The load average of the last minute. Above 1 other work is running, and times are longer than they need to be. */
export function loadNow(): number {
  return loadavg()[0] ?? 0
}

export function machine(): string {
  const all = cpus()
  return `${all.length} x ${all[0]?.model ?? 'unknown'}, Node ${process.version}`
}

export function writeReport(file: string, report: Report): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
}

const HEAD = ['bench', 'what', 'ours', 'floor', 'peer', 'ratio', 'target', 'met'] as const

export function table(rows: readonly Row[]): string {
  const cells = rows.map(cellsOf)
  const widths = HEAD.map((title, at) => Math.max(title.length, ...cells.map((row) => row[at]?.length ?? 0)))
  const line = (row: readonly string[]) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n')
}

/** The same table as docs/performance.md has it. */
export function markdown(rows: readonly Row[]): string {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`
  return [line(HEAD), `|${'---|'.repeat(HEAD.length)}`, ...rows.map((row) => line(cellsOf(row)))].join('\n')
}

function cellsOf(row: Row): string[] {
  return [
    row.bench,
    row.what,
    amount(row.ours, row.unit),
    row.floor === undefined ? '' : amount(row.floor, row.unit),
    row.peer ? `${amount(row.peer.value, row.unit)} ${row.peer.name}` : '',
    row.ratio === undefined ? '' : row.ratio.toFixed(2),
    row.target ?? 'report only',
    row.met === undefined ? '' : row.met ? 'yes' : 'NO',
  ]
}

function amount(value: number, unit: Row['unit']): string {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0
  return `${value.toFixed(digits)} ${unit}`
}
