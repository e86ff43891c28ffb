import { env, version } from 'node:process'
import { parseArgs } from 'node:util'
import { programPaths } from '../app/paths'
import { examine } from '../doctor/doctor'
import { exitCodeOf, type Finding, findingLines, problem } from '../doctor/findings'
import { freeBytes } from '../doctor/machineChecks'
import { readConfig } from '../platform/config'

/** `vestibule doctor [--json]`. Exit code 0: nothing is broken (warnings may be there), 1: something is. */
export async function doctorCommand(args: readonly string[], say: (line: string) => number): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } })
  const findings = await look()
  const code = exitCodeOf(findings)
  if (values.json) say(JSON.stringify({ ok: code === 0, findings }))
  else for (const line of findingLines(findings)) say(line)
  return code
}

async function look(): Promise<readonly Finding[]> {
  const config = readConfig(env)
  if ('problem' in config) return [problem('config', config.problem, 'correct that setting (README, Run it for real).')]
  const { migrationsDir } = programPaths()
  return await examine({ config, migrationsDir, now: () => new Date(), nodeVersion: version, freeBytes })
}
