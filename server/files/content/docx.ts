import { crc32, createInflateRaw } from 'node:zlib'
import { MB, MOST_ENTRIES, MOST_UNPACKED_BYTES } from '../../../shared/files/fileLimits'
import type { FileRefusal } from '../../../shared/files/fileRules'
import { startsWith, ZIP_START } from './contentKind'
import { readZip, type ZipEntry } from './zipDirectory'

const TYPES_PART = '[Content_Types].xml'
const DOCUMENT_PART = 'word/document.xml'
const DOCUMENT_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
/** A document may hold a table, and that one a picture archive; deeper than this nobody writes by hand. */
const DEEPEST = 3
const CHUNK_BYTES = 256 * 1024
/** The list of types of a long document has some 50 KB. Kept in memory, so not as large as all that may be unpacked. */
const MOST_TYPES_BYTES = MB
/** Archives inside are kept in memory too; none is larger than the largest upload. */
const MOST_INNER_BYTES = 25 * MB
/** The name under which every program keeps macros. */
const MACROS_PART = /(^|\/)vbaproject\.bin$/i

/** What is still allowed, shared by the archive and all archives in it (F1). */
interface Budget {
  bytes: number
  entries: number
}

type Unpacked = { readonly refusal: FileRefusal } | { readonly parts: ReadonlyMap<string, Buffer> }

/** Null: a Word document without macros that unpacks to what it says and stays within the limits (F1). Nothing is kept or written. */
export async function docxRefusal(bytes: Buffer): Promise<FileRefusal | null> {
  const unpacked = await unpack(bytes, { bytes: MOST_UNPACKED_BYTES, entries: MOST_ENTRIES }, 0)
  if ('refusal' in unpacked) return unpacked.refusal
  const types = unpacked.parts.get(TYPES_PART)?.toString('utf8') ?? ''
  const isDocument = types.includes(DOCUMENT_TYPE) && unpacked.parts.has(DOCUMENT_PART)
  return isDocument && !namesMacros(types) ? null : 'file_type'
}

/** A type may be spelled in any case, or with character references, of which a true list of types has none. */
function namesMacros(types: string): boolean {
  const said = types.toLowerCase()
  return said.includes('macroenabled') || said.includes('vbaproject') || said.includes('&')
}

/** Unpacks everything once, to count it. Gives back only the part that says what the document is; of others the name. */
async function unpack(bytes: Buffer, budget: Budget, depth: number): Promise<Unpacked> {
  const zip = depth > DEEPEST ? null : readZip(bytes)
  if (zip === null) return { refusal: 'file_damaged' }
  budget.entries -= zip.count
  if (budget.entries < 0) return { refusal: 'file_unpacked' }
  const entries = zip.entries()
  if (entries === null) return { refusal: 'file_damaged' }
  if (entries.some(({ name }) => MACROS_PART.test(name))) return { refusal: 'file_type' }
  const parts = new Map<string, Buffer>()
  for (const entry of entries) {
    const content = await contentOf(entry, budget)
    if (typeof content === 'string') return { refusal: content }
    parts.set(entry.name, content)
    const inner = startsWith(content, ZIP_START) ? await unpack(content, budget, depth + 1) : null
    if (inner && 'refusal' in inner) return inner
    if (inner) parts.set(entry.name, Buffer.alloc(0))
  }
  return { parts }
}

/**
 * Unpacks one entry, counting what really comes out and stopping at once beyond what is left. Only archives and the list of types are
 * kept in memory; of everything else the answer is empty.
 */
async function contentOf(entry: ZipEntry, budget: Budget): Promise<Buffer | FileRefusal> {
  const kept: Buffer[] = []
  let [size, crc] = [0, 0]
  try {
    for await (const chunk of chunksOf(entry)) {
      budget.bytes -= chunk.length
      if (budget.bytes < 0) return 'file_unpacked'
      const isKept = size === 0 ? entry.name === TYPES_PART || startsWith(chunk, ZIP_START) : kept.length > 0
      const refusal = isKept ? tooLargeToKeep(entry, size + chunk.length) : null
      if (refusal !== null) return refusal
      if (isKept) kept.push(chunk)
      size += chunk.length
      crc = crc32(chunk, crc)
    }
  } catch {
    return 'file_damaged'
  }
  return size === entry.size && crc === entry.crc ? Buffer.concat(kept) : 'file_damaged'
}

function tooLargeToKeep({ name }: ZipEntry, size: number): FileRefusal | null {
  if (name === TYPES_PART) return size > MOST_TYPES_BYTES ? 'file_damaged' : null
  return size > MOST_INNER_BYTES ? 'file_unpacked' : null
}

async function* chunksOf({ deflated, packed }: ZipEntry): AsyncGenerator<Buffer> {
  if (!deflated) {
    if (packed.length > 0) yield packed
    return
  }
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES })
  inflate.end(packed)
  yield* inflate
  if (inflate.bytesWritten !== packed.length) throw new Error('something lies behind the packed data')
}
