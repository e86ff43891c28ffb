import { clinicExists } from '../clinic/clinicSetup'
import { demoLines, prepareDemo } from '../demo/demoStart'
import { readConfig } from '../platform/config'
import { secretsExist } from '../platform/secrets/secrets'
import { StartProblem } from '../platform/startProblem'
import { programPaths } from './paths'
import { startServer } from './startServer'

const STOP_LIMIT_MS = 15_000

/** The server process: `node dist/node/server.mjs [--demo [--participants N]]`. One plain sentence and exit code 1 when it cannot start. */
async function run(args: readonly string[]): Promise<void> {
  const config = readConfig(process.env)
  if ('problem' in config) throw new StartProblem(config.problem)
  const demo = args.includes('--demo') ? { participants: participantsOf(args) } : null
  // In production nothing is set up by accident: a mistyped DATA_DIR must not become an empty clinic.
  const isProduction = process.env.NODE_ENV === 'production' && !demo
  if (isProduction && !secretsExist(config.secretsDir)) {
    throw new StartProblem(
      `There are no keys in ${config.secretsDir}. First set up the clinic: vestibule clinic create.`,
    )
  }
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const starting = startServer({
    config,
    paths: programPaths(),
    prepare: async (database, composition) => {
      if (demo) await prepareDemo(database, composition, config, demo)
      else if (isProduction && !(await clinicExists(database.db))) {
        throw new StartProblem('This database has no clinic yet. First set it up: vestibule clinic create.')
      }
    },
    onLost: (sentence) => {
      process.stderr.write(`${sentence}\n`)
      process.exit(1)
    },
  })
  // Heard from the first moment: a start that is cut off would leave its database running behind.
  stopOnSignal(async () => await (await starting).stop())
  const server = await starting
  if (demo) for (const line of await demoLines(server.database, server.composition, config)) say(line)
  say(`Server: listening on port ${server.port}`)
}

function participantsOf(args: readonly string[]): number {
  const at = args.indexOf('--participants')
  const count = at < 0 ? 200 : Number(args[at + 1])
  if (!Number.isInteger(count) || count < 1 || count > 200_000) {
    throw new StartProblem('--participants must be a whole number from 1 to 200000.')
  }
  return count
}

/** The first signal stops cleanly; a second one, or 15 seconds, ends the process at once. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const onSignal = () => {
    if (stopping) process.exit(1)
    stopping = true
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref()
    // A start that fails says so itself.
    void stop().then(
      () => process.exit(0),
      () => undefined,
    )
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
}

run(process.argv.slice(2)).catch((error: unknown) => {
  const isProblem = error instanceof StartProblem
  process.stderr.write(`${isProblem ? error.message : `The server could not start: ${String(error)}`}\n`)
  process.exit(1)
})
