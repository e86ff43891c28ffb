import { type ImageSize, sizeOf } from './imageSize'

/** ISO/IEC 23008-12: still pictures coded with HEVC. `mif1` alone says nothing about the coding. */
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis'])
const MOST_BOXES = 10_000
const LONGEST_BRANDS = 512

interface Box {
  readonly type: string
  readonly body: Buffer
}

/** Whether the first box names a HEIC brand, as the main one or as one that it is compatible with. A film starts with the same box. */
export function isHeic(bytes: Buffer): boolean {
  if (bytes.toString('latin1', 4, 8) !== 'ftyp') return false
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, LONGEST_BRANDS)
  const brands = [bytes.toString('latin1', 8, 12)]
  for (let at = 16; at + 4 <= end; at += 4) brands.push(bytes.toString('latin1', at, at + 4))
  return brands.some((brand) => HEIC_BRANDS.has(brand))
}

/**
 * The largest picture that a HEIC file's `ispe` properties name (tiles and thumbnails have one each). Null when the boxes do not fill the
 * file exactly or no size is given.
 */
export function heicSize(bytes: Buffer): ImageSize | null {
  const top = boxesIn(bytes)
  if (!top) return null
  const sizes = inside(inside(inside(top, 'meta', 4), 'iprp'), 'ipco')
    .filter(({ type }) => type === 'ispe')
    .map(({ body }) => (body.length < 12 ? null : sizeOf(body.readUInt32BE(4), body.readUInt32BE(8))))
  return sizes.reduce<ImageSize | null>((most, size) => (pixels(size) > pixels(most) ? size : most), null)
}

const pixels = (size: ImageSize | null) => (size === null ? 0 : size.width * size.height)

/** The boxes inside each box of `type`; `skip` bytes of version and flags come before them. */
function inside(boxes: readonly Box[], type: string, skip = 0): readonly Box[] {
  return boxes.filter((box) => box.type === type).flatMap(({ body }) => boxesIn(body.subarray(skip)) ?? [])
}

/** The boxes side by side in `bytes`; null when they do not fill it exactly. */
function boxesIn(bytes: Buffer): readonly Box[] | null {
  const boxes: Box[] = []
  let at = 0
  while (at < bytes.length) {
    const head = boxHead(bytes, at)
    if (head === null || boxes.length >= MOST_BOXES) return null
    const type = bytes.toString('latin1', at + 4, at + 8)
    boxes.push({ type, body: bytes.subarray(at + head.skip, at + head.length) })
    at += head.length
  }
  return boxes
}

/** A length of 1 is followed by one of 64 bits; 0 means "to the end". */
function boxHead(bytes: Buffer, at: number): { readonly length: number; readonly skip: number } | null {
  const left = bytes.length - at
  if (left < 8) return null
  const short = bytes.readUInt32BE(at)
  if (short === 1 && left < 16) return null
  const skip = short === 1 ? 16 : 8
  const length = short === 0 ? left : short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short
  return length >= skip && length <= left ? { length, skip } : null
}
