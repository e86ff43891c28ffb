import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const VERSION = 1

/** Seals and opens small values with keys outside the database (M1, mail bodies). Layout: version 1, nonce 12, tag 16, ciphertext. */
export interface Sealing {
  /** `aad` binds the value to its place (for instance the row id), so that a swapped value does not open. */
  seal(purpose: string, plain: Uint8Array, aad: string): Buffer
  /** Throws when the value was altered, moved or sealed for another purpose. */
  open(purpose: string, sealed: Uint8Array, aad: string): Buffer
}

/** `deriveKey` gives 32 bytes a purpose. */
export function createSealing(deriveKey: (purpose: string) => Buffer): Sealing {
  return {
    seal(purpose, plain, aad) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', deriveKey(purpose), nonce)
      cipher.setAAD(Buffer.from(aad))
      const body = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), body])
    },
    open(purpose, sealed, aad) {
      const bytes = Buffer.from(sealed)
      if (bytes.length < 1 + NONCE_BYTES + TAG_BYTES || bytes[0] !== VERSION) throw new Error('not a sealed value')
      const nonce = bytes.subarray(1, 1 + NONCE_BYTES)
      const cipher = createDecipheriv('aes-256-gcm', deriveKey(purpose), nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(Buffer.from(aad))
      cipher.setAuthTag(bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES))
      return Buffer.concat([cipher.update(bytes.subarray(1 + NONCE_BYTES + TAG_BYTES)), cipher.final()])
    },
  }
}
