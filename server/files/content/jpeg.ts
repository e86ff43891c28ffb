import { type ImageSize, sizeOf } from './imageSize'

const SCAN = 0xda
const END = 0xd9
/** Start-of-frame markers are C0 to CF without these: Huffman tables, an extension, arithmetic tables. */
const NO_FRAME = new Set([0xc4, 0xc8, 0xcc])

/** The size in a JPEG's one frame header before its first scan; null when it has none, several, or is cut before. Phones append data of their own, so the end is not looked at. */
export function jpegSize(bytes: Buffer): ImageSize | null {
  let size: ImageSize | null = null
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff) return null
    if (marker === SCAN) return size
    if (marker === END) return null
    if (marker === 0xff) {
      at++
    } else if (isBare(marker)) {
      at += 2
    } else {
      const length = bytes.readUInt16BE(at + 2)
      if (length < 2) return null
      if (isFrame(marker)) {
        if (size !== null || at + 9 > bytes.length) return null
        size = sizeOf(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5))
        // No height: it would come behind the scan, where nobody looks before decoding.
        if (size === null) return null
      }
      at += 2 + length
    }
  }
  return null
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.has(marker)
}

/** Markers without a length: TEM and the restarts. */
function isBare(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)
}
