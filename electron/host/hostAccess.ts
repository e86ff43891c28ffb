import { createHash, randomBytes } from 'node:crypto'

export const HOST_COOKIE = 'vestibule_host'
/** Unused links beyond this number die, oldest first. */
const MAX_LINKS = 20

/** Who may use the loopback console: whoever opened a one-time link, from then on by a cookie. */
export interface HostAccess {
  /** A new link token, 256 bit; works once. */
  issue(): string
  /** Trades a link token for a cookie value; null when it is unknown or was used. */
  redeem(token: string): string | null
  knows(cookieHeader: string | null): boolean
}

/** Keeps hashes only, in memory: links and cookies end with the process. */
export function createHostAccess(random: () => string = () => randomBytes(32).toString('base64url')): HostAccess {
  const links = new Set<string>()
  const cookies = new Set<string>()
  return {
    issue: () => {
      const token = random()
      links.add(hash(token))
      for (const oldest of [...links].slice(0, Math.max(0, links.size - MAX_LINKS))) links.delete(oldest)
      return token
    },
    redeem: (token) => {
      if (!links.delete(hash(token))) return null
      const cookie = random()
      cookies.add(hash(cookie))
      return cookie
    },
    knows: (header) => cookieValues(header).some((value) => cookies.has(hash(value))),
  }
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

function cookieValues(header: string | null): readonly string[] {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  return pairs.filter((pair) => pair.startsWith(`${HOST_COOKIE}=`)).map((pair) => pair.slice(HOST_COOKIE.length + 1))
}
