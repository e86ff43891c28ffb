import type { KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { readHeadFile } from '../audit/headFile'
import type { Manifest } from './backupRecords'

/**
 * `AUDIT_HEAD_FILE` may lie on another disk and have outlived the database: the head in it says how far the log had come. Its count when that goes beyond the
 * backup. Nothing is moved: until the restore is committed it is the only evidence of the rows that were lost.
 */
export async function readFormerHead(file: string, publicKey: KeyObject, manifest: Manifest): Promise<number | null> {
  const former = await readHeadFile(file, publicKey)
  return former.state === 'head' && former.head.count > manifest.audit.count ? former.head.count : null
}

/** Makes room for the new head, and keeps the former one beside it under another name. Returns how to take both back. */
export async function setFormerHeadAside(file: string, manifest: Manifest): Promise<() => Promise<void>> {
  const kept = `${file}.before-${manifest.id}`
  const isThere = existsSync(file)
  if (isThere) await rename(file, kept)
  return async () => {
    if (isThere) await rename(kept, file)
    else await rm(file, { force: true })
  }
}
