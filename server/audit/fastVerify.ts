import { hash as hashOf } from 'node:crypto'
import { canonicalJson, GENESIS_HASH } from '../../shared/audit/auditChain'
import { isRow } from '../../shared/audit/chainFaults'
import type { ChainAnchor } from '../../shared/audit/chainVerifier'
import type { ConnectionTarget } from '../platform/database/connectionTarget'
import { sha256hex } from './auditStore'
import { fromTable, readDetail, type StoredRow } from './auditTable'
import { type CopiedRow, copyRows } from './copyRows'

export const COLUMNS =
  'seq, at, actor_kind, actor_id, role, device_id, address, action, target_kind, target_id, outcome, detail, prev_hash, hash'
const [SEQ, AT, KIND, ID, ROLE, DEVICE, ADDRESS, ACTION, TARGET_KIND, TARGET_ID, OUTCOME, DETAIL, PREV, HASH] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
] as const
export const COLUMN_COUNT = HASH + 1
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1')
/** The order of `contentJson`, each with what stands before it. */
const FIRST = bytesOf('\n{"action":')
const BEFORE_DETAIL = [
  [bytesOf(',"actor":{"address":'), ADDRESS],
  [bytesOf(',"deviceId":'), DEVICE],
  [bytesOf(',"id":'), ID],
  [bytesOf(',"kind":'), KIND],
  [bytesOf(',"role":'), ROLE],
] as const
const AT_NAME = bytesOf('},"at":"')
const DETAIL_NAME = bytesOf('","detail":')
const AFTER_DETAIL = [
  [bytesOf(',"outcome":'), OUTCOME],
  [bytesOf(',"target":{"id":'), TARGET_ID],
  [bytesOf(',"kind":'), TARGET_KIND],
] as const
const LAST = bytesOf('}}')
const NULL = bytesOf('null')
const EMPTY = bytesOf('{}')
const [QUOTE, BACKSLASH, LINE_BREAK, ZERO] = [0x22, 0x5c, 0x0a, 0x30] as const
/** PostgreSQL counts from 2000-01-01. */
const EPOCH_MS = 946_684_800_000
/** Of a Date; also PostgreSQL's infinity lies beyond it. */
const FURTHEST_MS = 8.64e15
const LONGEST_ROW = 64 * 1024
const MOST_DETAILS = 5_000

export interface FastInput {
  readonly target: ConnectionTarget
  readonly start: { readonly count: number; readonly hash: string } | null
  readonly anchors: readonly ChainAnchor[]
}

/**
 * How many rows there are when all is sound: every row continues the chain and every anchor is in it. Null as soon as anything is not, and for nothing
 * else; what it is, the chain verifier then finds out. Works on the bytes as the database sends them, because verifying a million rows must cost little
 * more than hashing them; a row with an unusual character takes the long way through the same rule.
 */
export async function verifyFast({ target, start, anchors }: FastInput): Promise<number | null> {
  const from = start?.count ?? 0
  const attested = new Map<number, string>()
  for (const { count, hash } of anchors.filter((anchor) => anchor.count >= from && anchor.count > 0)) {
    if ((attested.get(count) ?? hash) !== hash) return null
    attested.set(count, hash)
  }
  const chain = createChain(from, start?.hash ?? GENESIS_HASH)
  const holds = () => (attested.get(chain.count()) ?? chain.hash()) === chain.hash()
  if (!holds()) return null
  let sound = true
  const last = Math.max(0, ...attested.keys())
  await copyRows(target, `select ${COLUMNS} from audit_log order by seq`, COLUMN_COUNT, (row) => {
    sound = chain.take(row) && (chain.count() > last || holds())
    return sound
  })
  return sound && chain.count() >= last ? chain.count() - from : null
}

function createChain(start: number, startHash: string) {
  const writer = createWriter()
  let count = start
  let hash = startHash
  return {
    count: () => count,
    hash: () => hash,
    take(row: CopiedRow): boolean {
      const { bytes, from, to } = row
      const seq = readInt8(bytes, from[SEQ] as number)
      if (seq !== count + 1 || !isText(bytes, from[PREV] as number, to[PREV] as number, hash)) return false
      const text = writer.content(row, hash, seq)
      const own = text === null ? slowHash(row, seq, hash) : hashOf('sha256', text, 'hex')
      if (own === null || !isText(bytes, from[HASH] as number, to[HASH] as number, own)) return false
      count = seq
      hash = own
      return true
    },
  }
}

/** The hash that belongs to the row, by the same rule as everywhere; null when it does not fit. */
function slowHash(row: CopiedRow, seq: number, prev: string): string | null {
  const slow = slowRow(row)
  return isRow(slow, seq, prev, sha256hex) ? slow.hash : null
}

function isText(bytes: Buffer, from: number, to: number, text: string): boolean {
  if (to - from !== text.length) return false
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text.charCodeAt(i)) return false
  return true
}

