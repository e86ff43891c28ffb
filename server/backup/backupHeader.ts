import { createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import { StartProblem } from '../platform/startProblem'

/** Cost of one guess at the passphrase. The file may be copied and guessed at for years, so it is far above that of a sign-in. */
export interface PassphraseCost {
  readonly memoryKiB: number
  readonly passes: number
  readonly lanes: number
}

export const BACKUP_COST: PassphraseCost = { memoryKiB: 131_072, passes: 3, lanes: 1 }
/** A file from elsewhere must not make this machine reserve all its memory. */
const MOST_COST: PassphraseCost = { memoryKiB: 1_048_576, passes: 32, lanes: 16 }
export const SHORTEST_PASSPHRASE = 15

const MAGIC = Buffer.from('VESTBKUP')
const VERSION = 1
const SALT_BYTES = 16
const PREFIX_BYTES = 7
const CHECK_BYTES = 16
const SUM_BYTES = 8
const SUMMED_BYTES = MAGIC.length + 2 + 4 + 4 + 1 + SALT_BYTES + PREFIX_BYTES + CHECK_BYTES
export const HEADER_BYTES = SUMMED_BYTES + SUM_BYTES

/** What seals and opens the chunks of one file. `header` is bound into each of them. */
export interface BackupKey {
  readonly key: Buffer
  readonly prefix: Buffer
  readonly header: Buffer
}

/**
 * Layout, big-endian: magic 8, version 2, argon2id memory in KiB 4, passes 4, lanes 1, salt 16, nonce prefix 7, key check 16, and the first 8
 * bytes of the SHA-256 of all that: with it a damaged header is told from a wrong passphrase.
 */
export async function newBackupKey(passphrase: string, cost: PassphraseCost = BACKUP_COST): Promise<BackupKey> {
  const head = Buffer.alloc(SUMMED_BYTES)
  let at = MAGIC.copy(head)
  at = head.writeUInt16BE(VERSION, at)
  at = head.writeUInt32BE(cost.memoryKiB, at)
  at = head.writeUInt32BE(cost.passes, at)
  at = head.writeUInt8(cost.lanes, at)
  const salt = randomBytes(SALT_BYTES)
  const prefix = randomBytes(PREFIX_BYTES)
  at += salt.copy(head, at)
  at += prefix.copy(head, at)
  const key = await deriveKey(passphrase, salt, cost)
  keyCheck(key).copy(head, at)
  return { key, prefix, header: Buffer.concat([head, sumOf(head)]) }
}

/** The key of an existing file. Throws `StartProblem`: not a backup, another version, damaged, or another passphrase. */
export async function openBackupKey(passphrase: string, header: Buffer): Promise<BackupKey> {
  const { cost, salt, prefix, check } = readHeader(header)
  const key = await deriveKey(passphrase, salt, cost)
  if (!timingSafeEqual(keyCheck(key), check)) throw new StartProblem('This is not the passphrase of that backup.')
  return { key, prefix, header }
}

function readHeader(header: Buffer) {
  if (header.length < HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC))
    throw new StartProblem('This file is not a backup of Vestibule, or its beginning is damaged.')
  const version = header.readUInt16BE(MAGIC.length)
  if (version !== VERSION)
    throw new StartProblem(`This backup has format ${version}, and this program reads format ${VERSION}.`)
  const head = header.subarray(0, SUMMED_BYTES)
  if (!sumOf(head).equals(header.subarray(SUMMED_BYTES, HEADER_BYTES)))
    throw new StartProblem('The backup is damaged in its header.')
  let at = MAGIC.length + 2
  const cost = { memoryKiB: head.readUInt32BE(at), passes: head.readUInt32BE(at + 4), lanes: head.readUInt8(at + 8) }
  if (!isBearable(cost)) throw new StartProblem('The header of this backup asks for more memory than a backup may.')
  at += 9
  const salt = head.subarray(at, at + SALT_BYTES)
  const prefix = head.subarray(at + SALT_BYTES, at + SALT_BYTES + PREFIX_BYTES)
  return { cost, salt, prefix, check: head.subarray(SUMMED_BYTES - CHECK_BYTES) }
}

function isBearable({ memoryKiB, passes, lanes }: PassphraseCost): boolean {
  const low = memoryKiB >= 8 * lanes && passes >= 1 && lanes >= 1
  return low && memoryKiB <= MOST_COST.memoryKiB && passes <= MOST_COST.passes && lanes <= MOST_COST.lanes
}

/** NFKC, so that the same words typed on another keyboard or system give the same key. */
async function deriveKey(passphrase: string, salt: Buffer, { memoryKiB, passes, lanes }: PassphraseCost) {
  const cost = { memoryCost: memoryKiB, timeCost: passes, parallelism: lanes, outputLen: 32 }
  return await hashRaw(passphrase.normalize('NFKC'), { ...cost, salt })
}

function keyCheck(key: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', 'vestibule/backup/check', CHECK_BYTES))
}

function sumOf(head: Buffer): Buffer {
  return createHash('sha256').update(head).digest().subarray(0, SUM_BYTES)
}
