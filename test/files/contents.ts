import { crc32, deflateSync } from 'node:zlib'
import { type Part, zip } from './zipWriter'

export const latin = (text: string) => Buffer.from(text, 'latin1')

/** A PDF of exactly `size` bytes, or as small as it gets. */
export function pdf(size = 0): Buffer {
  const [head, end] = [latin('%PDF-1.7\n1 0 obj\n<< >>\nendobj\n'), latin('\n%%EOF\n')]
  return Buffer.concat([head, Buffer.alloc(Math.max(0, size - head.length - end.length), '%'), end])
}

const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

export function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([latin(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** A PNG whose header names this size; the picture in it is one line. */
export function png(width = 2, height = 2, extra: readonly Buffer[] = []): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const data = chunk('IDAT', deflateSync(Buffer.alloc(6)))
  return Buffer.concat([PNG_START, chunk('IHDR', header), data, ...extra, chunk('IEND', Buffer.alloc(0))])
}

export function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

export function frame(width: number, height: number, marker = 0xc0): Buffer {
  const data = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0])
  data.writeUInt16BE(height, 1)
  data.writeUInt16BE(width, 3)
  return segment(marker, data)
}

export const JPEG_START = Buffer.from([0xff, 0xd8])
const SCAN = Buffer.concat([segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), Buffer.from([1, 2, 3, 0xff, 0xd9])])

/** A JPEG with an EXIF segment before its frame, as cameras write it. */
export function jpg(width = 4, height = 4, between: readonly Buffer[] = []): Buffer {
  const exif = segment(0xe1, Buffer.concat([latin('Exif\0\0'), JPEG_START, frame(1, 1)]))
  return Buffer.concat([JPEG_START, exif, ...between, frame(width, height), SCAN])
}

export function box(type: string, ...body: readonly Buffer[]): Buffer {
  const content = Buffer.concat(body)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(content.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, content])
}

export function ispe(width: number, height: number): Buffer {
  const body = Buffer.alloc(12)
  body.writeUInt32BE(width, 4)
  body.writeUInt32BE(height, 8)
  return box('ispe', body)
}

/** A HEIC with one property for each size. */
export function heic(sizes: readonly (readonly [number, number])[] = [[4, 4]], brand = 'heic'): Buffer {
  const properties = box('iprp', box('ipco', ...sizes.map(([width, height]) => ispe(width, height))))
  const meta = box('meta', Buffer.alloc(4), box('hdlr', Buffer.alloc(20)), properties)
  return Buffer.concat([box('ftyp', latin(brand), Buffer.alloc(4), latin('mif1')), meta, box('mdat', Buffer.alloc(40))])
}

const TYPES = (type: string) =>
  `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="${type}"/></Types>`
export const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'

/** The parts of a Word document, and more. */
export function wordParts(more: readonly Part[] = [], type = WORD): Part[] {
  const types = { name: '[Content_Types].xml', content: TYPES(type) }
  return [types, { name: 'word/document.xml', content: '<w:document/>' }, ...more]
}

export function docx(more: readonly Part[] = []): Buffer {
  return zip(wordParts(more))
}
