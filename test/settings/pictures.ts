import { crc32, deflateSync } from 'node:zlib'

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE((crc32 as (data: Uint8Array) => number)(body))
  return Buffer.concat([length, body, sum])
}

/** A grey PNG. `filler` adds so many bytes of text chunk. */
export function png(width: number, height: number, filler = 0): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  const pixels = deflateSync(Buffer.alloc((width + 1) * height, 0x80).fill(0, 0, 1))
  const text = filler > 0 ? [chunk('tEXt', Buffer.alloc(filler, 'a'))] : []
  const chunks = [chunk('IHDR', header), ...text, chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks])
}

/** The frame of a JPEG, with coded bytes that hold a stuffed 0xff and a restart. */
export function jpeg(width: number, height: number): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt16BE(height)
  size.writeUInt16BE(width, 2)
  return Buffer.concat([
    Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
    Buffer.from('ffc0000b08', 'hex'),
    size,
    Buffer.from('01011100', 'hex'),
    Buffer.from('ffda0008010100003f00', 'hex'),
    Buffer.from('12ff0034ffd05678ffd9', 'hex'),
  ])
}

/** A lossless WebP as far as its headers go. */
export function webp(width: number, height: number): Buffer {
  const bits = Buffer.alloc(5)
  bits[0] = 0x2f
  bits.writeUInt32LE((width - 1) | ((height - 1) << 14), 1)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bits.length)
  const body = Buffer.concat([Buffer.from('WEBPVP8L'), length, bits, Buffer.alloc(1)])
  const total = Buffer.alloc(4)
  total.writeUInt32LE(body.length)
  return Buffer.concat([Buffer.from('RIFF'), total, body])
}
