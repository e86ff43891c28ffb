import { crc32, deflateRawSync } from 'node:zlib'

/** One entry, with every lie that a header can tell. */
export interface Part {
  readonly name: string
  readonly content: string | Buffer
  readonly stored?: boolean
  /** What the headers claim instead of the truth. */
  readonly size?: number
  readonly crc?: number
  readonly localName?: string
  readonly flags?: number
  readonly method?: number
  /** Bytes behind the packed data that the directory counts to it. */
  readonly behind?: Buffer
  /** Bytes before the next entry that nobody counts. */
  readonly gap?: Buffer
}

export interface ZipLies {
  readonly front?: Buffer
  readonly comment?: string
  /** The directory once more for these names, each pointing at the data of another entry. */
  readonly overlapping?: number
  readonly count?: number
}

/** An archive as a word processor writes it, or one that lies. */
export function zip(parts: readonly Part[], { front, comment = '', overlapping = 0, count }: ZipLies = {}): Buffer {
  const bodies: Buffer[] = front ? [front] : []
  const directory: Buffer[] = []
  let at = front?.length ?? 0
  for (const part of parts) {
    const content = Buffer.from(part.content)
    const data = part.stored ? content : deflateRawSync(content, { level: 1 })
    const packed = part.behind ? Buffer.concat([data, part.behind]) : data
    const facts = { ...part, packed, size: part.size ?? content.length, crc: part.crc ?? crc32(content) }
    const local = Buffer.concat([localHeader(facts, part.localName ?? part.name), packed])
    directory.push(centralHeader(facts, part.name, at))
    for (let more = 0; more < overlapping; more++) directory.push(centralHeader(facts, `${part.name}${more}`, at))
    bodies.push(local, part.gap ?? Buffer.alloc(0))
    at += local.length + (part.gap?.length ?? 0)
  }
  const all = Buffer.concat(directory)
  return Buffer.concat([
    ...bodies,
    all,
    endOf(count ?? directory.length, all.length, at, comment),
    Buffer.from(comment),
  ])
}

interface Facts {
  readonly packed: Buffer
  readonly size: number
  readonly crc: number
  readonly stored?: boolean
  readonly flags?: number
  readonly method?: number
}

function common({ packed, size, crc, stored, flags = 0, method }: Facts, name: string): Buffer {
  const head = Buffer.alloc(24)
  head.writeUInt16LE(20, 0)
  head.writeUInt16LE(flags, 2)
  head.writeUInt16LE(method ?? (stored ? 0 : 8), 4)
  head.writeUInt32LE(crc >>> 0, 10)
  head.writeUInt32LE(packed.length, 14)
  head.writeUInt32LE(size >>> 0, 18)
  head.writeUInt16LE(Buffer.byteLength(name), 22)
  return head
}

function localHeader(facts: Facts, name: string): Buffer {
  return Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common(facts, name), Buffer.alloc(2), Buffer.from(name)])
}

function centralHeader(facts: Facts, name: string, at: number): Buffer {
  const tail = Buffer.alloc(16)
  tail.writeUInt32LE(at, 12)
  const made = Buffer.from([20, 0])
  return Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), made, common(facts, name), tail, Buffer.from(name)])
}

function endOf(count: number, size: number, at: number, comment: string): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(at, 16)
  end.writeUInt16LE(Buffer.byteLength(comment), 20)
  return end
}
