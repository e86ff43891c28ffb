import { crc32 } from 'node:zlib'
import { type ImageSize, sizeOf } from './imageSize'

const SIGNATURE_BYTES = 8
const FRAME_BYTES = 12
const HEADER_BYTES = 13

/**
 * The size of a whole PNG: every chunk in its place with the right checksum, the header first, the end last and nothing behind it.
 * Null when it is not.
 */
export function pngSize(bytes: Buffer): ImageSize | null {
  let size: ImageSize | null = null
  for (let at = SIGNATURE_BYTES; at + FRAME_BYTES <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const end = at + FRAME_BYTES + length
    if (end > bytes.length) return null
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return null
    const isFirst = at === SIGNATURE_BYTES
    if (isFirst !== (type === 'IHDR') || (isFirst && length !== HEADER_BYTES)) return null
    if (isFirst) size = sizeOf(bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12))
    if (type === 'IEND') return end === bytes.length ? size : null
    at = end
  }
  return null
}
