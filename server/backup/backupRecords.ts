import { z } from 'zod'
import { headSchema } from '../audit/headFile'
import { StartProblem } from '../platform/startProblem'
import { createByteQueue } from './byteQueue'

/** What a backup says about itself, before anything else. */
export const manifestSchema = z.strictObject({
  id: z.uuid(),
  madeAt: z.iso.datetime(),
  /** Of the program that made it. */
  program: z.string(),
  epoch: z.uuid(),
  migrations: z.array(z.strictObject({ name: z.string(), checksum: z.string() })),
  sequences: z.array(z.strictObject({ name: z.string(), value: z.string().regex(/^\d+$/), called: z.boolean() })),
  /** The end of the audit log as of the same moment as the tables. */
  audit: z.strictObject({ count: z.int().min(0), hash: z.string() }),
  /** The signed head from before that moment; null: there was none to be trusted. Backups of older versions do not say. */
  head: headSchema.nullable().optional(),
})
export type Manifest = z.infer<typeof manifestSchema>

const tableSchema = z.strictObject({ name: z.string(), columns: z.array(z.string()).min(1) })
export type TableHead = z.infer<typeof tableSchema>
const rowsSchema = z.strictObject({ rows: z.int().min(0) })
const endSchema = z.strictObject({ tables: z.int().min(0), rows: z.int().min(0) })
const keySchema = z.strictObject({ name: z.string().regex(/^[a-z0-9.-]+\.key$/), base64: z.string() })

/** In this order: manifest, keys, then for each table its head, bytes of COPY and its row count; the end. */
export type BackupRecord =
  | { readonly kind: 'manifest'; readonly value: Manifest }
  | { readonly kind: 'key'; readonly value: z.infer<typeof keySchema> }
  | { readonly kind: 'table'; readonly value: TableHead }
  | { readonly kind: 'rows'; readonly value: Buffer }
  | { readonly kind: 'tableEnd'; readonly value: z.infer<typeof rowsSchema> }
  | { readonly kind: 'end'; readonly value: z.infer<typeof endSchema> }

const KINDS = ['manifest', 'key', 'table', 'rows', 'tableEnd', 'end'] as const
const SCHEMAS = {
  manifest: manifestSchema,
  key: keySchema,
  table: tableSchema,
  tableEnd: rowsSchema,
  end: endSchema,
} as const
/** Kind 1, length 4. */
const HEAD_BYTES = 5
const LONGEST_JSON = 4_194_304

export function encodeRecord(record: BackupRecord): Buffer {
  const body = record.kind === 'rows' ? record.value : Buffer.from(JSON.stringify(record.value))
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt8(KINDS.indexOf(record.kind) + 1)
  head.writeUInt32BE(body.length, 1)
  return Buffer.concat([head, body])
}

/** Rows come in pieces of any length. Throws `StartProblem` where the stream is not one of records, or ends before its end. */
export async function* decodeRecords(plain: AsyncIterable<Buffer>): AsyncGenerator<BackupRecord> {
  const queue = createByteQueue()
  let left = 0
  let head: { readonly kind: (typeof KINDS)[number]; readonly length: number } | null = null
  for await (const piece of plain) {
    queue.push(piece)
    while (true) {
      if (left > 0) {
        const rows = queue.take(left)
        left -= rows.length
        if (rows.length > 0) yield { kind: 'rows', value: rows }
        if (left > 0) break
      }
      head ??= queue.size() < HEAD_BYTES ? null : readHead(queue.take(HEAD_BYTES))
      if (head === null) break
      if (head.kind === 'rows') {
        left = head.length
        head = null
        continue
      }
      if (queue.size() < head.length) break
      yield readJson(head.kind, queue.take(head.length))
      head = null
    }
  }
  if (left > 0 || head !== null || queue.size() > 0) throw unreadable()
}

function readHead(bytes: Buffer) {
  const [kind, length] = [KINDS[bytes.readUInt8() - 1], bytes.readUInt32BE(1)]
  if (kind === undefined || (kind !== 'rows' && length > LONGEST_JSON)) throw unreadable()
  return { kind, length }
}

function readJson(kind: Exclude<BackupRecord['kind'], 'rows'>, bytes: Buffer): BackupRecord {
  try {
    return { kind, value: SCHEMAS[kind].parse(JSON.parse(bytes.toString())) } as BackupRecord
  } catch {
    throw unreadable()
  }
}

/** Every chunk was as it was written, so this is a defect of the program that wrote it, or of this one. */
export function unreadable(): StartProblem {
  return new StartProblem('The content of this backup is not in an order that this program knows.')
}
