import { stdout } from 'node:process'
import { auditVerify } from './auditVerify'
import { conflictInbox } from './conflictInbox'
import { edits } from './edits'
import { firstSync } from './firstSync'
import { incremental } from './incremental'
import { live } from './live'
import { portalPages } from './portalPages'
import { portalSize } from './portalSize'
import { queue } from './queue'
import { restore } from './restore'
import { search } from './search'
import { sessionCheck } from './sessionCheck'
import { signIn } from './signIn'
import { signInCrowd } from './signInCrowd'
import { buildPages, buildPortal, buildServer } from './support/bundles'
import { loadNow, machine, markdown, type Row, table, writeReport } from './support/report'
import { unlock } from './unlock'
import { unlockPin } from './unlockPin'

const BENCHES = {
  'first-sync': firstSync,
  unlock,
  'unlock-pin': unlockPin,
  search,
  edits,
  queue,
  'conflict-inbox': conflictInbox,
  live,
  incremental,
  restore,
  'portal-size': portalSize,
  'audit-verify': auditVerify,
  'session-check': sessionCheck,
  'sign-in': signIn,
  'sign-in-crowd': signInCrowd,
  'portal-pages': portalPages,
} as const
type Name = keyof typeof BENCHES

/** Rows that belong together: `npm run bench -- identity`. */
const GROUPS: Readonly<Record<string, readonly Name[]>> = {
  identity: ['session-check', 'sign-in', 'sign-in-crowd', 'portal-pages', 'portal-size'],
}

const FILE = 'artifacts/bench.json'

/** Runs the benches that were asked for, prints the table, writes `artifacts/bench.json`. The exit code is 1 when one could not run. */
export async function main(args: readonly string[]): Promise<number> {
  const quick = args.includes('--quick')
  const names = namesOf(args)
  if (names === null) {
    say(`The rows are: ${Object.keys(BENCHES).join(', ')}; together: ${Object.keys(GROUPS).join(', ')}.`)
    return 1
  }
  const loadAtStart = loadNow()
  if (loadAtStart > 1)
    say(`Warning: the load average is ${loadAtStart.toFixed(2)}; other work makes these numbers worse.`)
  if (quick) say('Quick sizes: these numbers try the bench and prove nothing.')
  const startedAt = new Date().toISOString()
  await buildServer()
  await buildPages()
  await buildPortal()
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
  if (args.includes('--markdown')) say(`\n${markdown(rows)}`)
  for (const failure of failures) say(`Could not run ${failure}`)
  return failures.length > 0 ? 1 : 0
}

/** Names and groups, one after another or after `--only` with commas between; none: all. Null: one is not known. */
function namesOf(args: readonly string[]): readonly Name[] | null {
  const all = Object.keys(BENCHES) as Name[]
  const asked = args.filter((arg) => !arg.startsWith('--')).flatMap((arg) => arg.split(','))
  if (asked.length === 0) return args.includes('--only') ? null : all
  const wanted = asked.flatMap((name): readonly string[] => GROUPS[name] ?? [name])
  return wanted.every((name) => Object.hasOwn(BENCHES, name)) ? all.filter((name) => wanted.includes(name)) : null
}

function say(line: string): void {
  stdout.write(`${line}\n`)
}
