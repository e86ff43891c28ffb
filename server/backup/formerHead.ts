import type { KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { readHeadFile } from '../audit/headFile'
import type { Manifest } from './backupRecords'

/**
 * `AUDIT_HEAD_FILE` may lie on another disk and have outlived the database: the head in it says how far the log had come. It is kept beside
 * the new one under another name. Returns its count when that goes beyond the backup.
 */
export async function keepFormerHead(file: string, publicKey: KeyObject, manifest: Manifest): Promise<number | null> {
  if (!existsSync(file)) return null
  const former = await readHeadFile(file, publicKey)
  await rename(file, `${file}.before-${manifest.id}`)
  return former.state === 'head' && former.head.count > manifest.audit.count ? former.head.count : null
}
