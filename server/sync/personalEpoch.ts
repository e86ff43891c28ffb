import { createHash } from 'node:crypto'

/**
 * The epoch that one person's consoles see. It is the server's until their role changes; each change gives another one, so that all their consoles start
 * over and sweep what the former role showed them (D4, Y4). Derived, so that a restored backup still changes it for everybody. A UUID like the server's.
 */
export function personalEpoch(epoch: string, resetRev: number): string {
  if (resetRev === 0) return epoch
  const hex = createHash('sha256').update(`${epoch}/${resetRev}`).digest('hex')
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3]
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
