import { createCipheriv, createDecipheriv } from 'node:crypto'
import { StartProblem } from '../platform/startProblem'
import type { BackupKey } from './backupHeader'
import { createByteQueue } from './byteQueue'

export const CHUNK_BYTES = 65_536
const TAG_BYTES = 16
const SEALED_BYTES = CHUNK_BYTES + TAG_BYTES

type Bytes = AsyncIterable<Buffer>

/**
 * A stream as AES-256-GCM chunks of 64 KiB and a last one. The nonce holds the chunk's number and whether it is the last (as in the STREAM
 * construction), and the header is associated data: a chunk that was changed, moved, repeated, left out or cut off does not open.
 */
export async function* sealChunks(keys: BackupKey, plain: Bytes): AsyncGenerator<Buffer> {
  const queue = createByteQueue()
  let number = 0
  for await (const piece of plain) {
    queue.push(piece)
    // Not at equality: whether these bytes are the last ones is not known yet.
    while (queue.size() > CHUNK_BYTES) yield seal(keys, number++, false, queue.take(CHUNK_BYTES))
  }
  yield seal(keys, number, true, queue.take(CHUNK_BYTES))
}

/** The stream again. Throws `StartProblem` at the first chunk that is not what was written there. */
export async function* openChunks(keys: BackupKey, sealed: Bytes): AsyncGenerator<Buffer> {
  const queue = createByteQueue()
  let number = 0
  for await (const piece of sealed) {
    queue.push(piece)
    while (queue.size() > SEALED_BYTES) {
      const plain = open(keys, number, false, queue.take(SEALED_BYTES))
      if (plain === null) throw damaged(number)
      number++
      yield plain
    }
  }
  yield openLast(keys, number, queue.take(SEALED_BYTES))
}

function openLast(keys: BackupKey, number: number, sealed: Buffer): Buffer {
  const plain = open(keys, number, true, sealed)
  if (plain !== null) return plain
  const isCut = sealed.length === 0 || open(keys, number, false, sealed) !== null
  throw isCut ? new StartProblem(`The backup is cut off after part ${number + 1}.`) : damaged(number)
}

function damaged(number: number): StartProblem {
  return new StartProblem(`The backup is damaged or cut off in part ${number + 1}.`)
}

function nonceOf({ prefix }: BackupKey, number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  prefix.copy(nonce)
  nonce.writeUInt32BE(number, prefix.length)
  nonce.writeUInt8(last ? 1 : 0, 11)
  return nonce
}

function seal(keys: BackupKey, number: number, last: boolean, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', keys.key, nonceOf(keys, number, last))
  cipher.setAAD(keys.header)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function open(keys: BackupKey, number: number, last: boolean, sealed: Buffer): Buffer | null {
  if (sealed.length < TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', keys.key, nonceOf(keys, number, last), { authTagLength: TAG_BYTES })
  decipher.setAAD(keys.header)
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch {
    return null
  }
}
