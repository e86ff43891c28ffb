/** Link tokens: 32 random bytes as base64url (I2). The browser never sends the fragment, so no request line can hold it (I3). */
const RAW_TOKEN = /^[A-Za-z0-9_-]{43}$/
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Crockford's base32: no I, L, O or U, so a code read from paper cannot be mistaken or spell a word. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const SHORT_CODE_BYTES = 10
const SHORT_CODE = /^[0-9A-HJKMNP-TV-Z]{16}$/

/** `portalUrl` without a trailing slash. */
export function inviteUrl(portalUrl: string, token: string): string {
  return `${portalUrl}/invite#${token}`
}

/** `location.hash`, with or without its `#` -> the token; null when it cannot be one. */
export function tokenFromFragment(fragment: string): string | null {
  const token = fragment.replace(/^#/, '')
  return RAW_TOKEN.test(token) ? token : null
}

/** RFC 4648 section 5, without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return regroup(bytes, 8, 6, true)
    .map((six) => BASE64URL[six])
    .join('')
}

/** Null for characters outside the alphabet, an impossible length or left-over bits that are not zero. */
export function fromBase64Url(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null
  const bytes = Uint8Array.from(
    regroup(
      [...text].map((character) => BASE64URL.indexOf(character)),
      6,
      8,
      false,
    ),
  )
  return toBase64Url(bytes) === text ? bytes : null
}

/** The letter's typed code: 80 bits as 16 characters, grouped for reading ("ABCD-EFGH-JKMN-PQRS"). Throws on another number of bytes. */
export function shortCodeFromBytes(bytes: Uint8Array): string {
  if (bytes.length !== SHORT_CODE_BYTES) throw new RangeError(`a short code needs ${SHORT_CODE_BYTES} bytes`)
  const code = regroup(bytes, 8, 5, false)
    .map((five) => CROCKFORD[five])
    .join('')
  return formatShortCode(code)
}

export function formatShortCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/**
 * What a person typed -> the 16 characters that are hashed (no hyphens); null when it cannot be a code. Reads small letters, any spaces and
 * hyphens, full-width forms, O as 0 and I or L as 1.
 */
export function normaliseShortCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐‑‒–—._]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  return SHORT_CODE.test(code) ? code : null
}

/** Groups of `from` bits -> groups of `to` bits, most significant first. With `pad`, left-over bits make one last group. */
function regroup(groups: Iterable<number>, from: number, to: number, pad: boolean): number[] {
  const out: number[] = []
  let held = 0
  let bits = 0
  for (const group of groups) {
    held = (held << from) | group
    for (bits += from; bits >= to; ) {
      bits -= to
      out.push((held >> bits) & ((1 << to) - 1))
    }
    held &= (1 << bits) - 1
  }
  if (pad && bits > 0) out.push((held << (to - bits)) & ((1 << to) - 1))
  return out
}
