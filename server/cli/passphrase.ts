import { readFileSync } from 'node:fs'
import { stderr, stdin } from 'node:process'
import { SHORTEST_PASSPHRASE } from '../backup/backupHeader'
import { StartProblem } from '../platform/startProblem'

export const PASSPHRASE_VARIABLE = 'VESTIBULE_BACKUP_PASSPHRASE'
const CTRL_C = '\u0003'
const CTRL_D = '\u0004'
const ERASE = /[\b\u007f]/
const CONTROL = /\p{Cc}/u

export interface PassphraseSource {
  /** `--passphrase-file`: the first line of it. */
  readonly file: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  /** For a new backup: long enough, and typed twice at a prompt. */
  readonly isNew: boolean
}

/** From the file, the environment or a prompt that shows nothing, in this order. Throws `StartProblem`. */
export async function readPassphrase({ file, env, isNew }: PassphraseSource): Promise<string> {
  const given = file === undefined ? (env[PASSPHRASE_VARIABLE] ?? '') : firstLine(file)
  const passphrase = given === '' && file === undefined ? await ask(isNew) : given
  if (isNew && [...passphrase.normalize('NFKC')].length < SHORTEST_PASSPHRASE) {
    throw new StartProblem(`The passphrase of a backup needs ${SHORTEST_PASSPHRASE} characters or more.`)
  }
  if (passphrase === '') throw new StartProblem('No passphrase was given.')
  return passphrase
}

function firstLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/)[0] ?? ''
  } catch {
    throw new StartProblem(`The passphrase file ${file} cannot be read.`)
  }
}

async function ask(isNew: boolean): Promise<string> {
  if (!stdin.isTTY) {
    throw new StartProblem(
      `There is no terminal to ask for the passphrase: give --passphrase-file FILE or set ${PASSPHRASE_VARIABLE}.`,
    )
  }
  const first = await prompt('Passphrase: ')
  if (isNew && (await prompt('Once more:  ')) !== first) throw new StartProblem('The two passphrases differ.')
  return first
}

/** Raw mode: the terminal itself echoes nothing, so nothing of it stays on the screen or in its scrollback. */
async function prompt(question: string): Promise<string> {
  stderr.write(question)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  stdin.resume()
  try {
    return await new Promise<string>((done, fail) => {
      let typed = ''
      const hear = (keys: string) => {
        for (const key of keys) {
          if (key === CTRL_C || key === CTRL_D) return end(() => fail(new StartProblem('Stopped.')))
          if (key === '\r' || key === '\n') return end(() => done(typed))
          if (ERASE.test(key)) typed = [...typed].slice(0, -1).join('')
          else if (!CONTROL.test(key)) typed += key
        }
      }
      const end = (then: () => void) => {
        stdin.off('data', hear)
        then()
      }
      stdin.on('data', hear)
    })
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    stderr.write('\n')
  }
}
