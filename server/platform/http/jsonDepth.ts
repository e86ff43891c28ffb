const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENERS = new Set([0x5b, 0x7b])
const CLOSERS = new Set([0x5d, 0x7d])

/** Deepest allowed nesting of any JSON that reaches us (Q1). */
export const MAX_JSON_DEPTH = 32

/** Whether JSON bytes nest deeper than `limit`. Reads bytes without parsing, so that a hostile body costs one pass. */
export function isDeeperThan(json: Uint8Array, limit: number): boolean {
  let depth = 0
  let inText = false
  for (let at = 0; at < json.length; at++) {
    const byte = json[at] ?? 0
    if (inText) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) inText = false
    } else if (byte === QUOTE) inText = true
    else if (OPENERS.has(byte)) {
      depth++
      if (depth > limit) return true
    } else if (CLOSERS.has(byte)) depth--
  }
  return false
}
