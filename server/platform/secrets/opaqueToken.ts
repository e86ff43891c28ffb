import { createHash, randomBytes } from 'node:crypto'

const TOKEN_BYTES = 32

export type RandomSource = (size: number) => Buffer

/** 256 bits as base64url (I2, W1). The text goes to the caller once; the database only ever sees `tokenHash` of it. */
export function newToken(random: RandomSource = randomBytes): string {
  return random(TOKEN_BYTES).toString('base64url')
}

export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
