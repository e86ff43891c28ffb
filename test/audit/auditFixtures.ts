import { createHash } from 'node:crypto'
import { GENESIS_HASH, rowHash, type Sha256Hex } from '../../shared/audit/auditChain'
import type { AuditEntry, AuditRow } from '../../shared/audit/auditSchemas'

export const sha256hex: Sha256Hex = (text) => createHash('sha256').update(text).digest('hex')

export const PARTICIPANT = '7c0f3b52-9a7e-4f52-8d43-0e6ac5f0a001'
export const STAFF = '7c0f3b52-9a7e-4f52-8d43-0e6ac5f0b002'

export function entry(n = 1, changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    actor: { kind: 'staff', id: STAFF, role: 'manager', deviceId: 'device-1', address: '127.0.0.1' },
    action: 'participant.edited',
    target: { kind: 'participant', id: PARTICIPANT },
    outcome: 'ok',
    detail: { fields: ['firstName', 'email:a1'], version: n, first: n === 1, reason: null },
    ...changes,
  }
}

/** A sound chain of `count` rows, a second apart. */
export function chainOf(count: number): AuditRow[] {
  const rows: AuditRow[] = []
  for (let seq = 1; seq <= count; seq++) rows.push(seal(seq, rows[seq - 2]?.hash ?? GENESIS_HASH, entry(seq)))
  return rows
}

/** One row with the hash that belongs to it: also what a forger without the signing key can make. */
export function seal(seq: number, prevHash: string, content: AuditEntry): AuditRow {
  const full = {
    ...content,
    detail: content.detail ?? {},
    at: new Date(Date.UTC(2026, 0, 1) + seq * 1000).toISOString(),
  }
  return { ...full, seq, prevHash, hash: rowHash(prevHash, seq, full, sha256hex) }
}

/** The chain from `seq` on written anew with right hashes, as somebody with full rights on the database could. */
export function rewriteFrom(rows: readonly AuditRow[], seq: number, change: Partial<AuditEntry>): AuditRow[] {
  const result: AuditRow[] = []
  for (const row of rows) {
    const prevHash = result[row.seq - 2]?.hash ?? GENESIS_HASH
    const content = row.seq === seq ? { ...row, ...change } : row
    result.push({ ...content, prevHash, hash: rowHash(prevHash, row.seq, content, sha256hex) })
  }
  return result
}

/** Rows as a table ordered by `seq` gives them, numbered 1, 2, 3 anew. */
export function renumbered(rows: readonly AuditRow[]): AuditRow[] {
  return rows.map((row, index) => ({ ...row, seq: index + 1 }))
}
