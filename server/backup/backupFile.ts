import { randomBytes } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { errorCodeOf } from '../platform/database/connectionTarget'
import { StartProblem } from '../platform/startProblem'
import { type BackupKey, HEADER_BYTES, openBackupKey } from './backupHeader'
import { openChunks } from './sealedChunks'

const READ_BYTES = 1_048_576

/**
 * Writes a file that is there whole or not at all: under another name, synced, then moved. `before` runs when all bytes are on the disk; if it
 * rejects, nothing remains. An existing file is never touched. Returns the size. Throws `StartProblem`.
 */
export async function writeNewFile(
  file: string,
  content: AsyncIterable<Buffer>,
  before: (bytes: number) => Promise<void>,
): Promise<number> {
  refuseExisting(file)
  const temporary = `${file}.part-${randomBytes(4).toString('hex')}`
  try {
    const bytes = await writeDurably(temporary, content)
    await before(bytes)
    await moveTo(temporary, file)
    return bytes
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw fileProblem(error, file) ?? error
  }
}

/** Also asked before anything else is done: typing a passphrase for nothing is no fun. */
export function refuseExisting(file: string): void {
  if (existsSync(file)) throw new StartProblem(`${file} is there already; a backup never replaces a file.`)
}

async function writeDurably(file: string, content: AsyncIterable<Buffer>): Promise<number> {
  const handle = await open(file, 'wx', 0o600)
  try {
    let bytes = 0
    for await (const piece of content) {
      await writeAll(handle, piece)
      bytes += piece.length
    }
    await handle.sync()
    return bytes
  } finally {
    await handle.close()
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  let at = 0
  while (at < bytes.length) at += (await handle.write(bytes, at)).bytesWritten
}

/** The name is taken first, so that of two backups to one name only one wins. Hard links would do it in one step, but USB sticks have none. */
async function moveTo(temporary: string, file: string): Promise<void> {
  await (await open(file, 'wx', 0o600)).close()
  await rename(temporary, file)
  if (process.platform === 'win32') return
  const folder = await open(dirname(file), 'r')
  // Some network file systems refuse this; the file itself is on the disk by now.
  await folder
    .sync()
    .catch(() => undefined)
    .finally(() => folder.close())
}

function fileProblem(error: unknown, file: string): StartProblem | null {
  const code = error instanceof StartProblem ? '' : errorCodeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new StartProblem(`The disk that holds ${dirname(file)} is full; the backup was not kept.`)
  if (code === 'EEXIST') return new StartProblem(`${file} is there already; a backup never replaces a file.`)
  if (['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EIO'].includes(code))
    return new StartProblem(`The backup ${basename(file)} cannot be written to ${dirname(file)} (${code}).`)
  return null
}

/** The content of a backup, decrypted on the way. Throws `StartProblem` where the file is not what was written. */
export async function* readBackup(file: string, keys: BackupKey, onBytes: (bytes: number) => void) {
  yield* openChunks(keys, readFrom(file, HEADER_BYTES, onBytes))
}

/** The key of a file, from its header and the passphrase. */
export async function keyOfFile(file: string, passphrase: string): Promise<BackupKey> {
  const parts: Buffer[] = []
  for await (const part of readFrom(file, 0, () => undefined, HEADER_BYTES)) parts.push(part)
  return await openBackupKey(passphrase, Buffer.concat(parts))
}

async function* readFrom(file: string, start: number, onBytes: (bytes: number) => void, length?: number) {
  const range = length === undefined ? { start } : { start, end: start + length - 1 }
  try {
    for await (const piece of createReadStream(file, { ...range, highWaterMark: READ_BYTES })) {
      const bytes: Buffer = piece
      onBytes(bytes.length)
      yield bytes
    }
  } catch (error) {
    const code = errorCodeOf(error)
    if (code === '' || error instanceof StartProblem) throw error
    throw new StartProblem(`The backup ${file} cannot be read (${code}).`)
  }
}
