/** Bytes in the order in which they came, taken out in other portions. */
export interface ByteQueue {
  size(): number
  push(bytes: Buffer): void
  /** The next `count` bytes, or fewer when fewer are there. */
  take(count: number): Buffer
}

export function createByteQueue(): ByteQueue {
  let parts: Buffer[] = []
  let size = 0
  return {
    size: () => size,
    push(bytes) {
      if (bytes.length === 0) return
      parts.push(bytes)
      size += bytes.length
    },
    take(count) {
      const [first] = parts
      if (first !== undefined && first.length > count) {
        parts[0] = first.subarray(count)
        size -= count
        return first.subarray(0, count)
      }
      const all = parts.length === 1 && first !== undefined ? first : Buffer.concat(parts)
      const rest = all.subarray(count)
      parts = rest.length > 0 ? [rest] : []
      size = rest.length
      return all.subarray(0, count)
    },
  }
}
