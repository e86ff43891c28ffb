import { PHRASE_WORDS } from './phraseWords'

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const WORDS_PER_PHRASE = 4

/**
 * Four words (32 bits) out of the device id, which is itself a hash of the device's key. An administrator compares them on both
 * screens before approving; the id decides, the words only help the eye.
 */
export function devicePhrase(deviceId: string): string {
  return leadingBytes(deviceId, WORDS_PER_PHRASE)
    .map((byte) => PHRASE_WORDS[byte] ?? '')
    .join(' ')
}

/** The first bytes that a base64url text stands for, without `atob` or `Buffer`, which not every caller has. */
function leadingBytes(text: string, count: number): number[] {
  const bits = [...text].flatMap((character) => sixBits(BASE64URL.indexOf(character)))
  return Array.from({ length: count }, (_, index) =>
    bits.slice(index * 8, index * 8 + 8).reduce((value, bit) => value * 2 + bit, 0),
  )
}

function sixBits(value: number): number[] {
  return [32, 16, 8, 4, 2, 1].map((bit) => (value > 0 && (value & bit) !== 0 ? 1 : 0))
}
