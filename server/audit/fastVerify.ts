import { hash as hashOf } from 'node:crypto'
import { canonicalJson, GENESIS_HASH } from '../../shared/audit/auditChain'
import { isRow } from '../../shared/audit/chainFaults'
import type { ChainAnchor } from '../../shared/audit/chainVerifier'
import type { ConnectionTarget } from '../platform/database/connectionTarget'
import { sha256hex } from './auditStore'
import { fromTable, readDetail, type StoredRow } from './auditTable'
import { type CopiedRow, copyRows } from './copyRows'

const COLUMNS =
  'seq, at, actor_kind, actor_id, role, device_id, address, action, target_kind, target_id, outcome, detail, prev_hash, hash'
const [SEQ, AT, KIND, ID, ROLE, DEVICE, ADDRESS, ACTION, TARGET_KIND, TARGET_ID, OUTCOME, DETAIL, PREV, HASH] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
] as const
/** The order of `contentJson`, each with what stands before it. */
const BEFORE_DETAIL = [
  [',"actor":{"address":', ADDRESS],
  [',"deviceId":', DEVICE],
  [',"id":', ID],
  [',"kind":', KIND],
  [',"role":', ROLE],
] as const
const AFTER_DETAIL = [
  [',"outcome":', OUTCOME],
  [',"target":{"id":', TARGET_ID],
  [',"kind":', TARGET_KIND],
] as const
/** PostgreSQL counts from 2000-01-01. */
const EPOCH_MS = 946_684_800_000
/** Of a Date; also PostgreSQL's infinity lies beyond it. */
const FURTHEST_MS = 8.64e15
const HASH_LENGTH = 64
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
  await copyRows(target, `select ${COLUMNS} from audit_log order by seq`, HASH + 1, (row) => {
    sound = chain.take(row) && (chain.count() > last || holds())
    return sound
  })
  return sound && chain.count() >= last ? chain.count() - from : null
}

function createChain(start: number, startHash: string) {
  const out = Buffer.alloc(LONGEST_ROW)
  const writer = createWriter(out)
  let count = start
  let hash = startHash
  return {
    count: () => count,
    hash: () => hash,
    take(row: CopiedRow): boolean {
      const { bytes, from, to } = row
      const seq = readInt8(bytes, from[SEQ] as number)
      if (seq !== count + 1 || bytes.toString('latin1', from[PREV], to[PREV]) !== hash) return false
      const own = bytes.toString('latin1', from[HASH], to[HASH])
      const length = writer.content(row, hash, seq)
      const fits =
        length === null
          ? isRow(slowRow(row), seq, hash, sha256hex)
          : hashOf('sha256', out.subarray(0, length), 'hex') === own
      if (!fits) return false
      count = seq
      hash = own
      return true
    },
  }
}

/** Writes the text that a row's hash covers; null where a value needs an escape or is not plain ASCII. */
function createWriter(out: Buffer) {
  const time = createTimes()
  const detail = createDetails()
  let at = 0
  const ascii = (text: string) => {
    at += out.write(text, at, 'latin1')
  }
  const column = ({ bytes, from, to }: CopiedRow, n: number): boolean => {
    const begin = from[n] as number
    const end = to[n] as number
    if (begin < 0) {
      ascii('null')
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
    content(row: CopiedRow, prev: string, seq: number): number | null {
      at = 0
      const [when, what] = [time(row), detail(row)]
      if (when === null || what === null || prev.length !== HASH_LENGTH) return null
      ascii(`${prev}\n${seq}\n{"action":`)
      if (!column(row, ACTION)) return null
      for (const [name, n] of BEFORE_DETAIL) {
        ascii(name)
        if (!column(row, n)) return null
      }
      ascii(`},"at":"${when}","detail":${what}`)
      for (const [name, n] of AFTER_DETAIL) {
        ascii(name)
        if (!column(row, n)) return null
      }
      ascii('}}')
      return at
    },
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Milliseconds as ISO 8601. Rows of one second share all but three digits. */
function createTimes(): (row: CopiedRow) => string | null {
  let second = Number.NaN
  let upToSecond = ''
  return ({ bytes, from }) => {
    const micros = readInt8(bytes, from[AT] as number)
    if (micros % 1000 !== 0) return null
    const millis = EPOCH_MS + micros / 1000
    if (Math.abs(millis) > FURTHEST_MS) return null
    const now = Math.floor(millis / 1000)
    if (now !== second) {
      const text = new Date(now * 1000).toISOString()
      if (text.length !== 24) return null
      second = now
      upToSecond = text.slice(0, 20)
    }
    return `${upToSecond}${String(millis - now * 1000).padStart(3, '0')}Z`
  }
}

/** Canonical JSON of the detail; equal ones are worked out once. */
function createDetails(): (row: CopiedRow) => string | null {
  const known = new Map<string, string | null>()
  return ({ bytes, from, to }) => {
    // The first byte is the version of jsonb's binary form.
    const raw = bytes.toString('latin1', (from[DETAIL] as number) + 1, to[DETAIL])
    const found = known.get(raw)
    if (found !== undefined) return found
    const made = canonicalDetail(raw)
    if (known.size < MOST_DETAILS) known.set(raw, made)
    return made
  }
}

function canonicalDetail(raw: string): string | null {
  if (!/^[ -~]*$/.test(raw) || raw.length > LONGEST_ROW / 4) return null
  try {
    const text = canonicalJson(readDetail(raw))
    return /^[ -~]*$/.test(text) ? text : null
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
