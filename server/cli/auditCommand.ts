import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Kysely } from 'kysely'
import { BUNDLE_FORMAT, type BundleHeader } from '../../shared/audit/bundleFormat'
import { programPaths } from '../app/paths'
import { readAnchor } from '../audit/auditAnchor'
import { createBundle } from '../audit/auditBundle'
import { EXIT_NOT_PROVEN, eventLine, exitCodeOf, reportJson, verdictLines } from '../audit/auditReport'
import { type AuditReport, verifyAudit } from '../audit/auditVerify'
import { readWitness, type Witness } from '../audit/auditWitness'
import { rawPublicKey, readHeadFile } from '../audit/headFile'
import type { ConnectionTarget } from '../platform/database/connectionTarget'
import type { Tables } from '../platform/database/tables'
import { StartProblem } from '../platform/startProblem'

/** Up to here all events are shown by default, beyond it only the last `SHOWN_OF_MANY`. */
const SHOW_ALL_BELOW = 1000
const SHOWN_OF_MANY = 200

export const AUDIT_USAGE = `vestibule audit verify [--json] [--witness HEAD] [--last N] [--events] [--bundle FILE]
  Lists the events in order and proves that none was changed, added or removed.
  --json          one JSON object instead of lines; with --events it holds the events too
  --witness HEAD  also hold the log against a head that was kept elsewhere: a file, its JSON, or COUNT:HASH
  --bundle FILE   also write rows, head and public key into one HTML file that verifies itself in a browser, without a server
  --last N        show only the last N events (0 shows none); without it all below 1,000, else the last 200
Exit code: 0 sound, 2 tampered with, 1 not proven (the reason is printed).`

export interface AuditVerifyOptions {
  readonly db: Kysely<Tables>
  readonly headFile: string
  readonly publicKey: KeyObject
  /** See VerifyInput. */
  readonly fast?: ConnectionTarget
  /** Arguments after `audit verify`. */
  readonly args: readonly string[]
  /** Receives whole lines without a line break. */
  readonly write: (line: string) => void
}

interface Request {
  readonly json: boolean
  readonly events: boolean
  readonly last: number | null
  readonly witness: Witness | null
  readonly bundle: string | null
}

/** `vestibule audit verify`. Returns the exit code of T4: 0 sound, 2 tampered, 1 could not be proven; never throws. */
export async function runAuditVerify(options: AuditVerifyOptions): Promise<number> {
  const json = options.args.includes('--json')
  try {
    const request = await readRequest(options.args, options.publicKey)
    const input = { ...options, witness: request.witness, keep: request.last ?? SHOW_ALL_BELOW }
    const bundle = request.bundle === null ? null : await openBundle(options, request.bundle)
    const report = await verifyAudit(bundle === null ? input : { ...input, each: bundle.add })
    const sum = await bundle?.finish()
    for (const line of output(report, request)) options.write(line)
    if (sum !== undefined && !json) options.write(`The bundle is ${request.bundle} (SHA-256 ${sum}).`)
    return exitCodeOf(report)
  } catch (error) {
    const sentence =
      error instanceof StartProblem ? error.message : `The audit log could not be read: ${reasonOf(error)}.`
    options.write(json ? JSON.stringify({ ok: false, error: sentence }) : sentence)
    return EXIT_NOT_PROVEN
  }
}

class UsageProblem extends StartProblem {}

/** The file gets the head that the verification is held against, and the log as of one moment after it. */
async function openBundle({ db, headFile, publicKey }: AuditVerifyOptions, file: string) {
  const stored = await readHeadFile(headFile, publicKey)
  const clinic = await db.selectFrom('clinic').select('name').executeTakeFirst()
  const start = await readAnchor(db)
  const header: BundleHeader = {
    format: BUNDLE_FORMAT,
    version: 1,
    clinic: clinic?.name ?? '',
    madeAt: new Date().toISOString(),
    publicKey: rawPublicKey(publicKey),
    start,
    head: stored.state === 'head' ? stored.head : null,
    end: null,
  }
  return await createBundle(file, header, programPaths().auditDir)
}

function output(report: AuditReport, request: Request): string[] {
  const shown = shownRows(report, request.last)
  if (request.json) return [reportJson(report, request.events ? shown : null)]
  const cut = shown.length < report.count && shown.length > 0
  const heading = cut ? [`The last ${shown.length} of ${report.count} events (--last N shows more):`] : []
  return [...heading, ...shown.map(eventLine), ...verdictLines(report)]
}

function shownRows({ count, lastRows }: AuditReport, last: number | null) {
  return last === null && count >= SHOW_ALL_BELOW ? lastRows.slice(-SHOWN_OF_MANY) : lastRows
}

async function readRequest(args: readonly string[], publicKey: KeyObject): Promise<Request> {
  const { values } = parse(args)
  return {
    json: values.json ?? false,
    events: values.events ?? false,
    last: values.last === undefined ? null : wholeNumber(values.last),
    witness: values.witness === undefined ? null : await witnessFrom(values.witness, publicKey),
    bundle: values.bundle ?? null,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean' },
        events: { type: 'boolean' },
        last: { type: 'string' },
        witness: { type: 'string' },
        bundle: { type: 'string' },
      },
    })
  } catch {
    throw new UsageProblem(AUDIT_USAGE)
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageProblem('--last needs a whole number.')
  return Number(text)
}

/** From a file, the JSON of a head, or COUNT:HASH. Throws `StartProblem`. */
export async function witnessFrom(value: string, publicKey: KeyObject): Promise<Witness> {
  const inline = /^\s*\{|^\d+:/.test(value)
  const text = inline ? value : await readFile(value, 'utf8').catch(() => null)
  if (text === null) throw new UsageProblem(`The witness file ${value} cannot be read.`)
  const witness = readWitness(text, publicKey)
  if (typeof witness === 'string') throw new UsageProblem(witness)
  return witness
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown error'
}
