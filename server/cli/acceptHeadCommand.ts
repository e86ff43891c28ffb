import { parseArgs } from 'node:util'
import { acceptHead } from '../audit/acceptHead'
import { EXIT_SOUND, EXIT_TAMPERED, verdictLines } from '../audit/auditReport'
import type { OpenDatabase } from '../platform/database/openDatabase'
import { witnessFrom } from './auditCommand'

export const ACCEPT_HEAD_USAGE = `vestibule audit accept-head [--witness HEAD]
  Signs the audit log as it is now, where the signed head was lost, is damaged or is another server's. Put the right file back if there is one;
  else hold the log against what a console has seen first (audit verify --witness): what is cut off before this command, nobody finds after it.
  The audit log says that it was used. A log that was tampered with, or that does not contain the witness, is not accepted.
Exit code: 0 accepted, or the head is in order; 2 tampered with; 1 not (the reason is printed).`

/** `vestibule audit accept-head`. */
export async function acceptHeadCommand(
  { db, secrets }: Pick<OpenDatabase, 'db' | 'secrets'>,
  file: string,
  args: readonly string[],
  write: (line: string) => void,
  now: () => Date = () => new Date(),
): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { witness: { type: 'string' } } })
  const witness = values.witness === undefined ? null : await witnessFrom(values.witness, secrets.auditPublicKey)
  const { report, was, keptAs } = await acceptHead({ db, file, secrets, now }, witness)
  if (report.firstBad !== null) {
    for (const line of [...verdictLines(report), 'Nothing was accepted, and nothing was changed.']) write(line)
    return EXIT_TAMPERED
  }
  if (was === 'head') {
    write(`The signed head ${file} is in order; there is nothing to accept.`)
    return EXIT_SOUND
  }
  const rows = report.from - 1 + report.count
  const proof =
    report.attested === 0
      ? 'nothing outside the database attests them'
      : `the witness attests up to row ${report.attested}`
  write(`The log of ${rows} rows is accepted as it is: ${proof}. Its new head is ${file}.`)
  if (keptAs !== null) write(`The file that was there is kept as ${keptAs}.`)
  return EXIT_SOUND
}
