import { createHash } from 'node:crypto'

/**
 * The id of the message that a browser named: the same for every repeat of one press, and another one in each thread. So whether an id is taken
 * says something about the own thread only (G1). A UUID of version 8 (RFC 9562) from SHA-256.
 */
export function messageIdIn(participantId: string, name: string): string {
  const bytes = createHash('sha256').update(`message/${participantId}/${name.toLowerCase()}`).digest().subarray(0, 16)
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
