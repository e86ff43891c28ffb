import { z } from 'zod'
import type { AuditRow } from './auditSchemas'

export const BUNDLE_FORMAT = 'vestibule-audit-bundle'
/** Each row is one line that begins with this, so that a file of any size can be read line by line. */
const ROW_LINE = '["row",'
const HEADER_LINE = '<script type="application/json" id="bundle">'
const SCRIPT_END = '</script>'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)
const text = z.string().min(1).max(200)
const headSchema = z.strictObject({ epoch: text, count, hash, at: text, signature: text })
const anchorSchema = z.strictObject({ count, hash, at: text, signature: text })

/** What stands above the rows. `start`: where the first row goes on; `end`: the signed end of an archive, in place of a head. */
export const bundleHeaderSchema = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  version: z.literal(1),
  clinic: z.string().max(200),
  madeAt: z.string().max(40),
  publicKey: z.string().min(1).max(100),
  start: anchorSchema.nullable(),
  head: headSchema.nullable(),
  end: anchorSchema.nullable(),
})
export type BundleHeader = z.infer<typeof bundleHeaderSchema>

/** JSON that cannot end the script element it stands in, whatever a row holds. */
export function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

/** A row as one line of the file, without its line break. The order of the fields is that of `resources/audit/verifier.js`. */
export function rowLine(row: AuditRow): string {
  const { actor, target } = row
  const who = [actor.kind, actor.id, actor.role, actor.deviceId, actor.address]
  const fields = [row.seq, row.at, ...who, row.action, target.kind, target.id, row.outcome]
  return embeddedJson(['row', ...fields, row.detail, row.prevHash, row.hash])
}

/** What a line of a bundle file holds; null for the lines that only show it. Throws where a line claims to be data and is none. */
export function readBundleLine(line: string): { readonly header: BundleHeader } | { readonly row: AuditRow } | null {
  if (line.startsWith(ROW_LINE)) return { row: rowOf(JSON.parse(line)) }
  if (!line.startsWith(HEADER_LINE)) return null
  const json = line.slice(HEADER_LINE.length, line.indexOf(SCRIPT_END))
  return { header: bundleHeaderSchema.parse(JSON.parse(json)) }
}

/** Whatever stands in the places of a row: what it holds is proven by the hash, not by these types. */
function rowOf(fields: readonly unknown[]): AuditRow {
  const [, seq, at, kind, id, role, deviceId, address, action, targetKind, targetId, outcome, detail, prevHash, hash] =
    fields
  const actor = { kind, id, role, deviceId, address }
  const target = { kind: targetKind, id: targetId }
  return { seq, at, actor, action, target, outcome, detail, prevHash, hash } as AuditRow
}

export function headerLine(header: BundleHeader): string {
  return `${HEADER_LINE}${embeddedJson(header)}${SCRIPT_END}`
}