/** Writes the text that a row's hash covers; null where a value needs an escape or is not plain ASCII. One row a call, byte by byte: calls cost more. */
function createWriter() {
  const out = Buffer.alloc(LONGEST_ROW)
  const time = createTimes()
  const detail = createDetails()
  let at = 0
  const copy = (text: Uint8Array) => {
    for (let i = 0; i < text.length; i++) out[at++] = text[i] as number
  }
  const ascii = (text: string) => {
    for (let i = 0; i < text.length; i++) out[at++] = text.charCodeAt(i)
  }
  const column = ({ bytes, from, to }: CopiedRow, n: number): boolean => {
    const begin = from[n] as number
    const end = to[n] as number
    if (begin < 0) {
      copy(NULL)
      return true
    }
    if (at + (end - begin) + 256 > LONGEST_ROW) return false
    out[at++] = QUOTE
    for (let i = begin; i < end; i++) {
      const byte = bytes[i] as number
      if (byte < 0x20 || byte > 0x7e || byte === QUOTE || byte === BACKSLASH) return false
      out[at++] = byte
    }
    out[at++] = QUOTE
    return true
  }
  return {
    content(row: CopiedRow, prev: string, seq: number): Buffer | null {
      at = 0
      const [when, what] = [time(row), detail(row)]
      if (when === null || what === null) return null
      ascii(prev)
      out[at++] = LINE_BREAK
      ascii(String(seq))
      copy(FIRST)
      if (!column(row, ACTION)) return null
      for (const [name, n] of BEFORE_DETAIL) {
        copy(name)
        if (!column(row, n)) return null
      }
      copy(AT_NAME)
      copy(when)
      copy(DETAIL_NAME)
      copy(what)
      for (const [name, n] of AFTER_DETAIL) {
        copy(name)
        if (!column(row, n)) return null
      }
      copy(LAST)
      return out.subarray(0, at)
    },
  }
}

/** Milliseconds as ISO 8601. Rows of one second share all but three digits. */
function createTimes(): (row: CopiedRow) => Uint8Array | null {
  const text = Buffer.alloc(24)
  let second = Number.NaN
  return ({ bytes, from }) => {
    const micros = readInt8(bytes, from[AT] as number)
    const millis = EPOCH_MS + micros / 1000
    if (!Number.isSafeInteger(millis) || Math.abs(millis) > FURTHEST_MS) return null
    const now = Math.floor(millis / 1000)
    if (now !== second) {
      const iso = new Date(now * 1000).toISOString()
      if (iso.length !== 24) return null
      second = now
      text.write(iso, 'latin1')
    }
    const rest = millis - now * 1000
    text[20] = ZERO + Math.floor(rest / 100)
    text[21] = ZERO + (Math.floor(rest / 10) % 10)
    text[22] = ZERO + (rest % 10)
    return text
  }
}

/** Canonical JSON of the detail; equal ones are worked out once. */
function createDetails(): (row: CopiedRow) => Uint8Array | null {
  const known = new Map<string, Uint8Array | null>()
  return ({ bytes, from, to }) => {
    // The first byte is the version of jsonb's binary form.
    const [begin, end] = [(from[DETAIL] as number) + 1, to[DETAIL] as number]
    // Other values take two bytes as well: [], "", 42.
    if (end - begin === 2 && bytes[begin] === EMPTY[0] && bytes[begin + 1] === EMPTY[1]) return EMPTY
    const raw = bytes.toString('latin1', begin, end)
    const found = known.get(raw)
    if (found !== undefined) return found
    const made = canonicalDetail(raw)
    if (known.size < MOST_DETAILS) known.set(raw, made)
    return made
  }
}

function canonicalDetail(raw: string): Uint8Array | null {
  if (!/^[ -~]*$/.test(raw) || raw.length > LONGEST_ROW / 4) return null
  try {
    const text = canonicalJson(readDetail(raw))
    return /^[ -~]*$/.test(text) ? bytesOf(text) : null
  } catch {
    return null
  }
}

function readInt8(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4)
}

/** The same row as a cursor would have given it. */
function slowRow({ bytes, from, to }: CopiedRow) {
  const text = (n: number) => ((from[n] as number) < 0 ? null : bytes.toString('utf8', from[n], to[n]))
  const detail = (from[DETAIL] as number) < 0 ? null : bytes.toString('utf8', (from[DETAIL] as number) + 1, to[DETAIL])
  return fromTable({
    seq: readInt8(bytes, from[SEQ] as number),
    at: new Date(EPOCH_MS + readInt8(bytes, from[AT] as number) / 1000),
    actor_kind: text(KIND),
    actor_id: text(ID),
    role: text(ROLE),
    device_id: text(DEVICE),
    address: text(ADDRESS),
    action: text(ACTION),
    target_kind: text(TARGET_KIND),
    target_id: text(TARGET_ID),
    outcome: text(OUTCOME),
    detail,
    prev_hash: text(PREV),
    hash: text(HASH),
  } as StoredRow)
}
