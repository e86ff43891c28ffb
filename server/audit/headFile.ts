import { type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { headPayload } from '../../shared/audit/auditChain'
import type { SignedHead } from '../../shared/audit/auditSchemas'

export const headSchema = z.strictObject({
  epoch: z.string().min(1).max(100),
  count: z.int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.string().min(1).max(40),
  signature: z.string().min(1).max(200),
})

export type HeadFile =
  | { readonly state: 'head'; readonly head: SignedHead }
  | { readonly state: 'missing' | 'damaged' | 'foreign' }

/** Ed25519 over the head's canonical JSON; the signature is base64. */
export function signHead(head: Omit<SignedHead, 'signature'>, key: KeyObject): SignedHead {
  return { ...head, signature: sign(null, Buffer.from(headPayload(head)), key).toString('base64') }
}

export function isSignedBy(head: SignedHead, publicKey: KeyObject): boolean {
  return verify(null, Buffer.from(headPayload(head)), publicKey, Buffer.from(head.signature, 'base64'))
}

/** The 32 bytes of an Ed25519 public key in base64, as a page imports them. */
export function rawPublicKey(publicKey: KeyObject): string {
  return Buffer.from(String(publicKey.export({ format: 'jwk' }).x), 'base64url').toString('base64')
}

/** A head from its JSON text; null when it is none. The signature is not checked. */
export function parseHead(text: string): SignedHead | null {
  try {
    return headSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** foreign: a head, but not signed by this key. Other file errors (no right to read) are thrown. */
export async function readHeadFile(file: string, publicKey: KeyObject): Promise<HeadFile> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return { state: 'missing' }
  const head = parseHead(text)
  if (head === null) return { state: 'damaged' }
  return isSignedBy(head, publicKey) ? { state: 'head', head } : { state: 'foreign' }
}

/** Replaces the file as a whole: after a crash there is the old head or the new one, on disk and not only in a cache. */
export async function writeHeadFile(file: string, head: SignedHead): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(`${JSON.stringify(head)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(dirname(file))
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; there the rename is durable by itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
