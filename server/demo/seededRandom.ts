/** Repeatable randomness for demo data only: 32 bits of state, so never for anything that must be kept secret. */
export interface SeededRandom {
  /** 0 to 2^32-1. */
  uint32(): number
  /** 0 to n-1. */
  below(n: number): number
  /** True in about `percent` of 100 draws. */
  chance(percent: number): boolean
  pick<T>(items: readonly [T, ...T[]]): T
  /** A version 4 UUID, the same for the same seed and place in the row of draws. */
  uuid(): string
}

/** mulberry32. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const uint32 = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (n: number) => Math.floor((uint32() / 0x1_0000_0000) * n)
  return {
    uint32,
    below,
    chance: (percent) => below(100) < percent,
    pick: (items) => items[below(items.length)] ?? items[0],
    uuid: () => uuidFrom([uint32(), uint32(), uint32(), uint32()]),
  }
}

function uuidFrom(words: readonly number[]): string {
  const hex = words.map((word) => word.toString(16).padStart(8, '0')).join('')
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3]
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-')
}
