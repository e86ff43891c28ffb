const END = 0x06054b50
const END_BYTES = 22
const CENTRAL = 0x02014b50
const CENTRAL_BYTES = 46
const LOCAL = 0x04034b50
const LOCAL_BYTES = 30
/** The longest data descriptor: the only thing that may stand between two entries. */
const LONGEST_GAP = 24
const ENCRYPTED = 0x0001 | 0x0040 | 0x2000
const STORED = 0
const DEFLATED = 8
/** Here the true value would be in a zip64 field: no document of a few megabytes needs one. */
const ELSEWHERE = 0xffffffff

/** One entry as the archive's directory names it. What it really unpacks to is found out by unpacking. */
export interface ZipEntry {
  readonly name: string
  readonly deflated: boolean
  readonly crc: number
  readonly packed: Buffer
  readonly size: number
}

interface Placed extends ZipEntry {
  readonly from: number
  readonly to: number
}

/**
 * The entries of an archive that is nothing but an archive: the first entry at byte 0, the directory right before the end, no comment, no
 * entry that overlaps another, no room between them. Null when it is not, also when a local header says something else than the directory
 * (programs read one or the other). `count` is what the directory claims; give up before reading when it is too many.
 */
export function readZip(
  bytes: Buffer,
): { readonly count: number; readonly entries: () => readonly ZipEntry[] | null } | null {
  const end = bytes.length - END_BYTES
  if (end < 0 || bytes.readUInt32LE(end) !== END || bytes.readUInt16LE(end + 20) !== 0) return null
  const count = bytes.readUInt16LE(end + 10)
  const start = bytes.readUInt32LE(end + 16)
  const isOneDisk = bytes.readUInt32LE(end + 4) === 0 && bytes.readUInt16LE(end + 8) === count
  if (!isOneDisk || start + bytes.readUInt32LE(end + 12) !== end) return null
  return { count, entries: () => readEntries(bytes, { start, end, count }) }
}

interface Directory {
  readonly start: number
  readonly end: number
  readonly count: number
}

function readEntries(bytes: Buffer, directory: Directory): readonly ZipEntry[] | null {
  const entries: Placed[] = []
  let at = directory.start
  for (let left = directory.count; left > 0; left--) {
    if (at + CENTRAL_BYTES > directory.end || bytes.readUInt32LE(at) !== CENTRAL) return null
    const nameEnd = at + CENTRAL_BYTES + bytes.readUInt16LE(at + 28)
    const next = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
    if (next > directory.end) return null
    const entry = readEntry(bytes, at, bytes.subarray(at + CENTRAL_BYTES, nameEnd), directory.start)
    if (entry === null) return null
    entries.push(entry)
    at = next
  }
  const names = new Set(entries.map(({ name }) => name))
  return at === directory.end && names.size === entries.length && isTiled(entries, directory.start) ? entries : null
}

function readEntry(bytes: Buffer, at: number, rawName: Buffer, limit: number): Placed | null {
  const method = bytes.readUInt16LE(at + 10)
  const packedSize = bytes.readUInt32LE(at + 20)
  const size = bytes.readUInt32LE(at + 24)
  const from = bytes.readUInt32LE(at + 42)
  const isPlain = (bytes.readUInt16LE(at + 8) & ENCRYPTED) === 0 && (method === STORED || method === DEFLATED)
  if (!isPlain || size === ELSEWHERE || (method === STORED && packedSize !== size)) return null
  const dataAt = localData(bytes, from, rawName, method)
  if (dataAt === null || dataAt + packedSize > limit) return null
  const name = rawName.toString('utf8')
  if (!isPlainName(name)) return null
  const packed = bytes.subarray(dataAt, dataAt + packedSize)
  return {
    name,
    deflated: method === DEFLATED,
    crc: bytes.readUInt32LE(at + 16),
    packed,
    size,
    from,
    to: dataAt + packedSize,
  }
}

/** Where an entry's data starts, if its local header agrees with the directory. */
function localData(bytes: Buffer, at: number, name: Buffer, method: number): number | null {
  if (at + LOCAL_BYTES > bytes.length || bytes.readUInt32LE(at) !== LOCAL) return null
  const nameAt = at + LOCAL_BYTES
  const nameEnd = nameAt + bytes.readUInt16LE(at + 26)
  const isSame = bytes.readUInt16LE(at + 8) === method && bytes.subarray(nameAt, nameEnd).equals(name)
  return isSame ? nameEnd + bytes.readUInt16LE(at + 28) : null
}

function isPlainName(name: string): boolean {
  if (name === '' || /[\\\p{Cc}\ufffd]/u.test(name) || name.startsWith('/')) return false
  return !name.split('/').includes('..')
}

/** Entries one behind the other from the first byte to the directory, each byte in one entry only. */
function isTiled(entries: readonly Placed[], directoryStart: number): boolean {
  let end = 0
  for (const { from, to } of [...entries].sort((a, b) => a.from - b.from)) {
    const isFirst = end === 0
    if (isFirst ? from !== 0 : from < end || from - end > LONGEST_GAP) return false
    end = to
  }
  return end > 0 && directoryStart - end <= LONGEST_GAP
}
