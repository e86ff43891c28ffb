import { crc32 } from './crc32'

/*
 * A sealed page is  IV (12) | AES-256-GCM ciphertext of the padded text | tag (16) | CRC-32 of all that (4).
 * The tag proves that the page is ours and in its place. The CRC proves nothing; it only lets an error name tell
 * "the bytes rotted" from "the bytes are intact, but they were sealed for another place or with another key".
 */
const IV_BYTES = 12
const TAG_BYTES = 16
const CRC_BYTES = 4
const LENGTH_BYTES = 4
const OVERHEAD = IV_BYTES + TAG_BYTES + CRC_BYTES

/** Every page is padded to a multiple of this, so that one edit shows no size. */
export const PAGE_BLOCK = 4096
/** The head holds four short values; one constant size. */
export const HEAD_BLOCK = 256

const FORMAT = 'vestibule-page-log/1'

/**
 * Where a page lives. The place is the associated data. `log` is a random id drawn when the log was created, so that a page of
 * an earlier log of the same name is foreign; page numbers are never used twice inside one log. Collection and schema version
 * are inside the sealed text: the reader does not know them before it has opened the page, and the tag covers them all the same.
 */
export type Place =
  | { readonly part: 'head'; readonly database: string }
  | { readonly part: 'page'; readonly database: string; readonly log: string; readonly page: number }

/** The key of one replica together with the crypto that uses it. */
export interface PageCipher {
  readonly crypto: Pick<Crypto, 'subtle' | 'getRandomValues'>
  readonly key: CryptoKey
}

/** Turns 32 raw bytes from the keychain into a key that script can use but not read. The caller wipes the raw bytes. */
export async function importReplicaKey(
  raw: Uint8Array<ArrayBuffer>,
  crypto: Pick<Crypto, 'subtle'> = globalThis.crypto,
) {
  if (raw.byteLength !== 32) throw new RangeError('A replica key has 32 bytes.')
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** Seals a text for one place with a fresh random IV. */
export async function sealPage(cipher: PageCipher, place: Place, text: string): Promise<ArrayBuffer> {
  const iv = cipher.crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const plain = pad(new TextEncoder().encode(text), blockOf(place))
  const sealed = await cipher.crypto.subtle.encrypt(algorithm(iv, place), cipher.key, plain)
  const record = new Uint8Array(IV_BYTES + sealed.byteLength + CRC_BYTES)
  record.set(iv)
  record.set(new Uint8Array(sealed), IV_BYTES)
  const body = record.subarray(0, record.length - CRC_BYTES)
  new DataView(record.buffer).setUint32(body.length, crc32(body))
  return record.buffer
}

/** The text of a page, or null when it does not open in this place with this key. */
export async function unsealPage(cipher: PageCipher, place: Place, record: ArrayBuffer): Promise<string | null> {
  if (pageSizeIsOdd(place, record)) return null
  const iv = new Uint8Array(record, 0, IV_BYTES)
  const body = new Uint8Array(record, IV_BYTES, record.byteLength - IV_BYTES - CRC_BYTES)
  try {
    return unpad(await cipher.crypto.subtle.decrypt(algorithm(iv, place), cipher.key, body))
  } catch (error) {
    if (error instanceof Error && error.name === 'OperationError') return null
    throw error
  }
}

/** True when the record cannot have been written like this: bytes were cut off or added. */
export function pageSizeIsOdd(place: Place, record: ArrayBuffer): boolean {
  const padded = record.byteLength - OVERHEAD
  return padded <= 0 || padded % blockOf(place) !== 0
}

/** True when the bytes are as they were written (by accident-proof, not tamper-proof, check). */
export function pageIsIntact(record: ArrayBuffer): boolean {
  if (record.byteLength <= OVERHEAD) return false
  const body = new Uint8Array(record, 0, record.byteLength - CRC_BYTES)
  return new DataView(record).getUint32(body.length) === crc32(body)
}

function algorithm(iv: Uint8Array<ArrayBuffer>, place: Place): AesGcmParams {
  const parts = place.part === 'head' ? [place.database] : [place.database, place.log, place.page]
  return {
    name: 'AES-GCM',
    iv,
    additionalData: new TextEncoder().encode(JSON.stringify([FORMAT, place.part, ...parts])),
  }
}

function blockOf(place: Place): number {
  return place.part === 'head' ? HEAD_BLOCK : PAGE_BLOCK
}

function pad(text: Uint8Array, block: number): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((LENGTH_BYTES + text.length) / block) * block)
  new DataView(padded.buffer).setUint32(0, text.length)
  padded.set(text, LENGTH_BYTES)
  return padded
}

function unpad(padded: ArrayBuffer): string {
  const length = new DataView(padded).getUint32(0)
  return new TextDecoder().decode(new Uint8Array(padded, LENGTH_BYTES, length))
}
