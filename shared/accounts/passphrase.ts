/**
 * A suggested password: words joined by hyphens. `words` is one of the BIP-39 lists (2,048 words, 11 bits each; five words = 55 bits, and the
 * shortest five still have 19 characters); callers load the list of their language. `pick(n)` gives an even 0 to n-1.
 */
export function passphrase(words: readonly string[], pick: (n: number) => number, count = 5): string {
  return Array.from({ length: count }, () => words[pick(words.length)] ?? '').join('-')
}

/** An even pick from 32-bit random numbers by rejection, for `passphrase`. */
export function pickFrom(randomUint32: () => number): (n: number) => number {
  return (n) => {
    const limit = Math.floor(0x1_0000_0000 / n) * n
    let drawn = randomUint32()
    while (drawn >= limit) drawn = randomUint32()
    return drawn % n
  }
}
