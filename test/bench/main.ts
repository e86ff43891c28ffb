import { stdout } from 'node:process'
import { auditVerify } from './auditVerify'
import { edits } from './edits'
import { firstSync } from './firstSync'
import { incremental } from './incremental'
import { live } from './live'
import { portalSize } from './portalSize'
import { search } from './search'
import { buildPages, buildServer } from './support/bundles'
import { loadNow, machine, type Row, table, writeReport } from './support/report'
import { unlock } from './unlock'

const BENCHES = {
  'first-sync': firstSync,
  unlock,
  search,
  edits,
  live,
  incremental,
  'portal-size': portalSize,
  'audit-verify': auditVerify,
} as const
type Name = keyof typeof BENCHES

const FILE = 'artifacts/bench.json'

/** Runs the benches that were asked for, prints the table, writes `artifacts/bench.json`. The exit code is 1 when one could not run. */
export async function main(args: readonly string[]): Promise<number> {
  const quick = args.includes('--quick')
  const names = namesOf(args)
  if (names === null) {
    say(`--only takes: ${Object.keys(BENCHES).join(', ')}`)
    return 1
  }
  const loadAtStart = loadNow()
  if (loadAtStart > 1)
    say(`Warning: the load average is ${loadAtStart.toFixed(2)}; other work makes these numbers worse.`)
  if (quick) say('Quick sizes: these numbers try the bench and prove nothing.')
  const startedAt = new Date().toISOString()
  await buildServer()
  await buildPages()
  const rows: Row[] = []
  const failures: string[] = []
  for (const name of names) {
    say(`${name} ...`)
    try {
      rows.push(...(await BENCHES[name]({ quick })))
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    }
  }
  writeReport(FILE, { startedAt, quick, machine: machine(), loadAtStart, rows, failures })
  say(`\n${table(rows)}\n\nLoad average at the start: ${loadAtStart.toFixed(2)}. Written to ${FILE}.`)
  for (const failure of failures) say(`Could not run ${failure}`)
  return failures.length > 0 ? 1 : 0
}

function namesOf(args: readonly string[]): readonly Name[] | null {
  const at = args.indexOf('--only')
  const all = Object.keys(BENCHES) as Name[]
  if (at < 0) return all
  const asked = (args[at + 1] ?? '').split(',')
  return asked.every((name) => Object.hasOwn(BENCHES, name)) ? all.filter((name) => asked.includes(name)) : null
}

function say(line: string): void {
  stdout.write(`${line}\n`)
}
