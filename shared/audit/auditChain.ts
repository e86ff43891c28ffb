import type { ArchiveAnchor } from './auditListSchemas'
import type { AuditEntry, AuditRow, SignedHead } from './auditSchemas'

/** `prevHash` of row 1. */
export const GENESIS_HASH = '0'.repeat(64)

/** Lower-case hex SHA-256 of the UTF-8 bytes of `text`. */
export type Sha256Hex = (text: string) => string

/** What a row's hash covers besides the previous hash and `seq`. */
export type HashedContent = AuditEntry & Pick<AuditRow, 'at' | 'detail'>

/** Text that JSON spells as it is. Testing for it is several times faster than JSON.stringify, and nearly every text here passes. */
const PLAIN_TEXT = /^[ !#-[\]-~]*$/

/**
 * JSON with one spelling (after RFC 8785): keys sorted by UTF-16 code units, no blanks. Numbers must be safe integers, because a fraction
 * may come back from jsonb in another spelling. Throws on everything JSON or this rule has no spelling for.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return canonicalString(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (isPlainObject(value)) return canonicalObject(value)
  throw new Error('a value has no canonical JSON')
}

function canonicalObject(value: Readonly<Record<string, unknown>>): string {
  let members = ''
  for (const key of Object.keys(value).sort()) {
    members += `${members === '' ? '' : ','}${canonicalString(key)}:${canonicalJson(value[key])}`
  }
  return `{${members}}`
}

function canonicalString(text: string): string {
  if (PLAIN_TEXT.test(text)) return `"${text}"`
  // In unicode mode this matches only a surrogate without its partner, which UTF-8 cannot carry.
  if (/[\uD800-\uDFFF]/u.test(text)) throw new Error('a string has no canonical JSON')
  return JSON.stringify(text)
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/**
 * The canonical JSON of a row's content, assembled by hand because verifying a million rows spends its time here. Every field is named:
 * a new one in AuditRow must be added, and `auditChain.test.ts` holds this text against `canonicalJson`.
 */
export function contentJson({ action, actor, at, detail, outcome, target }: HashedContent): string {
  const s = (text: string | null) => (text === null ? 'null' : canonicalString(text))
  const who = `{"address":${s(actor.address)},"deviceId":${s(actor.deviceId)},"id":${s(actor.id)},"kind":${s(actor.kind)},"role":${s(actor.role)}}`
  const what = `{"id":${s(target.id)},"kind":${s(target.kind)}}`
  return `{"action":${s(action)},"actor":${who},"at":${s(at)},"detail":${canonicalJson(detail)},"outcome":${s(outcome)},"target":${what}}`
}

/** Hash of one row: previous hash, sequence and content, a line each (U2, U3). */
export function rowHash(prevHash: string, seq: number, content: HashedContent, sha256hex: Sha256Hex): string {
  return sha256hex(`${prevHash}\n${seq}\n${contentJson(content)}`)
}

/** The text that the Ed25519 signature of a head covers. */
export function headPayload({ epoch, count, hash, at }: Omit<SignedHead, 'signature'>): string {
  return canonicalJson({ epoch, count, hash, at })
}

/** The text that the signature of an archive's anchor covers. `archive` keeps it apart from every head's. */
export function anchorPayload({ count, hash, at }: Omit<ArchiveAnchor, 'signature'>): string {
  return canonicalJson({ archive: true, count, hash, at })
}

/** What a console keeps: the highest head it was ever shown. Before the first answer: count 0, `GENESIS_HASH`. */
export type HeadWitness = Pick<SignedHead, 'count' | 'hash'> & { readonly epoch?: string }

/**
 * Whether a sync answer's head extends what this console has seen (U3). `witnessHash` is the server's hash at the witness's count.
 * restored: not an extension, but the epoch is another one, as after restoring a backup (K2); a person is told, without an alarm.
 * A witness without `epoch` is never answered `restored`.
 */
export function extendsHead(input: {
  readonly witness: HeadWitness
  readonly answer: { readonly head: Pick<SignedHead, 'epoch' | 'count' | 'hash'>; readonly witnessHash: string | null }
}): 'ok' | 'alarm' | 'restored' {
  const { witness, answer } = input
  if (witness.count === 0) return 'ok'
  const holds =
    answer.head.count >= witness.count &&
    answer.witnessHash === witness.hash &&
    (answer.head.count > witness.count || answer.head.hash === witness.hash)
  if (holds) return 'ok'
  return witness.epoch !== undefined && witness.epoch !== answer.head.epoch ? 'restored' : 'alarm'
}
