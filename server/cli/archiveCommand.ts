import { parseArgs } from 'node:util'
import { programPaths } from '../app/paths'
import { archiveAudit } from '../audit/auditArchive'
import { createHeadKeeper } from '../audit/auditHead'
import type { OpenDatabase } from '../platform/database/openDatabase'
import { StartProblem } from '../platform/startProblem'

const USAGE = 'vestibule audit archive --before YYYY-MM-DD --out FILE'

/** `vestibule audit archive`: moves rows that the clinic need not keep any longer into one file that verifies itself. */
export async function archiveCommand(
  database: OpenDatabase,
  headFile: string,
  args: readonly string[],
  write: (line: string) => void,
  now: () => Date = () => new Date(),
): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args: [...args], options: { before: text, out: text } })
  const { before = '', out: file = '' } = values
  if (!/^\d{4}-\d{2}-\d{2}$/.test(before) || Number.isNaN(Date.parse(before)) || file === '')
    throw new StartProblem(USAGE)
  const keeper = createHeadKeeper({
    db: database.db,
    file: headFile,
    secrets: database.secrets,
    now,
    log: { warn: write, error: write },
  })
  const keepHead = async () => {
    const status = await keeper.start()
    if (status.state === 'alarm') throw new StartProblem(`Nothing was archived. ${status.problem}`)
  }
  const { auditDir } = programPaths()
  const done = await archiveAudit({
    database,
    headFile,
    auditDir,
    before: new Date(before),
    file,
    now: now(),
    keepHead,
  })
  await keepHead()
  write(`${done.rows} rows up to number ${done.upTo} are in ${file} (SHA-256 ${done.sha256}) and no longer in the log.`)
  write('Keep the file as long as the law asks for, apart from this machine. It verifies itself in any browser.')
  return 0
}
