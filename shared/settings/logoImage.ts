import type { LOGO_TYPES } from './settingsSchemas'

export const MOST_LOGO_PIXELS = 2000
export type LogoType = (typeof LOGO_TYPES)[number]
export type LogoProblem = 'not_an_image' | 'other_type' | 'too_big'
export type LogoFindings =
  | { readonly ok: true; readonly width: number; readonly height: number }
  | { readonly ok: false; readonly problem: LogoProblem }
interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Whether `bytes` are one whole picture of the type they are said to be, with nothing before or after it (a file that is also something else is
 * refused), and at most 2,000 pixels wide and high. The pixels themselves are not decoded.
 */
export function inspectLogo(bytes: Uint8Array, mediaType: LogoType): LogoFindings {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const readers: Readonly<Record<LogoType, (view: DataView) => Size | null>> = {
    'image/png': pngSize,
    'image/jpeg': jpegSize,
    'image/webp': webpSize,
  }
  const size = guarded(() => readers[mediaType](view))
  if (size === null) {
    const other = Object.values(readers).some((reader) => guarded(() => reader(view)) !== null)
    return { ok: false, problem: other ? 'other_type' : 'not_an_image' }
  }
  const { width, height } = size
  if (width < 1 || height < 1) return { ok: false, problem: 'not_an_image' }
  if (width > MOST_LOGO_PIXELS || height > MOST_LOGO_PIXELS) return { ok: false, problem: 'too_big' }
  return { ok: true, width, height }
}

/** Reading past the end is how a cut-off file shows itself. */
function guarded(read: () => Size | null): Size | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function textAt(view: DataView, at: number, length: number): string {
  return String.fromCharCode(...Array.from({ length }, (_, place) => view.getUint8(at + place)))
}

/** Chunks from IHDR to IEND, which must be the last bytes. */
function pngSize(view: DataView): Size | null {
  if (textAt(view, 0, 8) !== '\x89PNG\r\n\x1a\n' || textAt(view, 12, 4) !== 'IHDR' || view.getUint32(8) !== 13)
    return null
  const size = { width: view.getUint32(16), height: view.getUint32(20) }
  let pixels = false
  for (let at = 8; ; ) {
    const type = textAt(view, at + 4, 4)
    if (!/^[A-Za-z]{4}$/.test(type)) return null
    pixels ||= type === 'IDAT'
    at += 12 + view.getUint32(at)
    if (type === 'IEND') return pixels && at === view.byteLength ? size : null
  }
}

/** Segments from SOI to EOI, which must be the last bytes; the size stands in the frame header. */
function jpegSize(view: DataView): Size | null {
  if (view.getUint16(0) !== 0xffd8) return null
  let size: Size | null = null
  for (let at = 2; ; ) {
    const marker = view.getUint16(at)
    if (marker === 0xffd9) return at + 2 === view.byteLength ? size : null
    if (marker < 0xffc0 || marker === 0xffff || (marker >= 0xffd0 && marker <= 0xffd8)) return null
    if (isFrame(marker)) size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    at += 2 + view.getUint16(at + 2)
    if (marker === 0xffda) at = endOfScan(view, at)
  }
}

function isFrame(marker: number): boolean {
  return marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)
}

/** Coded pixels go on until a marker that is neither a stuffed byte nor a restart. */
function endOfScan(view: DataView, from: number): number {
  for (let at = from; ; at++) {
    if (view.getUint8(at) !== 0xff) continue
    const next = view.getUint8(at + 1)
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
}

/** RIFF, whose length must be the file's; the size stands in the first chunk. */
function webpSize(view: DataView): Size | null {
  if (textAt(view, 0, 4) !== 'RIFF' || textAt(view, 8, 4) !== 'WEBP') return null
  if (view.getUint32(4, true) + 8 !== view.byteLength) return null
  let pixels = false
  let at = 12
  while (at < view.byteLength) {
    const [type, length] = [textAt(view, at, 4), view.getUint32(at + 4, true)]
    pixels ||= ['VP8 ', 'VP8L', 'ANMF'].includes(type)
    at += 8 + length + (length % 2)
  }
  return pixels && at === view.byteLength ? webpCanvas(view) : null
}

function webpCanvas(view: DataView): Size | null {
  const uint24 = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16)
  const type = textAt(view, 12, 4)
  if (type === 'VP8X') return { width: uint24(24) + 1, height: uint24(27) + 1 }
  if (type === 'VP8L') {
    if (view.getUint8(20) !== 0x2f) return null
    const bits = view.getUint32(21, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (type !== 'VP8 ' || uint24(23) !== 0x2a019d) return null
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
}
