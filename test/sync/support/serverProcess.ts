import { programPaths } from '../../../server/app/paths'
import { startServer } from '../../../server/app/startServer'
import { readConfig } from '../../../server/platform/config'

/** A whole server in a process of its own, for tests that kill it. Prints `READY port`. */
const config = readConfig(process.env)
if ('problem' in config) throw new Error(config.problem)
const server = await startServer({ config, paths: programPaths(), withPages: false })
process.stdout.write(`READY ${server.port}\n`)
