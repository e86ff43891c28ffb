import type { Sha256Hex } from '../../../shared/audit/auditChain'

/** FIPS 180-4, 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const ROUND = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)) | 0)
/** 5.3.3: the same of their square roots, for the first eight. */
const START = Uint32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)))
const BLOCK = 64

/**
 * SHA-256 for pages, where the platform's own answers later and costs more for a text of a few hundred bytes than the hashing itself. Holds its
 * working memory, so one instance serves one verification. `sha256.test.ts` holds it against node's.
 */
export function createSha256(): Sha256Hex {
  const encoder = new TextEncoder()
  const words = new Int32Array(BLOCK)
  const state = new Int32Array(8)
  let bytes = new Uint8Array(1024)
  return (text) => {
    // UTF-8 takes at most three bytes for one unit of a string; then the mark, padding and length.
    const room = text.length * 3 + 2 * BLOCK
    if (bytes.length < room) bytes = new Uint8Array(room)
    const length = encoder.encodeInto(text, bytes).written
    const end = pad(bytes, length)
    state.set(START)
    for (let at = 0; at < end; at += BLOCK) compress(state, words, bytes, at)
    return hex(state)
  }
}

/** 5.1.1: a one bit, zeros, and the length in bits as 64 bits. Returns where the message ends. */
function pad(bytes: Uint8Array, length: number): number {
  const end = Math.ceil((length + 9) / BLOCK) * BLOCK
  bytes.fill(0, length, end)
  bytes[length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setUint32(end - 8, Math.floor(length / 0x2000_0000))
  view.setUint32(end - 4, (length << 3) >>> 0)
  return end
}

/** 6.2.2. Indexes stay within the arrays, so `as number` is true; written out, because this is where a verification spends its time. */
function compress(state: Int32Array, w: Int32Array, bytes: Uint8Array, at: number): void {
  schedule(w, bytes, at)
  let a = state[0] as number
  let b = state[1] as number
  let c = state[2] as number
  let d = state[3] as number
  let e = state[4] as number
  let f = state[5] as number
  let g = state[6] as number
  let h = state[7] as number
  for (let i = 0; i < BLOCK; i++) {
    const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + sum1 + ((e & f) ^ (~e & g)) + (ROUND[i] as number) + (w[i] as number)) | 0
    const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  state[0] = (state[0] as number) + a
  state[1] = (state[1] as number) + b
  state[2] = (state[2] as number) + c
  state[3] = (state[3] as number) + d
  state[4] = (state[4] as number) + e
  state[5] = (state[5] as number) + f
  state[6] = (state[6] as number) + g
  state[7] = (state[7] as number) + h
}

function schedule(w: Int32Array, bytes: Uint8Array, at: number): void {
  for (let i = 0; i < 16; i++) {
    const from = at + i * 4
    const high = ((bytes[from] as number) << 24) | ((bytes[from + 1] as number) << 16)
    w[i] = high | ((bytes[from + 2] as number) << 8) | (bytes[from + 3] as number)
  }
  for (let i = 16; i < BLOCK; i++) {
    const x = w[i - 15] as number
    const y = w[i - 2] as number
    const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[i] = ((w[i - 16] as number) + low + (w[i - 7] as number) + high) | 0
  }
}

function hex(state: Int32Array): string {
  let text = ''
  for (let i = 0; i < 8; i++) text += ((state[i] as number) >>> 0).toString(16).padStart(8, '0')
  return text
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 0x1_0000_0000)
}

function primes(count: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n)
  return found
}
