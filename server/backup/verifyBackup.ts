import { keyOfFile, readBackup } from './backupFile'
import type { BackupKey } from './backupHeader'
import { decodeRecords, type Manifest, unreadable } from './backupRecords'

export interface CheckedBackup {
  readonly keys: BackupKey
  readonly manifest: Manifest
  readonly tables: number
  readonly rows: number
  readonly bytes: number
}

/** Reads the whole file and checks every chunk and the order of its records. Throws `StartProblem` with the first thing that is wrong. */
export async function verifyBackup(
  file: string,
  passphrase: string,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<CheckedBackup> {
  const keys = await keyOfFile(file, passphrase)
  let bytes = keys.header.length
  const count = (more: number) => {
    bytes += more
    onBytes(more)
  }
  let manifest: Manifest | null = null
  let inTable = false
  let ended: { readonly tables: number; readonly rows: number } | null = null
  const seen = { tables: 0, rows: 0 }
  for await (const record of decodeRecords(readBackup(file, keys, count))) {
    if (ended !== null || (record.kind === 'manifest') !== (manifest === null)) throw unreadable()
    if (inTable !== (record.kind === 'rows' || record.kind === 'tableEnd')) throw unreadable()
    if (record.kind === 'manifest') manifest = record.value
    if (record.kind === 'table') inTable = true
    if (record.kind === 'tableEnd') {
      inTable = false
      seen.tables++
      seen.rows += record.value.rows
    }
    if (record.kind === 'end') ended = record.value
  }
  if (manifest === null || ended?.tables !== seen.tables || ended.rows !== seen.rows) throw unreadable()
  return { keys, manifest, ...seen, bytes }
}
