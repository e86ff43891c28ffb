import { createHmac } from 'node:crypto'

/** RFC 6238 by hand (SHA-1, 6 digits, 30 s): the tests must not ask the code under test for the right answer. `secret` is base64. */
export function totpNow(secret: string, now = Date.now()): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const digest = createHmac('sha1', Buffer.from(secret, 'base64')).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** Waits for the next step: a code that was used once is never accepted again (M2). */
export async function nextTotp(secret: string): Promise<string> {
  const wait = 30_000 - (Date.now() % 30_000) + 200
  await new Promise((resolve) => setTimeout(resolve, wait))
  return totpNow(secret)
}

/** RFC 4648 without padding, as authenticator apps read it. */
export function base32ToBase64(text: string): string {
  const bits = [...text].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  )
  const bytes = bits.join('').match(/.{8}/g) ?? []
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2))).toString('base64')
}
