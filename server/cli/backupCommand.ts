import { resolve } from 'node:path'
import { env } from 'node:process'
import { parseArgs } from 'node:util'
import { programPaths } from '../app/paths'
import { refuseExisting } from '../backup/backupFile'
import { makeBackup } from '../backup/makeBackup'
import { verifyBackup } from '../backup/verifyBackup'
import { readConfig } from '../platform/config'
import { isNewDataDir } from '../platform/database/embedded'
import type { OpenDatabase } from '../platform/database/openDatabase'
import { StartProblem } from '../platform/startProblem'
import { PASSPHRASE_VARIABLE, readPassphrase } from './passphrase'
import { sizeText, startProgress } from './progress'

export const BACKUP_USAGE = `vestibule backup FILE [--passphrase-file FILE]
  Writes everything (records, accounts, audit log, keys) into one encrypted file, also while the server runs.
vestibule backup verify FILE [--passphrase-file FILE]
  Reads the whole file and checks every part of it.
The passphrase has 15 characters or more: from a prompt, the first line of --passphrase-file, or ${PASSPHRASE_VARIABLE}.
An existing file is never replaced. Exit code: 0 done, 1 not (the reason is printed).`

export interface FileArguments {
  readonly file: string
  readonly passphraseFile: string | undefined
}

export function readFileArguments(args: readonly string[], usage: string): FileArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'passphrase-file': { type: 'string' } },
  })
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new StartProblem(usage)
  return { file: resolve(file), passphraseFile: values['passphrase-file'] }
}

/** `vestibule backup FILE`. The passphrase is asked for before anything else is touched. */
export async function backupCommand(
  open: (work: (database: OpenDatabase, secretsDir: string, headFile: string) => Promise<number>) => Promise<number>,
  args: readonly string[],
  say: (line: string) => number,
): Promise<number> {
  const { file, passphraseFile } = readFileArguments(args, BACKUP_USAGE)
  refuseExisting(file)
  refuseNewFolder()
  const passphrase = await readPassphrase({ file: passphraseFile, env, isNew: true })
  return await open(async ({ owner, db }, secretsDir, headFile) => {
    const progress = startProgress('Backing up')
    const { version: program } = programPaths()
    const options = { owner, db, secretsDir, headFile, file, passphrase, program, now: () => new Date() }
    const facts = await makeBackup({ ...options, onBytes: (table, bytes) => progress.add(bytes, table) }).finally(
      progress.end,
    )
    say(`${file}: ${facts.rows.toLocaleString('en-US')} rows of ${facts.tables} tables, ${sizeText(facts.bytes)}.`)
    if (facts.doubt !== null) say(`WARNING: ${facts.doubt}`)
    return say('Keep it and its passphrase apart: without the passphrase nobody can read it, you included.')
  })
}

/** Other commands begin a new installation in a folder that is not there; a backup of a mistyped one must say so instead. */
function refuseNewFolder(): void {
  const config = readConfig(env)
  if ('problem' in config) throw new StartProblem(config.problem)
  if (config.databaseUrl === null && isNewDataDir(config.dataDir, config.secretsDir))
    throw new StartProblem(`There is no database in ${config.dataDir}; DATA_DIR says which installation is meant.`)
}

/** `vestibule backup verify FILE`. Needs no database. */
export async function verifyCommand(args: readonly string[], say: (line: string) => number): Promise<number> {
  const { file, passphraseFile } = readFileArguments(args, BACKUP_USAGE)
  const passphrase = await readPassphrase({ file: passphraseFile, env, isNew: false })
  const progress = startProgress('Checking')
  const { manifest, rows, tables, bytes } = await verifyBackup(file, passphrase, (more) => progress.add(more)).finally(
    progress.end,
  )
  say(`${file} is whole: made ${manifest.madeAt} by version ${manifest.program}.`)
  return say(
    `${rows.toLocaleString('en-US')} rows of ${tables} tables, ${manifest.audit.count.toLocaleString('en-US')} of them in the audit log, ${sizeText(bytes)}.`,
  )
}
