import { env } from 'node:process'
import { programPaths } from '../app/paths'
import { EXIT_TAMPERED, verdictLines } from '../audit/auditReport'
import { type RestoreFacts, restoreBackup } from '../backup/restoreBackup'
import { readConfig } from '../platform/config'
import { StartProblem } from '../platform/startProblem'
import { readFileArguments } from './backupCommand'
import { PASSPHRASE_VARIABLE, readPassphrase } from './passphrase'
import { startProgress } from './progress'

export const RESTORE_USAGE = `vestibule restore FILE [--passphrase-file FILE]
  Puts a backup into an empty place: a DATA_DIR with nothing in it, or an empty database in DATABASE_URL with an empty SECRETS_DIR.
  Sessions, links, codes and open invites of the backup's time are over after it, and every console fetches everything anew.
The passphrase comes from a prompt, the first line of --passphrase-file, or ${PASSPHRASE_VARIABLE}.
Exit code: 0 done; 2 done, but the audit log of the backup was tampered with (its first bad row is printed, and the log says so); 1 nothing was kept (the reason is printed).`

/** `vestibule restore FILE`. */
export async function restoreCommand(args: readonly string[], say: (line: string) => number): Promise<number> {
  const { file, passphraseFile } = readFileArguments(args, RESTORE_USAGE)
  const config = readConfig(env)
  if ('problem' in config) throw new StartProblem(config.problem)
  const passphrase = await readPassphrase({ file: passphraseFile, env, isNew: false })
  const progress = startProgress('Restoring')
  const { migrationsDir } = programPaths()
  const options = { config, migrationsDir, file, passphrase, now: () => new Date() }
  const facts = await restoreBackup({ ...options, onBytes: (doing, bytes) => progress.add(bytes, doing) }).finally(
    progress.end,
  )
  for (const line of linesOf(facts)) say(line)
  return facts.audit.firstBad === null ? 0 : EXIT_TAMPERED
}

function linesOf({ note, rows, ended, knownRows, holdsHead, audit }: RestoreFacts): string[] {
  const lost =
    knownRows === null
      ? []
      : [
          `The former head of the audit log counted ${knownRows} rows; rows ${note.auditRows + 1} to ${knownRows} are lost.`,
        ]
  return [
    `Restored ${rows.toLocaleString('en-US')} rows as of ${note.backupMadeAt}. What was decided after that is not in it: look again at removed consoles, suspended colleagues and revoked access.`,
    `Ended: all sessions, links and codes, recovery codes, ${ended.invites.length} open invites, ${ended.resets} reset links, ${ended.messages} messages that had not left.`,
    ...lost,
    ...(holdsHead === null
      ? [
          'The backup holds no signed head, so rows cut off its audit log before it was made would not be noticed here; consoles notice.',
        ]
      : []),
    ...verdictLines(audit),
    'Next: start the server, then sign in as an administrator and confirm the restore in the console.',
  ]
}
